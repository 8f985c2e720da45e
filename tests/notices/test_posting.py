import json
import socket
from collections.abc import Iterator
from pathlib import Path

import apprise
import pytest
from message_sinks import Sink, mail_sink, web_sink

from azlift.errors import NotTold, SettingsError
from azlift.notices import Channel, Message, Outbox, Post
from azlift.notices.reading import ChannelKind
from azlift.rehearsal.certificates import Certificates, read_certificates

HOSTILE = "<at>everyone</at> <!channel> [click](https://evil.example) **bold** <b>x</b>"
MESSAGE = Message(
    "e1/7", f"[e1] crm {HOSTILE}", (f"QuotaExceeded: {HOSTILE}", "See: azlift why crm"), "bad", ("wave-02",)
)
SIG = "s3cr3tSignature-of-the-channel"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return read_certificates(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def https(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificates.ca_file))
    with web_sink((certificates.certificate_file, certificates.key_file)) as sink:
        yield sink


def channel(kind: ChannelKind) -> Channel:
    return Channel(name="ops", kind=kind, url_from="OPS_URL")


def send(kind: ChannelKind, address: str, message: Message = MESSAGE) -> None:
    Post({"OPS_URL": address}).send(channel(kind), message)


def teams_address(port: int) -> str:
    return (
        f"https://localhost:{port}/workflows/a1b2c3d4/triggers/manual/paths/invoke"
        f"?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIG}"
    )


# -- each service ---------------------------------------------------------------------------------------------------


def test_teams_gets_an_adaptive_card_in_which_nothing_from_outside_is_markup_or_a_mention(https: Sink) -> None:
    https.status = 202
    send("teams", teams_address(https.port))
    assert https.paths[0].startswith("/workflows/a1b2c3d4/triggers/manual/paths/invoke?")
    assert f"sig={SIG}" in https.paths[0]
    (attachment,) = https.bodies[0]["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert card["type"] == "AdaptiveCard"
    assert "entities" not in card["msteams"], "nobody is mentioned"
    title, body = (block["text"] for block in card["body"])
    assert "crm" in title
    assert "azlift why crm" in body
    for text in (title, body):
        assert "[click](" not in text
        assert "<at>" not in text
        assert "\\*\\*bold" in text


def test_slack_gets_plain_text_blocks_so_that_nothing_in_them_is_a_link_or_a_mention(
    https: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = apprise.plugins.N_MGR["slack"]
    monkeypatch.setattr(slack, "webhook_url", f"https://localhost:{https.port}/services")
    send("slack", "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    assert https.paths == ["/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"]
    blocks = https.bodies[0]["attachments"][0]["blocks"]
    texts = [block["text"] for block in blocks if "text" in block]
    assert {text["type"] for text in texts} == {"plain_text"}
    assert any("azlift why crm" in text["text"] for text in texts)
    assert not https.bodies[0].get("mrkdwn", False)
    assert "http" not in json.dumps(https.bodies[0]).replace("https://evil.example", ""), "nothing is fetched elsewhere"


def test_mail_is_plain_text_to_everybody_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_sink() as sink:
        address = f"mailto://localhost:{sink.port}?from=azlift@example.org&to=ops@example.org,lead@example.org"
        send("email", address)
    assert sorted(sink.recipients) == ["lead@example.org", "ops@example.org"]
    mail = sink.mails[0]
    assert "[e1] crm" in mail["Subject"]
    assert mail.get_content_type() == "text/plain" or mail.get_body(("html",)) is None
    text = mail.get_body(("plain",))
    assert text is not None
    assert "QuotaExceeded: <at>everyone</at>" in text.get_content()


def test_a_webhook_gets_json_with_an_id_that_is_the_same_when_it_is_sent_again(https: Sink) -> None:
    send("webhook", f"https://localhost:{https.port}/hook")
    send("webhook", f"https://localhost:{https.port}/hook")
    assert https.paths == ["/hook", "/hook"]
    first, second = https.bodies
    assert (first["id"], first["waves"], first["type"]) == ("e1/7", "wave-02", "failure")
    assert first["title"] == MESSAGE.title
    assert first["message"] == "\n".join(MESSAGE.lines)
    assert first == second


def test_a_service_in_the_house_can_be_told_without_tls() -> None:
    with web_sink() as sink:
        send("webhook", f"http://localhost:{sink.port}/hook")
    assert sink.paths == ["/hook"]


# -- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500])
def test_a_service_that_refuses_is_named_without_its_address(https: Sink, status: int) -> None:
    https.status = status
    with pytest.raises(NotTold, match="channel ops \\(teams\\) could not be told") as raised:
        send("teams", teams_address(https.port))
    said = f"{raised.value} {raised.value.advice}"
    assert str(status) in said
    assert SIG not in said
    assert "a1b2c3d4" not in said
    assert "OPS_URL" in raised.value.advice


def test_a_service_that_is_not_there_is_named_without_its_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for kind, address in (
        ("teams", teams_address(port)),
        ("webhook", f"https://localhost:{port}/hook-{SIG}"),
        ("email", f"mailto://user:{SIG}@localhost:{port}?from=a@example.org&to=b@example.org"),
    ):
        with pytest.raises(NotTold) as raised:
            send(kind, address)  # type: ignore[arg-type]
        assert SIG not in f"{raised.value} {raised.value.advice}"


def test_a_server_that_nobody_vouches_for_is_not_told(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with web_sink((certificates.certificate_file, certificates.key_file)) as sink, pytest.raises(NotTold):
        send("webhook", f"https://localhost:{sink.port}/hook")
    assert sink.bodies == []


def test_an_empty_variable_is_named_with_what_it_should_hold() -> None:
    with pytest.raises(SettingsError, match="variable OPS_URL of channel ops is empty") as raised:
        send("teams", "  ")
    assert "workflow" in raised.value.advice


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("teams", "https://example.org/not-a-workflow"),
        ("teams", f"file:///etc/{SIG}"),
        ("slack", f"https://hooks.slack.example/services/{SIG}"),
        ("email", f"https://example.org/{SIG}"),
        ("webhook", f"syslog://{SIG}"),
        ("webhook", f"gopher://{SIG}"),
        ("webhook", "nonsense"),
    ],
)
def test_what_is_no_address_of_its_service_is_refused_and_not_repeated(kind: ChannelKind, address: str) -> None:
    with pytest.raises(SettingsError, match=f"does not hold an address of {kind}") as raised:
        send(kind, address)
    assert SIG not in f"{raised.value} {raised.value.advice}"


def test_nothing_is_written_to_the_log_of_azlift_or_the_screen(
    https: Sink, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    https.status = 500
    with caplog.at_level("WARNING"), pytest.raises(NotTold):
        send("teams", teams_address(https.port))
    printed = capsys.readouterr()
    assert SIG not in caplog.text + printed.out + printed.err


def test_in_a_rehearsal_a_message_is_a_line_of_a_file(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "rehearsal" / "notices.jsonl")
    outbox.send(channel("teams"), MESSAGE)
    outbox.send(channel("teams"), MESSAGE)
    first, second = (tmp_path / "rehearsal" / "notices.jsonl").read_text().splitlines()
    assert json.loads(first) == json.loads(second)
    assert json.loads(first)["title"] == MESSAGE.title
    assert json.loads(first)["lines"] == list(MESSAGE.lines)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "rehearsal").write_text("in the way")
    with pytest.raises(NotTold, match=r"Not a directory|File exists"):
        Outbox(tmp_path / "rehearsal" / "notices.jsonl").send(channel("teams"), MESSAGE)

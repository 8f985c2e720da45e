import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.notices.redaction import LEFT_OUT, redacted

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0abc.c2lnbmF0dXJl"
KEY = "A" * 43 + "b+/c" * 10 + "=="


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("https://x.blob.core.windows.net/c/d.vhd?sv=2024&sig=Zm9vYmFyYmF6%3D", "Zm9vYmFyYmF6"),
        ("AccountKey=Zm9vYmFyYmF6cXV4;EndpointSuffix=core", "Zm9vYmFyYmF6cXV4"),
        ("DefaultEndpointsProtocol=https;SharedAccessKey=abcdefgh", "abcdefgh"),
        ('{"client_secret": "hunter2hunter2"}', "hunter2hunter2"),
        ("AZURE_CLIENT_SECRET=s3cr3t-value", "s3cr3t-value"),
        ("password: opensesame", "opensesame"),
        ("Authorization: Bearer abcdefghijkl.mno", "abcdefghijkl"),
        (f"token {JWT}", "eyJhbGci"),
        (f"the key {KEY}", KEY[:50]),
        ("postgresql://azlift:opensesame@db.example/azlift", "opensesame"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----", "MIIEabc"),
    ],
)
def test_what_looks_like_a_secret_is_left_out(text: str, secret: str) -> None:
    assert secret not in redacted(text)
    assert LEFT_OUT in redacted(text)


@pytest.mark.parametrize(
    "text",
    [
        "QuotaExceeded: Operation could not be completed as it results in exceeding approved standardDSv3 Cores quota",
        "/subscriptions/0f0e0d0c-1111-2222-3333-444455556666/resourceGroups/rg-e1-w01/providers/Microsoft.Compute/disks/d",
        "See: azlift why crm",
        "secretariat-web01 is cut over",
    ],
)
def test_what_a_person_needs_stays(text: str) -> None:
    assert redacted(text) == text


@given(st.from_regex(r"[A-Za-z0-9_-]{6,40}", fullmatch=True), st.from_regex(r"[A-Za-z0-9_-]{6,40}", fullmatch=True))
def test_no_part_of_an_address_but_its_host_is_repeated(path: str, signature: str) -> None:
    address = f"https://hooks.example.org/{path}?sig={signature}"
    said = redacted(f"POST {address} failed; {path} was refused; signature {signature}", address)
    assert path not in said.replace(LEFT_OUT, "").split()
    assert signature not in said.replace(LEFT_OUT, "").split()

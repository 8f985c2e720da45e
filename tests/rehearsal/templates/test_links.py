"""Linked templates and parameter files, from folders of this machine."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.rehearsal.templates.writing import refused, resource, template

from azlift.rehearsal.templates.links import load_parameters, load_template

WEB = "https://raw.githubusercontent.com/azure/templates/"
MAIN = f"{WEB}vm/azuredeploy.json"


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "open" / "vm" / "nested").mkdir(parents=True)
    (tmp_path / "secret.json").write_text(json.dumps(template()))
    (tmp_path / "open" / "vm" / "nested" / "disk one.json").write_text(
        "// commented, as templates are\n" + json.dumps(template(resource("d")))
    )
    (tmp_path / "open" / "broken.json").write_text("{")
    (tmp_path / "open" / "list.json").write_text("[]")
    values = {"contentVersion": "1.0.0.0", "parameters": {"size": {"value": 4}}}
    (tmp_path / "open" / "values.json").write_text(json.dumps(values))
    return {WEB: tmp_path / "open"}


def load(link: dict[str, Any], folders: dict[str, Path], base: str | None = None) -> tuple[dict[str, Any], str]:
    return load_template(link, base, folders, "11111111-2222-3333-4444-555555555555")


@pytest.mark.parametrize(
    ("link", "base"),
    [
        ({"uri": f"{WEB}vm/nested/disk%20one.json"}, None),
        ({"uri": f"{WEB}vm/nested/disk%20one.json?sv=token", "contentVersion": "1.0.0.0"}, None),
        ({"relativePath": "nested/disk%20one.json"}, MAIN),
        ({"relativePath": "../vm/nested/disk%20one.json"}, f"{MAIN}?sv=token"),
    ],
)
def test_a_template_is_found_by_its_uri_or_by_a_path_from_its_parent(
    folders: dict[str, Path], link: dict[str, Any], base: str | None
) -> None:
    found, uri = load(link, folders, base)
    assert found["resources"][0]["name"] == "d"
    assert uri.partition("?")[0] == f"{WEB}vm/nested/disk%20one.json"


@pytest.mark.parametrize(
    ("link", "base", "code", "reason"),
    [
        (
            {"uri": f"{WEB}none.json?sig=hush"},
            None,
            "InvalidContentLink",
            f"content from '{WEB}none.json'. The tracking",
        ),
        ({"uri": "https://example.com/a.json"}, None, "InvalidContentLink", "Unable to download deployment content"),
        ({"uri": f"{WEB}..%2Fsecret.json"}, None, "InvalidContentLink", "Unable to download deployment content"),
        ({"uri": f"{WEB}vm"}, None, "InvalidContentLink", "Unable to download deployment content"),
        ({"relativePath": "../../../../secret.json"}, MAIN, "InvalidContentLink", "Unable to download"),
        ({"uri": "nested/disk.json"}, None, "InvalidContentLink", "must be an absolute URI not referencing local host"),
        ({"uri": "http://localhost/a.json"}, None, "InvalidContentLink", "must be an absolute URI"),
        ({"uri": "file:///etc/passwd"}, None, "InvalidContentLink", "must be an absolute URI"),
        ({"relativePath": "a.json"}, None, "InvalidTemplate", "can only be used in a template that is itself linked"),
        ({"uri": f"{WEB}broken.json"}, None, "InvalidTemplate", "Deployment template parse failed"),
        ({"uri": f"{WEB}list.json"}, None, "InvalidTemplate", "Error reading JObject"),
        (
            {"uri": f"{WEB}values.json", "contentVersion": "2.0.0.0"},
            None,
            "InvalidTemplate",
            "content version '2.0.0.0'",
        ),
        ({"id": "/subscriptions/s/…/templateSpecs/t"}, None, "NotModelledInRehearsal", "template specs"),
    ],
)
def test_a_link_azure_could_not_follow_is_refused(
    folders: dict[str, Path], link: dict[str, Any], base: str | None, code: str, reason: str
) -> None:
    error = refused(lambda: load(link, folders, base))
    assert (error.code, reason in error.message) == (code, True), error.message


def test_a_link_out_of_the_folder_is_no_link(folders: dict[str, Path]) -> None:
    (folders[WEB] / "way-out.json").symlink_to(folders[WEB].parent / "secret.json")
    assert refused(lambda: load({"uri": f"{WEB}way-out.json"}, folders)).code == "InvalidContentLink"


def test_the_longest_prefix_says_which_folder(folders: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.json").write_text(json.dumps(template(resource("other"))))
    found, _ = load({"uri": f"{WEB}vm/a.json"}, {**folders, f"{WEB}vm/": tmp_path / "other"})
    assert found["resources"][0]["name"] == "other"


def test_parameters_are_those_of_the_file(folders: dict[str, Path]) -> None:
    assert load_parameters({"uri": f"{WEB}values.json"}, folders, "t") == {"size": {"value": 4}}
    (folders[WEB] / "odd.json").write_text(json.dumps({"parameters": []}))
    assert "must be an object" in refused(lambda: load_parameters({"uri": f"{WEB}odd.json"}, folders, "t")).message

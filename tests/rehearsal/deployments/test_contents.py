"""Templates and parameters that are linked to: from an allowed folder, by address or relative to a linked parent."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.rehearsal.conftest import Desk
from tests.rehearsal.landing_template import deployment, network, template

PREFIX = "https://raw.example.com/templates/"
BASE = "~/resourceGroups/rg1/providers/Microsoft.Resources/deployments/d1"


@pytest.fixture
def linked(desk: Desk, tmp_path: Path) -> Desk:
    """A desk that reads https://raw.example.com/templates/ in a folder."""
    (tmp_path / "nested").mkdir()
    named = network(name="[parameters('name')]")
    inner = template([named], parameters={"name": {"type": "string"}})
    (tmp_path / "nested" / "net.json").write_text(json.dumps(inner))
    (tmp_path / "net.parameters.json").write_text(
        json.dumps({"$schema": "x", "contentVersion": "1.0.0.0", "parameters": {"name": {"value": "vnet9"}}})
    )
    (tmp_path / "main.json").write_text(json.dumps(template([nested(relativePath="nested/net.json")])))
    uri = "[uri(deployment().properties.templateLink.uri, 'nested/net.json')]"
    (tmp_path / "by_uri.json").write_text(json.dumps(template([nested(uri=uri)])))
    desk.world.links = {PREFIX: tmp_path}
    return desk


def nested(**link: Any) -> Any:
    return {
        "type": "Microsoft.Resources/deployments",
        "apiVersion": "2025-04-01",
        "name": "inner",
        "properties": {"mode": "Incremental", "templateLink": link, "parameters": {"name": {"value": "vnet7"}}},
    }


def ask(**properties: Any) -> Any:
    return {"properties": {"mode": "Incremental", **properties}}


@pytest.mark.parametrize("file", ["main.json", "by_uri.json"])
def test_a_linked_template_links_on(linked: Desk, file: str) -> None:
    done = linked.deploy(ask(templateLink={"uri": PREFIX + file, "contentVersion": "1.0.0.0"}))["properties"]
    assert done["provisioningState"] == "Succeeded", done
    assert done["templateLink"] == {"uri": PREFIX + file, "contentVersion": "1.0.0.0"}
    assert [each.id.name for each in linked.world.resources.values()] == ["vnet7", "vnet7/s1"]


def test_parameters_are_linked_too(linked: Desk) -> None:
    body = ask(templateLink={"uri": f"{PREFIX}nested/net.json"}, parametersLink={"uri": f"{PREFIX}net.parameters.json"})
    assert linked.deploy(body)["properties"]["parameters"] == {"name": {"type": "String", "value": "vnet9"}}
    assert linked.ask("POST", f"{BASE}/validate", body).status == 200


@pytest.mark.parametrize(
    ("link", "code", "words"),
    [
        ({"uri": "https://elsewhere.example.com/main.json"}, "InvalidContentLink", "Unable to download"),
        ({"uri": f"{PREFIX}none.json"}, "InvalidContentLink", "Unable to download"),
        ({"uri": f"{PREFIX}../../../etc/passwd"}, "InvalidContentLink", "Unable to download"),
        ({"uri": "file:///etc/passwd"}, "InvalidContentLink", "must be an absolute URI"),
        ({"relativePath": "main.json"}, "InvalidTemplate", "relative path"),
        ({"uri": f"{PREFIX}main.json", "contentVersion": "2.0.0.0"}, "InvalidTemplate", "content version"),
    ],
)
def test_what_is_not_allowed_or_not_there_is_refused(linked: Desk, link: Any, code: str, words: str) -> None:
    reply = linked.ask("PUT", BASE, ask(templateLink=link))
    assert reply.refusal == (400, code)
    assert words in reply.json()["error"]["message"]


def test_nobody_is_let_into_a_folder_that_was_not_named(desk: Desk) -> None:
    assert desk.ask("PUT", BASE, ask(templateLink={"uri": f"{PREFIX}main.json"})).refusal == (400, "InvalidContentLink")


def test_inline_and_linked_at_once_is_refused(linked: Desk) -> None:
    both = deployment(template([]), templateLink={"uri": f"{PREFIX}main.json"})
    assert linked.ask("PUT", BASE, both).refusal == (400, "InvalidRequestContent")
    parameters = ask(
        templateLink={"uri": f"{PREFIX}nested/net.json"},
        parameters={"name": {"value": "x"}},
        parametersLink={"uri": f"{PREFIX}net.parameters.json"},
    )
    assert linked.ask("PUT", BASE, parameters).refusal == (400, "InvalidRequestContent")


def test_a_refusal_says_where_in_the_request(linked: Desk) -> None:
    lines = [
        '{"properties": {"mode": "Incremental", "template": {',
        '"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",',
        '"contentVersion": "1.0.0.0",',
        '"parameters": {"size": {"type": "int"}},',
        '"resources": []}}}',
    ]
    error = linked.ask("PUT", BASE, "\n".join(lines).encode()).json()["error"]
    assert "at line '4' and column '" in error["message"]
    assert error["additionalInfo"][0]["info"]["lineNumber"] == 4

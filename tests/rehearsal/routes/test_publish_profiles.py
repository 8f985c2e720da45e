"""The publish profiles of a web site."""

from xml.etree.ElementTree import fromstring

from tests.rehearsal.conftest import Desk

SITE = "~/resourceGroups/rg1/providers/Microsoft.Web/sites/azliftsite"


def test_a_site_tells_three_ways_to_publish_to_it(desk: Desk) -> None:
    desk.world.keep_registration("Microsoft.Web", "Registered")
    desk.put(SITE, {"location": "westeurope", "properties": {}})
    reply = desk.ask("POST", f"{SITE}/publishxml", {"format": "WebDeploy"})
    assert reply.headers["content-type"] == "application/xml"
    ways = {each.attrib["publishMethod"]: each.attrib for each in fromstring(reply.body)}  # noqa: S314 - our own
    assert ways.keys() == {"MSDeploy", "FTP", "ZipDeploy"}
    assert ways["FTP"]["userName"] == "azliftsite\\$azliftsite"
    assert ways["ZipDeploy"]["publishUrl"] == "azliftsite.scm.azurewebsites.net:443"


def test_a_site_that_is_not_there_has_none(desk: Desk) -> None:
    assert desk.ask("POST", f"{SITE}/publishxml", {}).refusal == (404, "ResourceNotFound")

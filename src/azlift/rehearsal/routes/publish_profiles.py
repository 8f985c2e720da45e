"""How to publish to a web site, as `az webapp` asks it after every creation: `POST …/sites/{name}/publishxml`.

Source: the file of publish profiles as IIS documents it, and users' files of App Service for the addresses and names in
it. The secret is the one that config/publishingcredentials answers; nothing listens at the addresses.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from azlift.rehearsal.azure_errors import resource_not_found
from azlift.rehearsal.identifiers import ResourceId
from azlift.rehearsal.routes.call import Answer, Call
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.shells.sites import PASSWORD, SITES
from azlift.rehearsal.world import World


def list_profiles(world: World, call: Call, subscription: str, group: str, name: str) -> Answer:
    site = world.find(call.path.rpartition("/")[0])
    if site is None:
        raise resource_not_found(SITES, name, group)
    data = Element("publishData")
    for words, more in _profiles(site.id).items():
        profile = SubElement(data, "publishProfile", {"profileName": f"{site.id.name} - {words}", **more})
        SubElement(profile, "databases")
    return Answer(200, tostring(data), (("content-type", "application/xml"),))


def _profiles(site: ResourceId) -> Mapping[str, dict[str, str]]:
    name = site.name
    common = {
        "userPWD": PASSWORD,
        "destinationAppUrl": f"http://{name}.azurewebsites.net",
        "SQLServerDBConnectionString": "",
        "mySQLDBConnectionString": "",
        "hostingProviderForumLink": "",
        "controlPanelLink": "https://portal.azure.com",
        "webSystem": "WebSites",
    }
    kudu, user = f"{name}.scm.azurewebsites.net:443", f"${name}"
    web = {"publishMethod": "MSDeploy", "publishUrl": kudu, "msdeploySite": name, "userName": user}
    place = f"ftps://{name}.ftp.azurewebsites.windows.net/site/wwwroot"
    ftp = {"publishMethod": "FTP", "publishUrl": place, "ftpPassiveMode": "True", "userName": f"{name}\\{user}"}
    archive = {"publishMethod": "ZipDeploy", "publishUrl": kudu, "userName": user}
    return {"Web Deploy": {**web, **common}, "FTP": {**ftp, **common}, "Zip Deploy": {**archive, **common}}


PLACE = "subscriptions/{}/resourcegroups/{}/providers/microsoft.web/sites/{}/publishxml"
ROUTES = [route("POST", PLACE, list_profiles, "publish profiles", f"{SITES}/publishxml/action", scope=4, own=8)]

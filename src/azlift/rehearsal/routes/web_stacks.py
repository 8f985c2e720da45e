"""What App Service runs, as `az webapp create --runtime` asks it before it writes anything.

Source: the sample of "Provider - Get Web App Stacks" in Azure's REST documentation for the shape, Azure's quickstarts
for the names of the runtimes that are in use today. A short list: without Java and its containers, and, so that a
rehearsal goes the same way in every year, without the ends of their lives.
"""

from dataclasses import dataclass

from azlift.rehearsal.azure_errors import Json
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.route import FREE, route
from azlift.rehearsal.world import World

TYPE = "Microsoft.Web/webAppStacks"


@dataclass(frozen=True)
class Version:
    """One version of a stack: what it is called, and the runtime a site names on Linux and on Windows."""

    words: str
    value: str
    linux: str = ""
    windows: str = ""


STACKS: tuple[tuple[str, str, str, tuple[Version, ...]], ...] = (
    (
        "dotnet",
        ".NET",
        "Windows",
        (
            Version(".NET 9 (STS)", "9", "DOTNETCORE|9.0", "v9.0"),
            Version(".NET 8 (LTS)", "8", "DOTNETCORE|8.0", "v8.0"),
            Version("ASP.NET V4.8", "v4.8", "", "v4.0"),
            Version("ASP.NET V3.5", "v3.5", "", "v2.0"),
        ),
    ),
    (
        "node",
        "Node",
        "Linux",
        (
            Version("Node 22 LTS", "22-LTS", "NODE|22-lts", "~22"),
            Version("Node 20 LTS", "20-LTS", "NODE|20-lts", "~20"),
        ),
    ),
    (
        "python",
        "Python",
        "Linux",
        tuple(Version(f"Python 3.{each}", f"3.{each}", f"PYTHON|3.{each}") for each in (13, 12, 11, 10, 9)),
    ),
    ("php", "PHP", "Linux", tuple(Version(f"PHP 8.{each}", f"8.{each}", f"PHP|8.{each}") for each in (3, 2))),
)


def list_stacks(world: World, call: Call) -> Answer:
    return answer_json({"value": [_stack(*each) for each in STACKS], "nextLink": None})


def _stack(name: str, words: str, preferred: str, versions: tuple[Version, ...]) -> Json:
    majors = [{"displayText": each.words, "value": each.value, "minorVersions": [_minor(each)]} for each in versions]
    properties = {"displayText": words, "value": name, "preferredOs": preferred, "majorVersions": majors}
    return {"id": f"/providers/{TYPE}/{name}", "name": name, "type": TYPE, "properties": properties}


def _minor(version: Version) -> Json:
    runtimes = {"linuxRuntimeSettings": version.linux, "windowsRuntimeSettings": version.windows}
    settings = {each: _settings(runtime) for each, runtime in runtimes.items() if runtime}
    return {"displayText": version.words, "value": version.value, "stackSettings": settings}


def _settings(runtime: str) -> Json:
    return {
        "runtimeVersion": runtime,
        "remoteDebuggingSupported": False,
        "appInsightsSettings": {"isSupported": True},
        "gitHubActionSettings": {"isSupported": True},
    }


ROUTES = [route("GET", "providers/microsoft.web/webappstacks", list_stacks, "web app stacks", FREE, scope=0)]

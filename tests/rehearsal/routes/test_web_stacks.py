"""The stacks of App Service."""

from tests.rehearsal.conftest import Desk


def test_a_stack_names_its_runtimes_on_each_system(desk: Desk) -> None:
    listed = desk.ask("GET", "/providers/Microsoft.Web/webAppStacks?stackOsType=All").json()["value"]
    stacks = {each["name"]: each["properties"] for each in listed}
    assert (stacks["python"]["displayText"], stacks["python"]["preferredOs"]) == ("Python", "Linux")
    newest = stacks["node"]["majorVersions"][0]["minorVersions"][0]["stackSettings"]
    assert newest["linuxRuntimeSettings"]["runtimeVersion"].startswith("NODE|")
    assert newest["windowsRuntimeSettings"]["runtimeVersion"].startswith("~")
    framework = stacks["dotnet"]["majorVersions"][-1]["minorVersions"][0]["stackSettings"]
    assert framework.keys() == {"windowsRuntimeSettings"}

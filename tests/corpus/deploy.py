"""Deploys every template of a folder into a fresh pretend Azure and says what stops those that do not get through.

    PYTHONPATH=src:. python -m tests.corpus.deploy FOLDER [REPORT.json]

A template is through when its deployment succeeds and every resource it plans stands in the world afterwards, or is a
deployment that succeeded: nothing is silently skipped. The folder is not part of the project.
"""

import json
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.corpus.templates import MANAGEMENT_GROUP, THE_PRINCIPAL, THE_SUBSCRIPTION, Case, Json, cases_in
from tests.rehearsal.conftest import ENDPOINT, Desk, HandClock, open_desk

from azlift.rehearsal.identity import Facts, read_facts
from azlift.rehearsal.routes.platform import metadata
from azlift.rehearsal.store import Store

DAY = 86_400.0
PLACES = {
    "group": "~/resourceGroups/rg1",
    "subscription": "~",
    "management group": f"/providers/Microsoft.Management/managementGroups/{MANAGEMENT_GROUP}",
    "tenant": "",
}


@dataclass(frozen=True)
class Outcome:
    """How one deployment went; `reason` is empty when it went through."""

    name: str
    reason: str = ""
    message: str = ""
    resources: int = 0
    stored: tuple[str, ...] = field(default=())

    @property
    def through(self) -> bool:
        return not self.reason


def fresh_desk(facts: Facts | None = None) -> Desk:
    """A world with the resource group rg1 in West Europe and the management group mg1; `facts` give it its ids."""
    desk = open_desk(Store(None), facts or read_facts(None), HandClock())
    desk.world.cloud = metadata(ENDPOINT, desk.world.account.tenant_id)
    assert desk.ask("PUT", "~/resourceGroups/rg1", {"location": "westeurope"}).status == 201
    assert desk.ask("PUT", PLACES["management group"], {"properties": {"displayName": "One"}}).status in (200, 201, 202)
    desk.wait(DAY)
    return desk


def deploy(case: Case) -> Outcome:
    """One template into a fresh world; an exception of ours is an outcome too."""
    name = f"{case.path.parent.name}/{case.path.name}"
    try:
        return _deployed(fresh_desk(), case, name)
    except Exception as error:  # noqa: BLE001 - any failure of ours is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        return Outcome(name, f"exception {type(error).__name__} at {where}", str(error))


def _deployed(desk: Desk, case: Case, name: str) -> Outcome:
    told = json.dumps(case.parameters).replace(THE_SUBSCRIPTION, desk.world.account.subscription_id)
    told = told.replace(THE_PRINCIPAL, next(iter(desk.world.directory.entries)))
    body: Json = {
        "properties": {"mode": "Incremental", "template": case.template, "parameters": json.loads(told)},
        **({} if case.scope == "group" else {"location": "westeurope"}),
    }
    path = f"{PLACES[case.scope]}/providers/Microsoft.Resources/deployments/corpus"
    reply = desk.ask("PUT", path, body)
    if reply.status not in (200, 201):
        return Outcome(name, *_deepest(reply.json()["error"]))
    desk.wait(DAY)
    properties = desk.ask("GET", path).json()["properties"]
    if properties["provisioningState"] != "Succeeded":
        return Outcome(name, *_deepest(properties.get("error") or {"code": properties["provisioningState"]}))
    operations = desk.ask("GET", f"{path}/operations").json()["value"]
    targets = [each["properties"]["targetResource"]["id"] for each in operations if _creates(each)]
    missing = [each for each in targets if desk.ask("GET", each).status != 200]
    if missing or len(properties["outputResources"]) < len({each.lower() for each in targets if not _nested(each)}):
        return Outcome(name, "silently skipped", ", ".join(missing))
    return Outcome(name, resources=len(targets), stored=_stored_types(desk))


def _creates(operation: Json) -> bool:
    return operation["properties"]["provisioningOperation"] == "Create"


def _nested(resource_id: str) -> bool:
    return "/microsoft.resources/deployments/" in resource_id.lower()


def _stored_types(desk: Desk) -> tuple[str, ...]:
    """The types in the world that are kept without semantics."""
    kinds = {each.id.type: desk.world.kind(each.id.type) for each in desk.world.resources.values()}
    return tuple(sorted(name for name, kind in kinds.items() if kind.stored))


def _deepest(error: Json) -> tuple[str, str]:
    """Code and message of the innermost cause; a provider's error may lie in the message as JSON text."""
    for detail in error.get("details") or ():
        return _deepest(detail)
    message = str(error.get("message", ""))
    if message.startswith("{"):
        inner = json.loads(message)
        return _deepest(inner.get("error", inner))
    return str(error.get("code", "")), message


def kind_of_reason(outcome: Outcome) -> str:
    """Reasons that differ only in names and numbers, as one."""
    message = re.sub(r"/subscriptions/\S+", "<id>", outcome.message)
    return f"{outcome.reason}: {message[:300]}" if message else outcome.reason


def summary(outcomes: Iterable[Outcome]) -> str:
    """The share that gets through, the reasons of the rest, and the types stored without semantics."""
    listed = list(outcomes)
    through = [each for each in listed if each.through]
    lines = [f"{len(through)} of {len(listed)} templates deploy, {sum(each.resources for each in through)} resources"]
    reasons: dict[str, list[str]] = {}
    for each in listed:
        if not each.through:
            reasons.setdefault(kind_of_reason(each), []).append(each.name)
    for reason, names in sorted(reasons.items(), key=lambda pair: -len(pair[1])):
        lines.append(f"{len(names):4}  {reason}  [{', '.join(names[:3])}{' …' if len(names) > 3 else ''}]")
    stored = Counter(each for outcome in through for each in outcome.stored)
    lines.append(f"stored without semantics: {len(stored)} types")
    lines.extend(f"{count:4}  {name}" for name, count in stored.most_common(20))
    return "\n".join(lines)


def main(folder: str, report: str | None = None) -> None:
    """Deploy all, print the summary, write each outcome to `report`."""
    outcomes = [deploy(case) for case in cases_in(Path(folder))]
    print(summary(outcomes))
    if report:
        Path(report).write_text(json.dumps([asdict(each) for each in outcomes], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

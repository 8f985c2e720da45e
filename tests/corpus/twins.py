"""Deploys every template of a folder in both languages, and says where the two worlds differ afterwards.

    PYTHONPATH=src:. python -m tests.corpus.twins FOLDER

The second language is made from the first: the resources under symbolic names, in the deployments inside too. The two
start from worlds with the same ids, so that everything must be equal: what stands, the deployment, its operations. The
folder is not part of the project.
"""

import copy
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.corpus.comparing import NOT_COMPARED, normal
from tests.corpus.deploy import DAY, PLACES, fresh_desk
from tests.corpus.templates import THE_PRINCIPAL, THE_SUBSCRIPTION, Case, Json, cases_in
from tests.rehearsal.conftest import Desk

from azlift.rehearsal.identity import Facts, read_facts


def symbolic(template: Json) -> Json:
    """The same template in language version 2.0; one that is in it stays as it is."""
    if not isinstance(template["resources"], list):
        return template
    made = {**copy.deepcopy(template), "languageVersion": "2.0"}
    made["resources"] = _named(made["resources"], itertools.count(1))
    return made


def _named(resources: list[Json], numbers: Iterator[int]) -> Json:
    named: Json = {}
    for each in resources:
        named[f"symbol{next(numbers)}"] = each
        if isinstance(each.get("resources"), list):
            each["resources"] = _named(each["resources"], numbers)
        properties = each.get("properties")
        inner = properties.get("template") if isinstance(properties, dict) else None
        if isinstance(inner, dict) and isinstance(inner.get("resources"), list):
            each["properties"]["template"] = symbolic(inner)
    return named


def differences(case: Case) -> list[str]:
    """Where the worlds of both languages differ, as paths with the two values."""
    facts = read_facts(None)
    one, two = (_compared(normal(_world(facts, case, each))) for each in (case.template, symbolic(case.template)))
    return list(_different(one, two, ""))


def _world(facts: Facts, case: Case, template: Json) -> Json:
    """What a template comes to in a fresh world, or how it is refused."""
    desk = fresh_desk(facts)
    told = json.dumps(case.parameters).replace(THE_SUBSCRIPTION, desk.world.account.subscription_id)
    told = told.replace(THE_PRINCIPAL, next(iter(desk.world.directory.entries)))
    asked: Json = {"properties": {"mode": "Incremental", "template": template, "parameters": json.loads(told)}}
    path = f"{PLACES[case.scope]}/providers/Microsoft.Resources/deployments/corpus"
    reply = desk.ask("PUT", path, asked if case.scope == "group" else {**asked, "location": "westeurope"})
    if reply.status not in (200, 201):
        return {"refused": reply.json()}
    desk.wait(DAY)
    operations = desk.ask("GET", f"{path}/operations").json()["value"]
    return {
        "deployment": desk.ask("GET", path).json(),
        "operations": sorted(_told(each["properties"]) for each in operations),
        "resources": _resources(desk),
    }


def _told(operation: Json) -> str:
    target = operation.get("targetResource", {}).get("id", "")
    return f"{operation['provisioningOperation']} {operation['provisioningState']} {target}"


def _resources(desk: Desk) -> Json:
    found: Json = {}
    for key, each in desk.world.resources.items():
        present = desk.world.kind(each.id.type).present
        found[key] = present(desk.world, each) if present else each.body()
    return found


def _compared(value: Any) -> Any:
    """A JSON value without the members that differ with every run."""
    if isinstance(value, dict):
        return {name: _compared(each) for name, each in value.items() if name not in {*NOT_COMPARED, "resourceGuid"}}
    return [_compared(each) for each in value] if isinstance(value, list) else value


def _different(one: Any, two: Any, path: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(two, dict):
        for name in sorted(one.keys() | two.keys()):
            yield from _different(one.get(name), two.get(name), f"{path}/{name}")
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for place, (left, right) in enumerate(zip(one, two, strict=True)):
            yield from _different(left, right, f"{path}/{place}")
    elif one != two:
        yield f"{path}: {one} | {two}"


def main() -> None:
    """Every template of the folder, then how many are equal."""
    found = {str(case.path): differences(case) for case in cases_in(Path(sys.argv[1]))}
    for name, lines in found.items():
        for each in lines:
            print(f"{name} {each[:300]}")
    print(f"{sum(not lines for lines in found.values())} of {len(found)} templates come to the same in both languages")


if __name__ == "__main__":
    main()

"""Expands every template of a folder, and compares what the two languages of the same template come to.

    PYTHONPATH=src:. python -m tests.corpus.pairs FOLDER

A pair is `X.json` beside `X.symbolicnames.json`, as the Bicep compiler's baselines have them. Equal means: the same
resources with the same bodies, scopes and dependencies, the same outputs, and so for the deployments inside. What only
the running world knows is compared as the expression it waits for. The folder is not part of the project.
"""

import itertools
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.corpus.templates import invented, parameters_for, scope_of

from azlift.rehearsal.lenient_json import read_lenient
from azlift.rehearsal.templates import Expansion, PlannedResource, Scope, TemplateError, expand_template

Json = dict[str, Any]
SYMBOLIC = ".symbolicnames.json"
DEPLOYMENTS = "microsoft.resources/deployments"
LOCATION = "westeurope"
GROUP = Scope(
    tenant_id="11111111-1111-1111-1111-111111111111",
    subscription_id="00000000-0000-0000-0000-000000000000",
    resource_group="rg1",
    location=LOCATION,
    resource_group_tags={},
    deployment_name="main",
    cloud={"name": "AzureCloud", "suffixes": {}},
)
SCOPES = {
    "group": GROUP,
    "subscription": replace(GROUP, resource_group=None),
    "management group": replace(GROUP.at(management_group="mg1"), location=LOCATION),
    "tenant": replace(GROUP.at(), location=LOCATION),
}


@dataclass(frozen=True)
class Verdict:
    """What became of one template or pair: `expanded`, `equal`, `refused` (a pair: both alike) or `different`."""

    name: str
    word: str
    reason: str = ""


def verdicts_in(folder: Path) -> Iterator[Verdict]:
    """The verdict of every pair and every single template below a folder, in order of path."""
    for path in sorted(folder.rglob("*.json")):
        partner = path.with_name(path.stem + SYMBOLIC)
        if path.name.endswith(SYMBOLIC) or scope_of(read_lenient(path.read_bytes())) is None:
            continue
        name = str(path.relative_to(folder))
        yield _pair(name, path, partner) if partner.exists() else _single(name, outcome_of(path))


def _single(name: str, outcome: Json) -> Verdict:
    refusal = outcome.get("refused")
    return Verdict(name, "expanded") if refusal is None else Verdict(name, "refused", refusal)


def _pair(name: str, path: Path, partner: Path) -> Verdict:
    one, other = outcome_of(path), outcome_of(partner)
    if one == other:
        return Verdict(name, "refused", one["refused"]) if "refused" in one else Verdict(name, "equal")
    return Verdict(name, "different", difference(one, other))


def outcome_of(path: Path) -> Json:
    """What a template comes to with invented parameters."""
    template = read_lenient(path.read_bytes())
    return come_to(template, parameters_for(template, {}), SCOPES[scope_of(template) or "group"])


def come_to(template: Json, parameters: Json, scope: Scope) -> Json:
    """What a template comes to, in a form in which two can be compared; `refused` with code and message if nothing."""
    guids = itertools.count()
    try:
        expansion = expand_template(
            template, parameters, scope, utc_now="2026-03-04T05:06:07Z", new_guid=lambda: f"guid-{next(guids)}"
        )
        return _shown(expansion)
    except TemplateError as error:
        return {"refused": f"{error.code}: {error.message}"}


def _shown(expansion: Expansion) -> Json:
    put = [planned for planned in expansion.resources if not planned.existing]
    resources = {
        planned.id: {
            "type": planned.type,
            "name": planned.name,
            "apiVersion": planned.api_version,
            "scope": planned.scope.prefix,
            "dependsOn": sorted(planned.depends_on),
            "body": _body(planned),
        }
        for planned in put
    }
    return {"parameters": expansion.parameters, "resources": resources, "outputs": expansion.predicted_outputs()}


def _body(planned: PlannedResource) -> Json:
    """The body, of a deployment with what its template comes to in place of the template."""
    body = planned.prediction()
    template = body["properties"].pop("template", None) if planned.type.lower() == DEPLOYMENTS else None
    if template is not None:
        given = _known(body["properties"].get("parameters", {}), template)
        scope = replace(planned.scope, location=planned.scope.location or LOCATION)
        body["properties"]["inside"] = come_to(template, parameters_for(template, given), scope)
    return body


def _known(parameters: Mapping[str, Any], template: Json) -> Json:
    """The parameters of a deployment inside, invented where only the running world knows them."""
    declared = {name.lower(): each for name, each in template.get("parameters", {}).items()}
    known: Json = {}
    for name, entry in parameters.items():
        if _is_unknown(entry) and name.lower() in declared:
            known[name] = {"value": invented(name, declared[name.lower()], template.get("definitions", {}))}
        else:
            known[name] = entry
    return known


def _is_unknown(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_is_unknown, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and value.startswith("[") and value.endswith("]")


def difference(one: Any, other: Any, path: str = "") -> str:
    """Where two outcomes first differ, and how."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in (*one, *(name for name in other if name not in one)):
            if name not in one or name not in other:
                return f"{path}.{name} is only in the {'first' if name in one else 'second'}"
            if one[name] != other[name]:
                return difference(one[name], other[name], f"{path}.{name}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        place = next(place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1])
        return difference(one[place], other[place], f"{path}[{place}]")
    return f"{path}: {one!r} and {other!r}"


def main(arguments: list[str]) -> int:
    """Print the verdicts that are not plainly good, and the counts; exit 1 when a pair differs."""
    verdicts = list(verdicts_in(Path(arguments[0])))
    for verdict in verdicts:
        if verdict.reason:
            print(f"{verdict.word:10} {verdict.name}: {verdict.reason[:400]}")
    counts = Counter(verdict.word for verdict in verdicts)
    print(", ".join(f"{count} {word}" for word, count in sorted(counts.items())))
    return 1 if counts["different"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

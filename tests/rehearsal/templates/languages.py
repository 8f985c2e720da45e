"""Random templates written in both languages: a plan of resources, and its two renderings as Bicep would compile it."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from tests.rehearsal.templates.writing import SCHEMA

Json = dict[str, Any]
TYPE, CHILD, VERSION = "My.Rp/things", "My.Rp/things/parts", "2024-01-01"


@dataclass(frozen=True)
class Thing:
    """One resource of a plan; others are named by their place, and stand before it.

    `turns` is the count of its copy loop, None for none; `parent` makes it a child; `inside` makes it a deployment.
    """

    waits: frozenset[int]
    reads: frozenset[int]
    condition: bool | None
    existing: bool = False
    turns: int | None = None
    batch: int | None = None
    parent: int | None = None
    inside: "tuple[Thing, ...] | None" = None


@st.composite
def plans(draw: st.DrawFn, depth: int = 1) -> tuple[Thing, ...]:
    """Up to six resources: plain, existing, looped, children, deployments; conditions, waits and references at will."""
    things: list[Thing] = []
    for place in range(draw(st.integers(1, 6))):
        before = st.frozensets(st.integers(0, place - 1), max_size=3) if place else st.just(frozenset())
        kind = draw(st.sampled_from(("plain", "existing", "loop", "child", "deployment")))
        parents = [
            at for at, each in enumerate(things) if each.turns is None and not each.inside and each.parent is None
        ]
        turns = draw(st.integers(0, 3)) if kind == "loop" else None
        things.append(
            Thing(
                waits=draw(before),
                reads=draw(before),
                condition=None if kind == "existing" else draw(st.sampled_from((None, True, False))),
                existing=kind == "existing",
                turns=turns,
                batch=draw(st.one_of(st.none(), st.integers(1, max(turns, 1)))) if turns is not None else None,
                parent=draw(st.sampled_from(parents)) if kind == "child" and parents else None,
                inside=draw(plans(depth=depth - 1)) if kind == "deployment" and depth else None,
            )
        )
    return tuple(things)


def listed(things: tuple[Thing, ...]) -> Json:
    """The template in language version 1: resources in a list, known by their ids; existing ones are not in it."""
    return _Writer(things, symbolic=False).template()


def symbolic(things: tuple[Thing, ...]) -> Json:
    """The template in language version 2: resources under symbolic names, existing ones among them."""
    return _Writer(things, symbolic=True).template()


class _Writer:
    def __init__(self, things: tuple[Thing, ...], *, symbolic: bool) -> None:
        self._things = things
        self._symbolic = symbolic

    def template(self) -> Json:
        made = {f"r{place}": self._resource(place) for place in range(len(self._things))}
        whole: Json = {"$schema": SCHEMA, "contentVersion": "1.0.0.0"}
        whole["parameters"] = {"yes": {"type": "bool", "defaultValue": True}}
        whole["outputs"] = {"last": {"type": "object", "value": f"[{self._reference(len(self._things) - 1)}]"}}
        if self._things[-1].turns == 0:
            del whole["outputs"]
        if self._symbolic:
            return {**whole, "languageVersion": "2.0", "resources": made}
        kept = [each for place, each in enumerate(made.values()) if not self._things[place].existing]
        return {**whole, "resources": kept}

    def _resource(self, place: int) -> Json:
        thing = self._things[place]
        made: Json = {"type": self._type(place), "apiVersion": VERSION, "name": f"[{self._name(place, 'copyIndex()')}]"}
        if thing.existing:
            made["existing"] = True
        else:
            made["properties"] = self._properties(thing)
        if thing.condition is not None:
            made["condition"] = "[parameters('yes')]" if thing.condition else "[not(parameters('yes'))]"
        if thing.turns is not None:
            serial = {} if thing.batch is None else {"mode": "serial", "batchSize": thing.batch}
            made["copy"] = {"name": f"r{place}", "count": thing.turns, **serial}
        waits = self._waits(thing)
        if waits:
            made["dependsOn"] = [self._entry(other) for other in sorted(waits)]
        return made

    def _properties(self, thing: Thing) -> Json:
        if thing.inside is not None:
            inside = symbolic(thing.inside) if self._symbolic else listed(thing.inside)
            inner = {"expressionEvaluationOptions": {"scope": "inner"}, "mode": "Incremental"}
            return {**inner, "template": inside, "parameters": {"yes": {"value": "[parameters('yes')]"}}}
        read = {
            f"p{other}": f"[{self._reference(other)}.value]" for other in sorted(thing.reads) if self._exists(other)
        }
        return {"own": "[format('{0}!', parameters('yes'))]", **read}

    def _exists(self, place: int) -> bool:
        return self._things[place].turns != 0

    def _type(self, place: int) -> str:
        thing = self._things[place]
        if thing.inside is not None:
            return "Microsoft.Resources/deployments"
        return TYPE if thing.parent is None else CHILD

    def _name(self, place: int, index: str) -> str:
        thing = self._things[place]
        if thing.turns is not None:
            return f"format('n{place}-{{0}}', {index})"
        return f"'n{place}'" if thing.parent is None else f"format('n{thing.parent}/{{0}}', 'n{place}')"

    def _waits(self, thing: Thing) -> set[int]:
        """What it waits for, and what it reads, as Bicep writes it.

        An existing resource is not in a list: what that one waits for takes its place.
        """
        waits = _wanted(thing)
        while not self._symbolic and (existing := {each for each in waits if self._things[each].existing}):
            waits = waits - existing | {each for other in existing for each in _wanted(self._things[other])}
        return waits

    def _entry(self, place: int) -> str:
        if self._symbolic or self._things[place].turns is not None:
            return f"r{place}"
        return f"[{self._id(place)}]"

    def _id(self, place: int) -> str:
        thing = self._things[place]
        names = f"'n{place}'" if thing.parent is None else f"'n{thing.parent}', 'n{place}'"
        names = self._name(place, "0") if thing.turns is not None else names
        return f"resourceId('{self._type(place)}', {names})"

    def _reference(self, place: int) -> str:
        if not self._symbolic:
            return f"reference({self._id(place)}, '{VERSION}')"
        looped = self._things[place].turns is not None
        return f"reference(format('r{place}[{{0}}]', 0))" if looped else f"reference('r{place}')"


def _wanted(thing: Thing) -> set[int]:
    return set(thing.waits | thing.reads) | (set() if thing.parent is None else {thing.parent})

"""Any template at all is expanded or refused, and never more than once."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rehearsal.templates.writing import (
    AT_SUBSCRIPTION,
    INSIDE,
    World,
    expand,
    expanded_or_refused,
    landing,
    nested,
    resource,
    template,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 900)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "a", "[x]", "/", "type"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "name", "value", "copy", "a"]), inner)
    ),
    max_leaves=6,
)


def places(part: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    return [path, *(place for key, item in inside for place in places(item, (*path, key)))]


def replaced(part: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copied = part.copy()
    copied[path[0]] = replaced(part[path[0]], path[1:], value)
    return copied


def everything() -> dict[str, Any]:
    """A template with every kind of part."""
    text = landing()
    text["definitions"] = {
        "t": {
            "type": "object",
            "properties": {"a": {"type": "int"}},
            "discriminator": {"propertyName": "k", "mapping": {"x": {}}},
        }
    }
    text["parameters"]["typed"] = {"$ref": "#/definitions/t", "defaultValue": {"k": "x", "a": 1}}
    text["parameters"]["list"] = {
        "type": "array",
        "items": {"type": "int"},
        "prefixItems": [{"type": "int"}],
        "defaultValue": [1, 2],
    }
    text["variables"] = {
        "v": {"copy": [{"name": "l", "count": 2, "input": "[copyIndex('l')]"}]},
        "copy": [{"name": "w", "count": 1, "input": 1}],
    }
    text["functions"] = [
        {
            "namespace": "our",
            "members": {
                "f": {
                    "parameters": [{"name": "n", "type": "int"}],
                    "output": {"type": "int", "value": "[parameters('n')]"},
                }
            },
        }
    ]
    text["outputs"]["f"] = {"type": "array", "copy": {"count": "[our.f(2)]", "input": "[our.f(copyIndex())]"}}
    text["resources"].append(
        {
            **resource("[concat('l', copyIndex())]", "Microsoft.Authorization/locks"),
            "copy": {"name": "locks", "count": 2, "mode": "serial", "batchSize": 1},
            "scope": "Microsoft.A/b/c",
        }
    )
    text["resources"].append(nested("outer", template(nested("deep", INSIDE)), "outer", location="x"))
    text["resources"].append(resource("p", "A.B/c", resources=[resource("q", "d", dependsOn=["p"])]))
    return text


EVERYTHING = everything()
GIVEN = {"group": "g", "machines": {"vm01": {"name": "w", "size": "s", "disks": []}}}


def test_a_template_with_every_kind_of_part_is_expanded() -> None:
    assert expanded_or_refused(EVERYTHING, **GIVEN) == "expanded"


@settings(max_examples=300)
@given(st.sampled_from(places(EVERYTHING)[1:]), JSON)
def test_a_template_with_any_part_spoilt_is_expanded_or_refused(path: tuple[Any, ...], value: Any) -> None:
    assert isinstance(expanded_or_refused(replaced(EVERYTHING, path, value), **GIVEN), str)


@given(JSON)
def test_any_json_at_all_is_expanded_or_refused(value: Any) -> None:
    assert isinstance(expanded_or_refused(value), str)


def test_expanding_twice_gives_the_same_and_leaves_the_template_untouched() -> None:
    text = landing()
    before = json.dumps(text)
    machines = {"vm01": {"name": "w", "size": "s", "disks": []}}
    first, second = (expand(text, AT_SUBSCRIPTION, group="g", machines=machines) for _ in range(2))
    assert [planned.body(World()) for planned in first.resources] == [
        planned.body(World()) for planned in second.resources
    ]
    assert json.dumps(text) == before

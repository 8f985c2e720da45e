"""The SDK's own models, asked two things: what they are, and what in an answer they do not know or could not read."""

import datetime
import enum
import inspect
import typing
from collections.abc import Iterator
from typing import Any

from azure.mgmt.compute import models
from azure.mgmt.compute._utils.model_base import Model
from azure.mgmt.compute.models import _models

NAMES = {**vars(_models), "_models": models}
WORDS = {str: "text", int: "whole number", bool: "flag", float: "number", datetime.datetime: "time",
         datetime.timedelta: "duration"}  # fmt: skip
READ_AS: dict[str, type | tuple[type, ...]] = {
    "text": str, "whole number": int, "flag": bool, "number": (int, float), "time": str, "duration": str,
}  # fmt: skip


def model(name: str) -> type[Model]:
    found: type[Model] = getattr(models, name)
    return found


def fields(of: type[Model]) -> dict[str, tuple[Any, Any, bool]]:
    """Members by their name on the wire: type, visibility, whether they may be missing."""
    instance = of.__new__(of)
    hints: dict[str, Any] = {}
    for base in reversed(of.__mro__):
        for name, hint in inspect.get_annotations(base).items():
            hints[name] = eval(hint, NAMES) if isinstance(hint, str) else hint  # noqa: S307  # the SDK's own text
    found = {}
    for attribute, field in type(instance)._attr_to_rest_field.items():
        hint = hints[attribute]
        optional = typing.get_origin(hint) is typing.Union and type(None) in typing.get_args(hint)
        found[field._rest_name] = (_bare(hint), field._visibility, optional)
    return found


def _bare(hint: Any) -> Any:
    """A hint without its Optional; of a word or an enumeration, the enumeration."""
    if isinstance(hint, typing.ForwardRef):
        hint = eval(hint.__forward_arg__, NAMES)  # noqa: S307
    if isinstance(hint, str):
        hint = eval(hint, NAMES)  # noqa: S307
    if typing.get_origin(hint) is not typing.Union:
        return hint
    inner = [_bare(each) for each in typing.get_args(hint) if each is not type(None)]
    return next((each for each in inner if isinstance(each, type) and issubclass(each, enum.Enum)), inner[0])


def kind(hint: Any) -> Any:
    """A hint in the notation of models.json."""
    bare, origin = _bare(hint), typing.get_origin(_bare(hint))
    if origin is list:
        return {"list": kind(typing.get_args(bare)[0])}
    if origin is dict:
        return {"map": kind(typing.get_args(bare)[1])}
    if isinstance(bare, type) and issubclass(bare, enum.Enum):
        return [each.value for each in bare]
    if isinstance(bare, type) and issubclass(bare, Model):
        return bare.__name__
    return WORDS.get(bare, "any")


def problems(name: str, value: Any, path: str = "") -> Iterator[str]:
    """What the model does not know of an answer, could not read, or misses."""
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no {name}"
        return
    known = fields(model(name))
    for member, given in value.items():
        if member not in known:
            yield f"{path}.{member} is not in {name}"
        else:
            yield from _problems(kind(known[member][0]), given, f"{path}.{member}")
    for member, (_, _, optional) in known.items():
        if not optional and member not in value:
            yield f"{path}.{member} is missing"


def _problems(of: Any, value: Any, path: str) -> Iterator[str]:
    if isinstance(of, dict):
        (collection, item), *_ = of.items()
        inner = value.items() if collection == "map" else enumerate(value)
        for at, each in inner:
            yield from _problems(item, each, f"{path}[{at}]")
    elif isinstance(of, list):
        if not isinstance(value, str):
            yield f"{path}: {value!r} is no word"
    elif of in READ_AS:
        if not isinstance(value, READ_AS[of]) or (isinstance(value, bool) and of != "flag"):
            yield f"{path}: {value!r} is no {of}"
    elif of != "any":
        yield from problems(of, value, path)

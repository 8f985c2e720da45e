"""The SDK's own models, asked two things: what they are, and what in an answer they do not know or could not read."""

import datetime
import enum
import inspect
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

WORDS = {str: "text", int: "whole number", bool: "flag", float: "number", datetime.datetime: "time",
         datetime.timedelta: "duration"}  # fmt: skip
READ_AS: dict[str, type | tuple[type, ...]] = {
    "text": str, "whole number": int, "flag": bool, "number": (int, float), "time": str, "duration": str,
}  # fmt: skip

Fields = dict[str, tuple[Any, Any, bool]]


@dataclass(frozen=True)
class SdkModels:
    """The models of one package of the SDK; `texts` is the module their hints are written in.

    `pointers`: a part may be answered by its id alone.
    """

    models: ModuleType
    texts: ModuleType
    pointers: bool = False
    _known: dict[str, Fields] = field(default_factory=dict, repr=False, compare=False)

    def fields(self, name: str) -> Fields:
        """Members of a model by their name on the wire: type, visibility, whether they may be missing."""
        if name not in self._known:
            self._known[name] = self._read_fields(name)
        return self._known[name]

    def _read_fields(self, name: str) -> Fields:
        of = getattr(self.models, name)
        instance = of.__new__(of)
        hints: dict[str, Any] = {}
        for base in reversed(of.__mro__):
            for attribute, hint in inspect.get_annotations(base).items():
                hints[attribute] = self._evaluated(hint)
        found = {}
        for attribute, rest in type(instance)._attr_to_rest_field.items():
            hint = hints[attribute]
            optional = typing.get_origin(hint) is typing.Union and type(None) in typing.get_args(hint)
            found[rest._rest_name] = (self._bare(hint), rest._visibility, optional)
        return found

    def _evaluated(self, hint: Any) -> Any:
        if isinstance(hint, typing.ForwardRef):
            hint = hint.__forward_arg__
        names = {**vars(self.texts), "_models": self.models}
        return eval(hint, names) if isinstance(hint, str) else hint  # noqa: S307  # the SDK's own text

    def _bare(self, hint: Any) -> Any:
        """A hint without its Optional; of a word or an enumeration, the enumeration."""
        hint = self._evaluated(hint)
        if typing.get_origin(hint) is not typing.Union:
            return hint
        inner = [self._bare(each) for each in typing.get_args(hint) if each is not type(None)]
        return next((each for each in inner if isinstance(each, type) and issubclass(each, enum.Enum)), inner[0])

    def kind(self, hint: Any) -> Any:
        """A hint in the notation of models.json, pointers as the model they point at, `any` for several forms."""
        bare, origin = self._bare(hint), typing.get_origin(self._bare(hint))
        if origin is list:
            return {"list": self.kind(typing.get_args(bare)[0])}
        if origin is dict:
            return {"map": self.kind(typing.get_args(bare)[1])}
        if isinstance(bare, type) and issubclass(bare, enum.Enum):
            return [each.value for each in bare]
        if getattr(bare, "__module__", None) == self.texts.__name__:
            return "any" if getattr(bare, "__mapping__", None) else bare.__name__
        return WORDS.get(bare, "any")

    def problems(self, name: str, value: Any, path: str = "") -> Iterator[str]:
        """What the model does not know of an answer, could not read, or misses."""
        if not isinstance(value, dict):
            yield f"{path}: {value!r} is no {name}"
            return
        known = self.fields(name)
        for member, given in value.items():
            if member not in known:
                yield f"{path}.{member} is not in {name}"
            else:
                yield from self._problems(self.kind(known[member][0]), given, f"{path}.{member}")
        for member, (_, _, optional) in known.items():
            if not optional and member not in value:
                yield f"{path}.{member} is missing"

    def _problems(self, of: Any, value: Any, path: str) -> Iterator[str]:
        if isinstance(of, dict):
            (collection, item), *_ = of.items()
            inner = value.items() if collection == "map" else enumerate(value)
            for at, each in inner:
                yield from self._problems(item, each, f"{path}[{at}]")
        elif isinstance(of, list):
            if not isinstance(value, str):
                yield f"{path}: {value!r} is no word"
        elif of in READ_AS:
            if not isinstance(value, READ_AS[of]) or (isinstance(value, bool) and of != "flag"):
                yield f"{path}: {value!r} is no {of}"
        elif of != "any" and not (self.pointers and isinstance(value, dict) and value.keys() == {"id"}):
            yield from self.problems(of, value, path)

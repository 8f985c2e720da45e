"""Jinja, closed in: a template sees keys and flags made by azlift, and can only repeat, choose and write JSON.

Templates are files of the operator's, reviewed like code; what is closed in here keeps their mistakes harmless, and
keeps inventory text out altogether, since none of it is in the context.
"""

import json
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Undefined, nodes
from jinja2.environment import Environment, Template, TemplateModule
from jinja2.exceptions import SecurityError, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from azlift.errors import TemplateFault
from azlift.rendering.limits import MOST_BYTES

ALLOWED_FILTERS = ("default", "first", "last", "length", "list", "rejectattr", "selectattr")
PATH = re.compile(r"[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*")
TYPE = re.compile(r"[A-Za-z.]+(/[A-Za-z]+)+")

_ADVICE = (
    (TemplateNotFound, "Put the file into the templates folder; the one azlift came with will do."),
    (UndefinedError, "Use only the names that templates/README.md lists; mind their spelling."),
    (SecurityError, "Templates repeat, choose and write JSON; templates/README.md says what they may use."),
    (TemplateSyntaxError, "Correct the Jinja on that line; templates/README.md says what templates may use."),
)


def render_json(templates: Path, name: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object a template makes of `context`: dicts, lists, text, whole numbers and booleans only.

    Raises TemplateFault with the file and line of the template, or the place in the result that is not JSON.
    """
    folder = templates.resolve()
    try:
        template = _environment(folder).get_template(name)
        text = _bounded(template, context)
    except (TemplateError, OSError, ValueError, TypeError, ArithmeticError, LookupError, RecursionError) as error:
        raise _fault(error, folder, name) from error
    return _parsed(text, str(folder / name))


@lru_cache(maxsize=8)
def _environment(folder: Path) -> Environment:
    """One per folder, with its compiled templates; a changed file is read again."""
    environment = _Sandbox(
        loader=_FolderLoader(folder), undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    environment.filters = {name: FILTERS[name] for name in ALLOWED_FILTERS}
    environment.filters |= {"parameter": parameter, "resource_id": resource_id, "tojson": to_json}
    return environment


class _Sandbox(ImmutableSandboxedEnvironment):
    """No arithmetic that can make much out of little, no methods: data, `loop` and macros only."""

    intercepted_binops = frozenset(("*", "**", "%"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"`{operator}` is not for templates")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, LoopContext | TemplateModule) and not attr.startswith("_")

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Macro | BlockReference | LoopContext | Undefined)


class _FolderLoader(FileSystemLoader):
    """Templates of one folder, links out of it refused, each output checked to be JSON."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, file, unchanged = super().get_source(environment, template)
        if not Path(file).resolve().is_relative_to(self.folder):
            raise SecurityError(f"{template} is a link to a file outside the templates folder")
        for line in unsafe_outputs(environment.parse(source, template, file)):
            raise TemplateSyntaxError("an output does not end in `|tojson`", line, template, file)
        return source, file, unchanged


def unsafe_outputs(tree: nodes.Template) -> Iterator[int]:
    """The lines of all `{{ … }}` whose last filter is not `tojson`."""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData) and not (
                isinstance(node, nodes.Filter) and node.name == "tojson"
            ):
                yield node.lineno


def to_json(value: Any) -> str:
    """Jinja's own `tojson` says of an undefined name only that it is not serializable; this one names it."""
    return json.dumps(value, default=_refused_value, allow_nan=False)


def _refused_value(value: Any) -> None:
    if isinstance(value, Undefined):
        str(value)
    raise TypeError(f"found a {type(value).__name__}; expected text, a number, a flag, a list or a mapping")


def parameter(path: str) -> str:
    """The ARM expression for a value among the parameters, e.g. `machines.m01.name`."""
    return f"[{_reference(path)}]"


def resource_id(path: str, kind: str) -> str:
    """The ARM expression for the id of the resource of this type whose name is at `<path>.name`."""
    if not TYPE.fullmatch(kind):
        raise SecurityError(f"found {kind!r} as a resource's type; expected one like Microsoft.Compute/disks")
    return f"[resourceId('{kind}', {_reference(path)}.name)]"


def _reference(path: str) -> str:
    if not PATH.fullmatch(path):
        raise SecurityError(f"found {path!r} as a parameter's path; expected one like machines.m01.name")
    head, *members = path.split(".")
    return ".".join((f"parameters('{head}')", *members))


def _bounded(template: Template, context: Mapping[str, Any]) -> str:
    """The rendered text; a template that writes more than Azure takes is stopped while it does."""
    chunks, size = [], 0
    for chunk in template.generate(context):
        size += len(chunk)
        if size > MOST_BYTES:
            raise SecurityError(f"the result has more than {MOST_BYTES:,} characters")
        chunks.append(chunk)
    return "".join(chunks)


def _fault(error: Exception, folder: Path, name: str) -> TemplateFault:
    file, row = _place(error, folder, folder / name)
    advice = next((text for kind, text in _ADVICE if isinstance(error, kind)), "Correct the template on that line.")
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {error.name!r}"
    return TemplateFault(message, file=file, row=row, advice=advice)


def _place(error: Exception, folder: Path, file: Path) -> tuple[str, int | None]:
    """File and line: the error's own, or those of the innermost frame that runs a template."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or str(file), error.lineno
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(folder)
    ]
    return (frames[-1].filename, frames[-1].lineno) if frames else (str(file), None)


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        result = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_refused_constant)
    except json.JSONDecodeError as error:
        line = text.splitlines()[error.lineno - 1].strip() if text else ""
        raise _not_json(f"{error.msg} at line {error.lineno} of the result: {line[:80]!r}", file) from error
    except (ValueError, RecursionError) as error:
        raise _not_json(str(error), file) from error
    if not isinstance(result, dict):
        raise _not_json(f"expected an object, found a {type(result).__name__}", file)
    return result


def _not_json(message: str, file: str) -> TemplateFault:
    return TemplateFault(
        f"the result is not the JSON of a template: {message}",
        file=file,
        advice="Look for a comma, quote or bracket too many or too few near that text.",
    )


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"a member is there twice: {next(name for name in names if names.count(name) > 1)!r}")
    return members


def _refused_constant(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")

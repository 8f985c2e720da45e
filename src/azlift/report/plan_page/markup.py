"""Text made into HTML, and data into a script: nothing from an inventory can become markup of the page."""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import Any, Literal, NamedTuple

from azlift.escaping import plain

IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What could end a script, or begin a comment in it; in JSON they stand only in texts, where this means the same."""


def text(value: object) -> str:
    """As text of an element, and inside a quoted attribute."""
    return escape(plain(str(value)))


def data(value: Any) -> str:
    """As the content of a script element of type application/json: ASCII, without `<`, `>` and `&`."""
    return json.dumps(_shown(value), separators=(",", ":"), allow_nan=False).translate(IN_SCRIPT)


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list | tuple) else value


def source_hash(source: str) -> str:
    """How a content security policy names an inline script or style."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


class Column(NamedTuple):
    """`kind`: text; number, set to the right (up to the 14th column: the style lists them); wide, of many words."""

    name: str
    kind: Literal["text", "number", "wide"] = "text"


def table(name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """A table in a box of its own that scrolls, without the columns that are empty in all rows.

    Cells have no end, as HTML allows, and no class: the style asks the head. Ten thousand are half of a large page.
    """
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    head = "".join(f'<th scope="col" class="{columns[place].kind}">{text(columns[place].name)}' for place in kept)
    body = "".join(f"<tr>{''.join(f'<td>{text(row[place])}' for place in kept)}\n" for row in rows)
    return (
        f'<div class="box" tabindex="0" role="region" aria-label="Table: {text(name)}">'
        f'<table id="{text(name)}"><thead><tr>{head}</thead><tbody>\n{body}</tbody></table></div>'
    )


def chart(name: str, label: str, height_px: int) -> str:
    """Where a chart of this name is drawn; `label` tells it to those who do not see it."""
    return f'<div id="{name}" class="chart" role="img" aria-label="{text(label)}" data-height="{height_px}"></div>'


def paragraph(said: str) -> str:
    return f"<p>{text(said)}</p>" if said else ""


def bullets(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{text(item)}' for item in items)}</ul>"

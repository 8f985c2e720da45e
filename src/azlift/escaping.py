"""Text from outside, made safe to show.

Nothing in it can move the cursor, turn the line around, become markup, or a spreadsheet's formula.
"""

import re

MARKUP = re.compile(r"[\\`*_~\[\]<>|!#&@:]|(?<=www)\.", re.IGNORECASE)
"""What Markdown or HTML may act on inside a line: emphasis, code, links, tags, entities, addresses, table cells."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""OWASP, "CSV Injection": what a spreadsheet may take for the start of a formula."""


def plain(text: str) -> str:
    """For a terminal: controls, escape sequences, line ends and direction marks are shown as `<U+202E>`."""
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)


def markdown(text: str) -> str:
    """For Markdown, in a table too: as `plain`, and what could be markup is escaped by a backslash.

    Not by entities: Prefect's page shows those as they are written.
    """
    return MARKUP.sub(lambda found: f"\\{found[0]}", plain(text))


def code(text: str) -> str:
    """For Markdown, as code: as `plain`, and between more backticks than stand side by side in it."""
    shown = plain(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.strip(" ") and {shown[0], shown[-1]} & {"`", " "} else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def inert(cell: str) -> str:
    """For a cell of a spreadsheet: text, whatever it starts with."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell

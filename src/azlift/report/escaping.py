"""Text from outside, made safe to show: nothing in it can move the cursor, turn the line around, or become markup."""

import re

MARKUP = re.compile(r"[\\`*_~\[\]<>|!#&@:]|(?<=www)\.", re.IGNORECASE)
"""What Markdown or HTML may act on inside a line: emphasis, code, links, tags, entities, addresses, table cells."""


def plain(text: str) -> str:
    """For a terminal: controls, escape sequences, line ends and direction marks are shown as `<U+202E>`."""
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)


def markdown(text: str) -> str:
    """For Markdown, in a table too: as `plain`, and what could be markup is escaped by a backslash.

    Not by entities: Prefect's page shows those as they are written.
    """
    return MARKUP.sub(lambda found: f"\\{found[0]}", plain(text))

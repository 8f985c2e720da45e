"""Text from outside, made safe to show: nothing in it can move the cursor, turn the line around, or become markup."""

import re

MARKUP = re.compile(r"[!-+:-@\[-`{-~]|(?<=www)\.", re.IGNORECASE)
"""ASCII punctuation Markdown or HTML may act on: all but `,` `-` `.` `/`; and the point that makes `www.` a link."""


def plain(text: str) -> str:
    """For a terminal: controls, escape sequences, line ends and direction marks are shown as `<U+202E>`."""
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in text)


def markdown(text: str) -> str:
    """For Markdown, in a table too, and for HTML: as `plain`, and what could be markup is an entity."""
    return MARKUP.sub(lambda found: f"&#{ord(found[0])};", plain(text))

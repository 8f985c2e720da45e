"""Cells that hold lists: Azure Migrate ends every item with `;` and puts a NIC's addresses in brackets.

Source: `UtilityFunctions.ParseMacIpAddress` and `GetDiskNames` of the tool Azure/azure-migrate-export.
"""

import re

BETWEEN = re.compile(r"[,;\s]+")


def items_of(text: str) -> tuple[str, ...]:
    """`a;;b;` -> a, nothing, b: an item keeps its position, because another list's items go with it."""
    if not text.strip():
        return ()
    return tuple(item.strip() for item in text.strip().removesuffix(";").split(";"))


def nested_items(text: str) -> tuple[tuple[str, ...], ...]:
    """`[a,b];[c];` -> (a, b), (c): what each NIC has, by position."""
    groups = (group.removeprefix("[").removesuffix("]") for group in items_of(text))
    return tuple(tuple(item.strip() for item in group.split(",") if item.strip()) for group in groups)


def words_of(text: str) -> tuple[str, ...]:
    """What a person separated by comma, semicolon, blank or line break, whichever."""
    return tuple(word for word in BETWEEN.split(text.strip()) if word)

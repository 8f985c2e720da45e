"""Words for what becomes of a machine -> a route of azlift's, where it has one.

The words are those of AWS' seven Rs and of the Cloud Adoption Framework's rationalisation. Refactor, Rearchitect,
Rebuild, Replace, Repurchase and Relocate are decisions too, but azlift carries nobody there.
"""

from collections.abc import Callable, Iterator

from azlift.estate.headers import squeeze
from azlift.estate.intake.layout import finding_in
from azlift.estate.intake.rows import stated
from azlift.estate.sheet import SHOWN_CHARACTERS, Sheet
from azlift.model import Finding, Route

ROUTES = {route.value: route for route in Route}
KNOWN_ELSEWHERE = ("refactor", "rearchitect", "rebuild", "replace", "repurchase", "relocate")


def route_of(words: str) -> Route | None:
    """`Re-host`, `rehost` and `REHOST` are one; None for a word azlift has no route for."""
    return ROUTES.get(squeeze(words))


def routes_not_taken(sheet: Sheet, field: str, read: Callable[[str], Route | None] = route_of) -> Iterator[Finding]:
    """Words that are no route azlift has: the row stays, and the word is kept as a tag; `read` tells words apart."""
    for row in sheet.rows:
        words = stated(row, field)
        if words and read(words) is None:
            evidence = repr(words[:SHOWN_CHARACTERS])
            yield finding_in(sheet, "route-not-taken", _why(words), row.number, sheet.title(field), evidence)


def _why(words: str) -> str:
    known = squeeze(words) in KNOWN_ELSEWHERE
    reason = "azlift has no such route" if known else "this is no route azlift knows"
    return f"{reason}, so none is taken from here; it has {', '.join(ROUTES)}"

"""Words for what becomes of a machine -> a route of azlift's, where it has one.

The words are those of AWS' seven Rs and of the Cloud Adoption Framework's rationalisation. Refactor, Rearchitect,
Rebuild, Replace, Repurchase and Relocate are decisions too, but azlift carries nobody there.
"""

from azlift.estate.headers import squeeze
from azlift.model import Route

ROUTES = {route.value: route for route in Route}
KNOWN_ELSEWHERE = ("refactor", "rearchitect", "rebuild", "replace", "repurchase", "relocate")


def route_of(words: str) -> Route | None:
    """`Re-host`, `rehost` and `REHOST` are one; None for a word azlift has no route for."""
    return ROUTES.get(squeeze(words))


def why_no_route(words: str) -> str:
    """What to tell of a word that is no route."""
    known = squeeze(words) in KNOWN_ELSEWHERE
    reason = "azlift has no such route" if known else "this is no route azlift knows"
    return f"{reason}, so none is taken from here; it has {', '.join(ROUTES)}"

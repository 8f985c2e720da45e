"""Moving resources between groups over HTTP."""

from azlift.rehearsal.moving import start_move
from azlift.rehearsal.operations import follow_headers
from azlift.rehearsal.records import Operation
from azlift.rehearsal.routes.call import Answer, Call
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World


def move_resources(world: World, call: Call, subscription: str, name: str) -> Answer:
    return _follow(world, call, start_move(world, subscription, name, call.json(), only_judge=False))


def validate_move(world: World, call: Call, subscription: str, name: str) -> Answer:
    return _follow(world, call, start_move(world, subscription, name, call.json(), only_judge=True))


def _follow(world: World, call: Call, operation: Operation) -> Answer:
    return Answer(202, b"", tuple(follow_headers(world, call.endpoint, operation, call.api_version, location=True)))


GROUP = "subscriptions/{}/resourcegroups/{}"
RIGHT = "Microsoft.Resources/subscriptions/resourceGroups"
ROUTES = [
    route("POST", f"{GROUP}/moveresources", move_resources, "move", f"{RIGHT}/moveResources/action", scope=4),
    route("POST", f"{GROUP}/validatemoveresources", validate_move, "validate move",
          f"{RIGHT}/validateMoveResources/action", scope=4),
]  # fmt: skip

"""Preview features over HTTP."""

from azlift.rehearsal.features import feature_body, find_feature, list_features, register_feature, unregister_feature
from azlift.rehearsal.routes.call import Answer, Call, answer_json, answer_page
from azlift.rehearsal.routes.route import route
from azlift.rehearsal.world import World


def answer_features(world: World, call: Call, subscription: str, namespace: str | None = None) -> Answer:
    return answer_page(call, {each["name"]: each for each in list_features(world, subscription, namespace)})


def show_feature(world: World, call: Call, subscription: str, namespace: str, name: str) -> Answer:
    return answer_json(feature_body(world, subscription, *find_feature(world, namespace, name)))


def register(world: World, call: Call, subscription: str, namespace: str, name: str) -> Answer:
    return answer_json(register_feature(world, subscription, namespace, name))


def unregister(world: World, call: Call, subscription: str, namespace: str, name: str) -> Answer:
    return answer_json(unregister_feature(world, subscription, namespace, name))


ALL = "subscriptions/{}/providers/microsoft.features"
ONE = f"{ALL}/providers/{{}}/features"
RIGHT = "Microsoft.Features/providers/features"
ROUTES = [
    route("GET", f"{ALL}/features", answer_features, "features", "Microsoft.Features/features/read"),
    route("GET", ONE, answer_features, "features of a provider", f"{RIGHT}/read"),
    route("GET", f"{ONE}/{{}}", show_feature, "feature", f"{RIGHT}/read"),
    route("POST", f"{ONE}/{{}}/register", register, "feature register", f"{RIGHT}/register/action"),
    route("POST", f"{ONE}/{{}}/unregister", unregister, "feature unregister", f"{RIGHT}/unregister/action"),
]

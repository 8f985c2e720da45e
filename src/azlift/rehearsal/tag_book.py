"""Tags that are of no group and no resource: those of a subscription, and the names made for one beforehand."""

from azlift.rehearsal.store import Store


class TagBook:
    """By subscription, in lower case: its own tags, and the tag names made beforehand with the values made for them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._tags: dict[str, dict[str, str]] = store.read("world", "subscription_tags") or {}
        self._names: dict[str, dict[str, list[str]]] = store.read("world", "tag_names") or {}

    def tags(self, subscription: str) -> dict[str, str]:
        return self._tags.get(subscription.lower(), {})

    def keep_tags(self, subscription: str, tags: dict[str, str]) -> None:
        self._tags[subscription.lower()] = tags
        self._store.stage("world", "subscription_tags", dict(self._tags))

    def names(self, subscription: str) -> dict[str, list[str]]:
        return self._names.get(subscription.lower(), {})

    def keep_names(self, subscription: str, names: dict[str, list[str]]) -> None:
        self._names[subscription.lower()] = names
        self._store.stage("world", "tag_names", dict(self._names))

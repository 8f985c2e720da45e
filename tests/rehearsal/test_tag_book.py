"""Tags of subscriptions, and names made beforehand."""

from pathlib import Path

from azlift.rehearsal.store import Store
from azlift.rehearsal.tag_book import TagBook


def test_subscriptions_are_known_in_any_case_and_over_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path)
    book = TagBook(store)
    assert (book.tags("S"), book.names("S")) == ({}, {})
    book.keep_tags("S", {"a": "b"})
    book.keep_names("s", {"env": ["prod"]})
    store.close()
    store = Store(tmp_path)
    again = TagBook(store)
    assert (again.tags("s"), again.names("S")) == ({"a": "b"}, {"env": ["prod"]})
    store.close()

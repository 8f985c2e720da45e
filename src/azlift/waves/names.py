"""Group ids: slugs that stay the same from run to run, whatever the order of rows."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from azlift.model import GroupId

SLUG_LENGTH = 40
SHORT_HASH = 6
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def slug(text: str) -> str:
    """`a-z0-9-` of at most 40 characters; empty when the text has no such letter or digit.

    A slug of digits only gets a prefix: a spreadsheet would turn `007` into 7 and `12-5` into a date.
    """
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    words = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")
    named = words if re.search("[a-z]", words) or not words else f"group-{words}"
    return named[:SLUG_LENGTH].strip("-")


def name_groups(labels: Mapping[str, str]) -> dict[str, GroupId]:
    """From a group's key to its id, given its label; every label that is empty or shared gets a hash of its key."""
    ids = {key: slug(label) for key, label in labels.items()}
    length = SHORT_HASH
    while clashing := _clashing(ids):
        ids |= {key: _with_hash(slug(labels[key]), key, length) for key in clashing}
        length += 2
    return ids


def _clashing(ids: Mapping[str, GroupId]) -> list[str]:
    uses = Counter(ids.values())
    return [key for key, group in ids.items() if not group or uses[group] > 1]


def _with_hash(start: str, key: str, length: int) -> GroupId:
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:length]
    return f"{(start or 'group')[: SLUG_LENGTH - length - 1].strip('-')}-{digest}"

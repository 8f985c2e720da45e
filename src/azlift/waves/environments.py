"""What the word in an environment field says: which environment, and whether it is production.

The spellings are those common in the inventories read so far (AWS CMF intake forms, Azure Migrate imports, RVTools
custom attributes); a word outside the table is kept as it is, and its production is unknown.
"""

import re
import unicodedata
from functools import lru_cache

PRODUCTION = "prod"
SPELLINGS = {
    "dev": ("dev", "develop", "development", "sandbox", "sbx"),
    "test": ("test", "tst", "testing", "qa", "sit", "uat", "acceptance"),
    "staging": (
        "staging",
        "stage",
        "stg",
        "preprod",
        "pre-prod",
        "pre-production",
        "preproduction",
        "nonprod",
        "non-prod",
    ),
    PRODUCTION: ("prod", "prd", "production", "live"),
}
CANONICAL = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}


@lru_cache(maxsize=65_536)
def same_words(text: str) -> str:
    """The text by which two spellings of one name are compared: NFKC, casefolded, single blanks."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


@lru_cache(maxsize=4096)
def canonical_environment(text: str) -> str:
    """`dev`, `test`, `staging` or `prod` for a known spelling, else the words as they are; empty for none."""
    words = same_words(text)
    return CANONICAL.get(words, words)


def is_production(text: str) -> bool | None:
    """None: the environment is not stated, or the word is not known."""
    name = canonical_environment(text)
    return name == PRODUCTION if name in SPELLINGS else None

"""What people are told, and that they were."""

from azlift.model.noun import Noun


class Told(Noun):
    """That a channel was told what has these keys, in one message.

    `upto` is the last event of the ledger that was looked at for it; `held` are those before it that it is not told
    yet, because it is quiet there.
    """

    channel: str
    keys: tuple[str, ...]
    upto: int
    held: tuple[int, ...] = ()

import gc

import pytest

from azlift.collecting import without_collecting


@without_collecting()
def _refuse() -> None:
    assert not gc.isenabled()
    raise ValueError("a bad row")


def test_it_is_off_within_and_on_again_whatever_was_raised() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="a bad row"):
        _refuse()
    assert gc.isenabled()


def test_who_turned_it_off_before_has_it_off_afterwards() -> None:
    gc.disable()
    try:
        with without_collecting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()

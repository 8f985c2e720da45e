from azlift.model import NOUNS, Told


def test_what_a_channel_was_told_can_be_put_on_record() -> None:
    assert NOUNS["Told"] is Told
    told = Told(channel="ops", keys=("7",), upto=9, held=(8,))
    assert Told.model_validate_json(told.model_dump_json()) == told

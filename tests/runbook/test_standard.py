from azlift.runbook.standard import BY_NAME, DECIDE, RESERVED, STANDARD

ISSUE = [
    *("lower-dns-ttl", "mute-alerts", "notify", "freeze", "stop-source", "final-copy", "start", "verify", "switch"),
    *(DECIDE, "announce"),
]


def test_the_order_is_that_of_the_trade() -> None:
    assert [one.name for one in STANDARD if one.name != "measure"] == ISSUE


def test_every_step_says_how_it_is_taken_back_or_why_nothing_has_to_be() -> None:
    for one in STANDARD:
        assert sum((one.undo_own, bool(one.undo_ask), bool(one.nothing_to_undo))) == 1, one.name
        assert one.own or one.ask or one.name == DECIDE, one.name


def test_azlift_says_that_it_copies_no_data() -> None:
    assert "azlift copies no data" in BY_NAME["final-copy"].ask
    assert not BY_NAME["final-copy"].own


def test_words_of_azlifts_own_name_no_step() -> None:
    assert not RESERVED & set(BY_NAME)

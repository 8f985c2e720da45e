from azlift.model import NOUNS, ChangeForm, Order, Ticket, TicketOrder


def test_a_ticket_can_be_put_on_record_and_the_order_of_its_hook_is_one_like_any_other() -> None:
    assert NOUNS["Ticket"] is Ticket
    assert issubclass(TicketOrder, Order)


def test_a_form_has_the_fields_that_the_trade_asks_for() -> None:
    fields = ChangeForm.model_fields
    assert len(fields) >= 50
    old = {name for name in fields if name.startswith("retire_")}
    new = {name for name in fields if name.startswith("onboard_")}
    assert (len(old), len(new)) == (6, 5)
    for asked in ("test_outcome", "bandwidth_validated", "rollback_plan_exists", "remediation_allowance_minutes"):
        assert asked in fields

import pytest

from azlift.model import Machine, Order

MACHINE = Machine(name="web01\u202e; rm -rf /", azure_name="vm-web01", id="/subscriptions/s/vm")


@pytest.fixture
def order() -> Order:
    return Order(wave="wave-01", group="shop", step="drain", undo=False, key="k" * 32, machines=(MACHINE,))

"""The types Azure has."""

from tests.rehearsal.build_known_types import known_types

from azlift.rehearsal.known_types import canonical_type, known_namespaces
from azlift.rehearsal.opening import KINDS


def test_types_are_known_in_any_case_and_misspelt_ones_are_not() -> None:
    assert (
        canonical_type("microsoft.COMPUTE/virtualmachines/EXTENSIONS") == "Microsoft.Compute/virtualMachines/extensions"
    )
    assert canonical_type("Microsoft.Compute/virtualMachine") is None
    assert canonical_type("Contoso.Things/widgets") == "Contoso.Things/widgets"


def test_the_list_is_whole() -> None:
    assert sum(len(known.types) for known in known_namespaces().values()) > 3100
    assert len(known_namespaces()) > 270


def test_every_type_with_semantics_is_one_azure_has() -> None:
    """Azure itself writes virtualmachines of a scale set in either case; some are there for their actions only."""
    known = {key: canonical_type(kind.type) or "" for key, kind in KINDS.items()}
    strangers = {key for key, name in known.items() if name.lower() != key}
    assert strangers == {
        "microsoft.web/sites/host",  # only its listKeys is asked
        "microsoft.keyvault/locations/deletedvaults",  # nobody puts one
        "microsoft.resources/links",  # older than the published definitions
    }


def test_the_list_is_made_of_an_index_of_type_definitions() -> None:
    index = {
        "resources": {
            f"A.B/{name}": {}
            for name in ("cs@2020-01-01", "CS@2022-01-01", "cs@2024-01-01", "cs/ds@2021-01-01-preview")
        }
    }
    assert known_types(index) == {
        "A.B": {"cs": ["2020-01-01", "2024-01-01"], "cs/ds": ["2021-01-01-preview", "2021-01-01-preview"]}
    }

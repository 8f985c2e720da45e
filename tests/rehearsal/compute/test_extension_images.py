"""The table of extensions."""

from azlift.rehearsal.compute.extension_images import EXTENSIONS, extension_types, extension_versions, has_extensions


def test_types_and_versions_are_found_in_any_case() -> None:
    assert "CustomScript" in extension_types("microsoft.azure.extensions")
    assert extension_versions("MICROSOFT.azure.extensions", "customscript") == {"2.1.10": "Linux", "2.1.13": "Linux"}
    assert (extension_types("nobody"), extension_versions("nobody", "x")) == ([], {})


def test_every_row_is_of_its_own() -> None:
    names = [(publisher.lower(), kind.lower()) for publisher, kind, _, _ in EXTENSIONS]
    assert len(set(names)) == len(names)
    assert len(has_extensions()) < len(EXTENSIONS)

"""What the template language refuses, in Azure's codes and words."""

from azlift.rehearsal.language_errors import (
    ExpressionError,
    TemplateError,
    invalid_content,
    invalid_template,
    not_rehearsed,
)


def test_an_invalid_template_says_where() -> None:
    error = invalid_template("the name is missing", "properties.template.resources[0]")
    assert (error.code, error.message) == (
        "InvalidTemplate",
        "Deployment template validation failed: 'the name is missing'.",
    )
    assert error.additional_info == (
        {
            "type": "TemplateViolation",
            "info": {"lineNumber": 0, "linePosition": 0, "path": "properties.template.resources[0]"},
        },
    )


def test_a_body_that_can_not_be_read_has_no_place_in_the_template() -> None:
    error = invalid_content("Required property 'resources' not found")
    assert error.code == "InvalidRequestContent"
    assert "could not be deserialized: 'Required property 'resources' not found'." in error.message
    assert error.additional_info == ()


def test_a_part_of_the_language_that_is_not_rehearsed_is_named() -> None:
    error = not_rehearsed("The function 'pickZones'", "x")
    assert error.code == "InvalidTemplate"
    assert "The function 'pickZones' is part of Azure's template language but not of this rehearsal" in error.message


def test_errors_print_what_happened() -> None:
    assert str(TemplateError("InvalidTemplate", "why")) == "InvalidTemplate: why"
    assert str(ExpressionError("why")) == "why"

"""What the template language refuses, in Azure's codes and words."""

from azlift.rehearsal.language_errors import (
    AT,
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
    error = not_rehearsed("template specs", "x")
    assert error.code == "NotModelledInRehearsal"
    assert error.message == "The pretend Azure does not model template specs."


def test_a_refusal_names_its_position_once_that_is_known() -> None:
    error = invalid_template(f"The template resource 'a'{AT} is not valid", "properties.template.resources[0]")
    assert error.message == "Deployment template validation failed: 'The template resource 'a' is not valid'."
    placed = error.placed(4, 20)
    assert "The template resource 'a' at line '4' and column '20' is not valid" in placed.message
    assert placed.additional_info[0]["info"] == {
        "lineNumber": 4,
        "linePosition": 20,
        "path": "properties.template.resources[0]",
    }
    content = invalid_content("Could not find member 'x'.", "properties.x").placed(2, 9)
    assert content.message.endswith("'Could not find member 'x'. Path 'properties.x', line 2, position 9.'.")


def test_errors_print_what_happened() -> None:
    assert str(TemplateError("InvalidTemplate", f"why{AT}")) == "InvalidTemplate: why"
    assert str(ExpressionError("why")) == "why"

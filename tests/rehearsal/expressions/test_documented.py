"""Every example of the documentation of the template functions answers what its page prints."""

import json
from collections import Counter

import pytest
from tests.rehearsal.expressions import (
    documented_array,
    documented_cidr,
    documented_comparison,
    documented_date,
    documented_lambda,
    documented_logical,
    documented_numeric,
    documented_object,
    documented_resource,
    documented_string,
)
from tests.rehearsal.expressions.documented import Example
from tests.rehearsal.expressions.evaluating import evaluate, refusal

from azlift.rehearsal.expressions.evaluate import FUNCTIONS

PAGES = {
    "array": documented_array.EXAMPLES,
    "cidr": documented_cidr.EXAMPLES,
    "comparison": documented_comparison.EXAMPLES,
    "date": documented_date.EXAMPLES,
    "lambda": documented_lambda.EXAMPLES,
    "logical": documented_logical.EXAMPLES,
    "numeric": documented_numeric.EXAMPLES,
    "object": documented_object.EXAMPLES,
    "resource, scope, deployment": documented_resource.EXAMPLES,
    "string": documented_string.EXAMPLES,
}
EXAMPLES = [example for page in PAGES.values() for example in page]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.function} {each.output}")
def test_an_example_answers_what_its_page_prints(example: Example) -> None:
    answer = evaluate(example.expression, example.given, example.variables)
    assert answer == example.value
    # 1 is not true, and 3 is not 3.0; the pages print the members of objects in an order of their own.
    assert json.dumps(answer, sort_keys=True) == json.dumps(example.value, sort_keys=True)


def test_the_failing_example_of_substring_fails_in_the_words_of_its_page() -> None:
    message = refusal("substring(parameters('text'), 0, 11)", {"text": "1234567890"})
    assert (
        "The index and length parameters must refer to a location within the string. The index parameter: '0', the "
        "length parameter: '11', the length of the string parameter: '10'." in message
    )


def test_the_examples_are_of_functions_there_are_and_are_this_many() -> None:
    assert {example.function.lower() for example in EXAMPLES} - set(FUNCTIONS) == set()
    assert len(EXAMPLES) == 227, Counter(example.function for example in EXAMPLES)

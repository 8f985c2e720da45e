"""Microsoft, "Logical functions for ARM templates" and "Logical functions for Bicep"."""

from tests.rehearsal.expressions.documented import Example

EXAMPLES = [
    Example("and", "andExampleOutput", "and(bool('true'), bool('false'))", False),
    Example("or", "orExampleOutput", "or(bool('true'), bool('false'))", True),
    Example("not", "notExampleOutput", "not(bool('true'))", False),
    Example("bool", "trueString", "bool('true')", True),
    Example("bool", "falseString", "bool('false')", False),
    Example("bool", "trueInt", "bool(1)", True),
    Example("bool", "falseInt", "bool(0)", False),
    Example("bool", "trueString1 (Bicep)", "bool('true')", True),
    Example("bool", "trueString2 (Bicep)", "bool('True')", True),
    Example("bool", "falseString1 (Bicep)", "bool('false')", False),
    Example("bool", "falseString2 (Bicep)", "bool('False')", False),
    Example("bool", "trueInt2 (Bicep)", "bool(2)", True),
    Example("bool", "trueInt3 (Bicep)", "bool(-1)", True),
    Example("if", "yesOutput", "if(equals('a', 'a'), 'yes', 'no')", "yes"),
    Example("if", "noOutput", "if(equals('a', 'b'), 'yes', 'no')", "no"),
    Example(
        "if", "objectOutput", "if(equals('a', 'a'), json('{\"test\": \"value1\"}'), json('null'))", {"test": "value1"}
    ),
    Example(
        "if",
        "mgmtStatus",
        "if(not(empty(parameters('logAnalytics'))), 'Enabled monitoring for VM!', 'Nothing to enable')",
        "Nothing to enable",
        {"logAnalytics": ""},
    ),
    Example("not", "checkNotEquals", "not(equals(1, 2))", True),
    Example("true", "trueOutput", "true()", True),
    Example("false", "falseOutput", "false()", False),
]

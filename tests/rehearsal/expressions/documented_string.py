"""Microsoft, "String functions for ARM templates" and "String functions for Bicep".

The pages repeat the examples of concat (arrays), contains, empty, first, last, length, skip and take from the array
page. newGuid's and uniqueString's printed answers depend on inputs the page does not tell.
"""

from tests.rehearsal.expressions.documented import Example
from tests.rehearsal.expressions.evaluating import FRESH_GUID

BASE64 = {"text": "one, two, three", "json": "{'one': 'a', 'two': 'b'}"}
DATA = {"text": "Hello", "data": "data:;base64,SGVsbG8sIFdvcmxkIQ=="}
GREETING = {"greeting": "Hello", "name": "User", "number": 8175133, "object": {"prop": "value"}}
WORDS = {"words": ["one", "two", "three"]}
PHONE = {"phone": "123-123-1234"}
MIXED = {"object": {"valueA": 10, "valueB": "Example Text"}, "array": ["a", "b", "c"], "int": 5}
QUOTED = {"quoted": ["'a'", '"b"', "\\c\\"]}
TEXT = {"text": "One Two Three"}
URI = {"uri": "[uri('http://contoso.com/resources/', 'nested/azuredeploy.json')]"}
NESTED = "http://contoso.com/resources/nested/azuredeploy.json"
ENCODED = "http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json"

EXAMPLES = [
    Example("base64", "base64Output", "base64(parameters('text'))", "b25lLCB0d28sIHRocmVl", BASE64),
    Example("base64", "toStringOutput", "base64ToString(base64(parameters('text')))", "one, two, three", BASE64),
    Example("base64", "toJsonOutput", "base64ToJson(base64(parameters('json')))", {"one": "a", "two": "b"}, BASE64),
    Example(
        "concat",
        "concatOutput",
        "concat(parameters('prefix'), '-', uniqueString(resourceGroup().id))",
        "prefix-js26ofeqkqeve",
        {"prefix": "prefix"},
    ),
    Example(
        "concat",
        "concatOutput (Bicep)",
        "format('{0}And{1}', parameters('prefix'), uniqueString(resourceGroup().id))",
        "prefixAndjs26ofeqkqeve",
        {"prefix": "prefix"},
    ),
    Example(
        "dataUri", "dataUriOutput", "dataUri(parameters('text'))", "data:text/plain;charset=utf8;base64,SGVsbG8=", DATA
    ),
    Example("dataUri", "toStringOutput", "dataUriToString(parameters('data'))", "Hello, World!", DATA),
    Example("startsWith", "startsTrue", "startsWith('abcdef', 'ab')", True),
    Example("startsWith", "startsCapTrue", "startsWith('abcdef', 'A')", True),
    Example("startsWith", "startsFalse", "startsWith('abcdef', 'e')", False),
    Example("endsWith", "endsTrue", "endsWith('abcdef', 'ef')", True),
    Example("endsWith", "endsCapTrue", "endsWith('abcdef', 'F')", True),
    Example("endsWith", "endsFalse", "endsWith('abcdef', 'e')", False),
    Example(
        "format",
        "formatTest",
        "format('{0}, {1}. Formatted number: {2:N0}', parameters('greeting'), parameters('name'), "
        "parameters('number'))",
        "Hello, User. Formatted number: 8,175,133",
        GREETING,
    ),
    Example(
        "format",
        "formatObject",
        "format('objectToFormat: {0}', parameters('object'))",
        "objectToFormat: {'prop':'value'}",
        GREETING,
    ),
    Example("indexOf", "firstT", "indexOf('test', 't')", 0),
    Example("lastIndexOf", "lastT", "lastIndexOf('test', 't')", 3),
    Example("indexOf", "firstString", "indexOf('abcdef', 'CD')", 2),
    Example("lastIndexOf", "lastString", "lastIndexOf('abcdef', 'AB')", 0),
    Example("indexOf", "notFound", "indexOf('abcdef', 'z')", -1),
    Example("join", "firstOutput", "join(parameters('words'), ',')", "one,two,three", WORDS),
    Example("join", "secondOutput", "join(parameters('words'), ';')", "one;two;three", WORDS),
    Example("newGuid", "guidOutput", "parameters('guid')", FRESH_GUID, {"guid": "[newGuid()]"}),
    Example(
        "newGuid",
        "nameOutput",
        "length(concat('storage', uniqueString(parameters('guid'))))",
        len("storagenziwvyru7uxie"),
        {"guid": "[newGuid()]"},
    ),
    Example("guid", "guidPerSubscription", "length(guid(subscription().subscriptionId))", 36),
    Example("guid", "guidPerResourceGroup", "length(guid(resourceGroup().id))", 36),
    Example("guid", "guidPerDeployment", "length(guid(resourceGroup().id, deployment().name))", 36),
    Example("guid", "order", "equals(guid('hello', 'world'), guid('world', 'hello'))", False),
    Example("uniqueString", "uniqueRG", "length(uniqueString(resourceGroup().id))", 13),
    Example("uniqueString", "uniqueDeploy", "length(uniqueString(resourceGroup().id, deployment().name))", 13),
    Example("padLeft", "stringOutput", "padLeft(parameters('text'), 10, '0')", "0000000123", {"text": "123"}),
    Example("replace", "firstOutput", "replace(parameters('phone'), '-', '')", "1231231234", PHONE),
    Example("replace", "secondOutput", "replace(parameters('phone'), '1234', 'xxxx')", "123-123-xxxx", PHONE),
    Example(
        "split", "firstOutput", "split(parameters('text'), ',')", ["one", "two", "three"], {"text": "one,two,three"}
    ),
    Example(
        "split",
        "secondOutput",
        "split(parameters('text'), variables('delimiters'))",
        ["one", "two", "three"],
        {"text": "one;two,three"},
        {"delimiters": [",", ";"]},
    ),
    Example("string", "objectOutput", "string(parameters('object'))", '{"valueA":10,"valueB":"Example Text"}', MIXED),
    Example("string", "arrayOutput", "string(parameters('array'))", '["a","b","c"]', MIXED),
    Example("string", "intOutput", "string(parameters('int'))", "5", MIXED),
    Example("string", "quotes (Bicep)", "string(parameters('quoted'))", '["\'a\'","\\"b\\"","\\\\c\\\\"]', QUOTED),
    Example("substring", "substringOutput", "substring(parameters('text'), 4, 3)", "two", {"text": "one two three"}),
    Example("toLower", "toLowerOutput", "toLower(parameters('text'))", "one two three", TEXT),
    Example("toUpper", "toUpperOutput", "toUpper(parameters('text'))", "ONE TWO THREE", TEXT),
    Example("trim", "return", "trim(parameters('text'))", "one two three", {"text": "    one two three   "}),
    Example("uri", "first", "uri('http://contoso.org/firstpath', 'myscript.sh')", "http://contoso.org/myscript.sh"),
    Example(
        "uri",
        "second",
        "uri('http://contoso.org/firstpath/', 'myscript.sh')",
        "http://contoso.org/firstpath/myscript.sh",
    ),
    Example(
        "uri",
        "third",
        "uri('http://contoso.org/firstpath/azuredeploy.json', 'myscript.sh')",
        "http://contoso.org/firstpath/myscript.sh",
    ),
    Example(
        "uri",
        "fourth",
        "uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')",
        "http://contoso.org/firstpath/azuredeploy.json/myscript.sh",
    ),
    Example("uri", "uriOutput", "parameters('uri')", NESTED, URI),
    Example("uriComponent", "componentOutput", "uriComponent(parameters('uri'))", ENCODED, URI),
    Example("uriComponentToString", "toStringOutput", f"uriComponentToString('{ENCODED}')", NESTED),
]

"""How Azure words a refusal of arguments, function by function: the functions are of different years and hands.

Texts seen in Azure's answers, in Azure/bicep's baselines, or (contains, the arithmetic, the comparisons) in the answers
of its sibling, the workflow engine. Where none was seen the general voice speaks.
"""

from dataclasses import dataclass, replace

# The three places Azure's refusals point to, by the kind of refusal.
_PLAIN = " Please see https://aka.ms/arm-functions for usage details."
_NAMED = " Please see https://aka.ms/arm-functions#{name} for usage details."
_COUNTED = " Please see https://aka.ms/arm-resource-functions/#{name} for usage details."

_FUNCTION = "The template language function '{name}' "
_UNABLE = "Unable to evaluate template language function '{name}'"
_TYPE = " The provided value is of type '{type}'."
_INVOKED = " The function was invoked with '{given}' parameter(s)."


@dataclass(frozen=True, slots=True)
class Voice:
    """The refusals of one function.

    `count` may speak of {name}, {wanted} and {given}; `kind` of {name}, {which} ("parameter" or "second parameter"),
    {ordinal}, {phrase} (the kind's), {type} and {types} (of all the arguments).
    """

    count: str = _UNABLE + ": function requires {wanted} argument(s) while {given} were provided." + _COUNTED
    kind: str = _FUNCTION + "expects its {which} to be {phrase}." + _TYPE + _NAMED


GENERAL = Voice()
SOLE = Voice(
    _FUNCTION + "must have only one parameter." + _PLAIN,
    _FUNCTION + "expects its parameter to be {phrase}." + _TYPE + _PLAIN,
)
EXACT = Voice(
    _FUNCTION + "expects exactly '{wanted}' parameters." + _PLAIN,
    _FUNCTION + "expects its {ordinal} parameter to be {phrase}." + _TYPE + _PLAIN,
)
STRING_PAIR = Voice(
    kind=_FUNCTION
    + "expects its parameters to be of type string and string. The provided value is of type '{types}'."
    + _NAMED
)
END_OF = Voice(kind=_FUNCTION + "expects its parameter be {phrase}." + _TYPE + _NAMED)
EMPTINESS = Voice(kind="The template function '{name}' expects its parameter to be {phrase}." + _TYPE + _NAMED)
LENGTH = Voice(
    _FUNCTION
    + "expects exactly one parameter: an array, object, or a string the length of which is returned. The function was "
    "invoked with '{given}' parameters." + _COUNTED,
    _FUNCTION + "expects its parameter to be {phrase}." + _TYPE + _COUNTED,
)
PART_OF = Voice(
    _FUNCTION
    + "expects exactly two parameters: the collection to {name} the objects from as the first parameter and the count "
    "of objects to {name} as the second parameter." + _INVOKED + _NAMED,
    _FUNCTION + "expects its {ordinal} parameter {phrase}." + _TYPE + _NAMED,
)
CONTENTS = Voice(kind=_FUNCTION + "expects its {ordinal} argument {phrase}." + _TYPE + _NAMED)
AT_LEAST_ONE = Voice(_UNABLE + ". At least one parameter should be provided." + _PLAIN)
COMMON = Voice(
    _UNABLE + ". At least two parameter should be provided." + _PLAIN,
    _FUNCTION
    + "expects either a comma separated list of arrays or a comma separated list of objects as its parameters."
    + _NAMED,
)
FORMAT = replace(
    AT_LEAST_ONE,
    kind="Unable to evaluate language function '{name}': the first argument must be a string literal, and the type of "
    "other arguments must be one of 'Array, Boolean, Date, Float, Guid, Integer, Null, Object, String, TimeSpan, "
    "Undefined, Uri'. Please see https://aka.ms/arm-function-format for usage details.",
)
SUBSTRING = Voice(
    _FUNCTION
    + "expects at least two parameters and up to three parameters: a string, a start index and optionally a length."
    + _COUNTED
)
ORDER = Voice(_FUNCTION + "expects exactly two parameters of matching types." + _INVOKED + _NAMED)
_PADDING = " The syntax is padLeft(string, totalWidth [, paddingChar])." + _COUNTED.format(name="padleft")
PADDING = Voice(
    _UNABLE + ": function requires minimum two and maximum three arguments while '{given}' was provided." + _PADDING,
    _UNABLE + ": the {ordinal} parameter is invalid. {phrase} type, while '{type}' was provided." + _PADDING,
)
PADDING_VALUE = "Unable to evaluate template language function 'padLeft': the {which} parameter is invalid. " + (
    "{reason} The syntax is padLeft(string, totalWidth [, paddingChar])." + _COUNTED.format(name="padleft")
)


def arithmetic(first: str, second: str) -> Voice:
    """The voice of a function of two numbers, which it calls so."""
    return Voice(
        _FUNCTION
        + f"expects two numeric parameters: the {first} as the first parameter and the {second} as the second "
        + "parameter."
        + _INVOKED
        + _NAMED
    )

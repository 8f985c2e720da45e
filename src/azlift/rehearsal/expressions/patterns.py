"""Custom numeric patterns of .NET: `0 # . , % ‰ E0 ; 'text' \\x` (Microsoft, "Custom numeric format strings")."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

_PIECE = re.compile(
    r"'(?P<single>[^']*)'?|\"(?P<double>[^\"]*)\"?|\\(?P<escaped>.?)|(?P<exponent>[Ee][+-]?0+)"
    r"|(?P<digit>[0#])|(?P<point>\.)|(?P<comma>,)|(?P<percent>[%‰])|(?P<end>;)|(?P<other>.)",
    re.DOTALL,
)
_EXACT = Context(prec=2_000, rounding=ROUND_HALF_UP)


class _Piece(NamedTuple):
    kind: str
    text: str


class _Section(NamedTuple):
    """One section of a pattern, measured: digit places before and after the point, and what scales the number."""

    pieces: list[_Piece]
    whole: int
    fraction: int
    least_whole: int
    least_fraction: int
    grouped: bool
    shift: int  # powers of ten the number is multiplied with
    exponent: str


def patterned(size: Decimal, negative: bool, pattern: str, *, keeps_zero_sign: bool) -> str:
    """The number, given by its size and sign, in a custom pattern; a double keeps the sign of a zero (-0), an integer
    does not."""
    sections = _sections(pattern)
    section = _chosen(sections, 2 if not size else int(negative))
    number, exponent = _scaled(size, section)
    if size and not number:  # rounded to nothing: the section of zero writes it
        section = _chosen(sections, 2)
        number, exponent = _scaled(size, section)
    text = _written(number, exponent, section)
    signed = negative and section is sections[0] and (bool(number) or (keeps_zero_sign and bool(text)))
    return f"-{text}" if signed else text


def _sections(pattern: str) -> list[_Section]:
    parts: list[list[_Piece]] = [[]]
    for match in _PIECE.finditer(pattern):
        kind = str(match.lastgroup)
        if kind == "end":
            parts.append([])
        else:
            parts[-1].append(_Piece(kind, match[kind]))
    return [_measured(part) for part in parts]


def _chosen(sections: list[_Section], which: int) -> _Section:
    """The section for positive (0), negative (1) or zero (2); a missing or empty one gives way to the first."""
    return sections[which] if which < len(sections) and sections[which].pieces else sections[0]


def _measured(pieces: list[_Piece]) -> _Section:
    point = next((index for index, piece in enumerate(pieces) if piece.kind == "point"), len(pieces))
    before = [piece for piece in pieces[:point] if piece.kind in ("digit", "comma")]
    after = "".join(piece.text for piece in pieces[point:] if piece.kind == "digit")
    digits = "".join(piece.text for piece in before if piece.kind == "digit")
    marks = "".join(piece.text for piece in before)
    thousands = len(marks) - len(marks.rstrip(",")) if digits else 0
    shift = -3 * thousands + sum({"%": 2, "‰": 3}[piece.text] for piece in pieces if piece.kind == "percent")
    exponent = next((piece.text for piece in pieces if piece.kind == "exponent" and digits + after), "")
    return _Section(
        pieces,
        whole=len(digits),
        fraction=len(after),
        least_whole=len(digits) if exponent else len(digits) - digits.index("0") if "0" in digits else 0,
        least_fraction=after.rindex("0") + 1 if "0" in after else 0,
        grouped="," in marks.strip(",") if digits else False,
        shift=shift,
        exponent=exponent,
    )


def _scaled(size: Decimal, section: _Section) -> tuple[Decimal, int]:
    """The number as the section shows it, rounded, and the exponent it is shown with."""
    size = size.scaleb(section.shift, _EXACT)
    if not section.exponent:
        return _EXACT.quantize(size, Decimal(1).scaleb(-section.fraction)), 0
    if not size:
        return size, 0
    rounded = Context(prec=max(section.whole + section.fraction, 1), rounding=ROUND_HALF_UP).plus(size)
    exponent = rounded.adjusted() + 1 - section.whole
    return rounded.scaleb(-exponent, _EXACT), exponent


def _written(number: Decimal, exponent: int, section: _Section) -> str:
    whole, _, fraction = f"{number:f}".partition(".")
    whole = whole.lstrip("0").zfill(section.least_whole)
    fraction = fraction.rstrip("0").ljust(section.least_fraction, "0")
    if section.grouped:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)
    before, after = _places(whole, section.whole), iter(fraction)
    text, seen_point = [], False
    for piece in section.pieces:
        if piece.kind == "digit":
            text.append(next(after, "") if seen_point else next(before))
        elif piece.kind == "point" and not seen_point:
            seen_point = True
            text.append(("" if section.whole else whole) + ("." if fraction else ""))
        elif piece.kind == "exponent" and section.exponent:
            text.append(_exponent_text(piece.text, exponent))
        elif piece.kind not in ("comma", "point"):
            text.append(piece.text)
    return "".join(text)


def _places(whole: str, places: int) -> Iterator[str]:
    """What each digit place before the point writes; the first one takes all the digits that are too many."""
    digits = re.findall(r"[0-9],?", whole)
    spare = len(digits) - places
    return iter(["".join(digits[: spare + 1]), *digits[spare + 1 :]] if spare >= 0 else [""] * -spare + digits)


def _exponent_text(form: str, exponent: int) -> str:
    sign = "-" if exponent < 0 else "+" if "+" in form else ""
    return form[0] + sign + str(abs(exponent)).zfill(form.count("0"))

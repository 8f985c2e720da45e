import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from azlift.escaping import code, inert, markdown, plain

HOSTILE = st.text(alphabet=st.characters(), max_size=40) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://evil/x.png)",
        "http://evil/ www.evil.example a@b.c",
        "`code` **bold** _it_ ~~gone~~ | cell",
        "# head\n\n- list\n\n<b>",
        "&lt;b&gt; &#60;",
        "\\| \\`",
    ]
)


def test_what_would_act_on_a_terminal_is_shown() -> None:
    assert plain("\x1b[2Jweb\r\n\u202eexe\u2066\u200f\x00\x9b") == (
        "<U+001B>[2Jweb<U+000D><U+000A><U+202E>exe<U+2066><U+200F><U+0000><U+009B>"
    )


def test_ordinary_text_of_any_language_is_left_as_it_is() -> None:
    assert plain("Größe 数据 חשבון – ok") == "Größe 数据 חשבון – ok"
    assert markdown("web-01.example, 4 GiB") == "web-01.example, 4 GiB"


def test_markup_is_escaped() -> None:
    assert markdown("a|b<c`[d]\n") == r"a\|b\<c\`\[d\]\<U+000A\>"


@given(HOSTILE)
def test_nothing_invisible_is_left_in_plain_text_and_once_is_enough(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert plain(shown) == shown


@given(HOSTILE)
def test_without_its_backslashes_markdown_is_the_plain_text(text: str) -> None:
    escaped = markdown(text)
    assert re.sub(r"\\(.)", r"\1", escaped) == plain(text)
    assert not re.search(r"[<>|`\[\]*_~!#@&]|://|www\.", re.sub(r"\\.", "", escaped), re.IGNORECASE)


@given(HOSTILE.filter(str.strip))
def test_a_markdown_renderer_finds_no_markup_in_a_cell(text: str) -> None:
    table = f"| head |\n| --- |\n| x{markdown(text)}x |\n"
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(table)
    tags = set(re.findall(r"</?([a-z]+)", rendered))
    assert tags == {"table", "thead", "tbody", "tr", "th", "td"}
    (cell,) = re.findall(r"<td>(.*)</td>", rendered, re.DOTALL)
    assert html.unescape(cell) == f"x{plain(text)}x"


@given(HOSTILE.filter(bool) | st.text(alphabet="` a", min_size=1))
def test_a_markdown_renderer_finds_code_as_one_piece_with_nothing_lost(text: str) -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).render(f"x{code(text)}x")
    found = re.fullmatch(r"<p>x<code>(.*)</code>x</p>\n", rendered, re.DOTALL)
    assert found, rendered
    assert html.unescape(found[1]) == plain(text)
    assert "<" not in found[1]


@pytest.mark.parametrize(
    "character", [chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x61C)]
)
def test_every_direction_mark_is_visible(character: str) -> None:
    assert plain(character) == f"<U+{ord(character):04X}>"


def test_an_ordinary_cell_is_left_as_it_is() -> None:
    assert inert("a=1") == "a=1"


@given(HOSTILE | st.sampled_from(["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", ""]))
def test_a_spreadsheet_takes_no_cell_for_a_formula_and_loses_no_character(text: str) -> None:
    cell = inert(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell in (text, f"'{text}")

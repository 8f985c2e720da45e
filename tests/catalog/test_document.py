import gzip
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azlift.catalog.document import Document, RegionSold, Source, parse_document, read_document, render_document
from azlift.catalog.reader import shipped
from azlift.errors import InputError

prices = st.none() | st.decimals(min_value="0.000001", max_value="99999", places=6)
names = st.text(min_size=1, max_size=20)


ONE = {"sizes": "one", "prices": "one"}


def _document(**regions: RegionSold) -> Document:
    return Document({}, {"one": Source("2026-08-01", "a list")}, [], [], [], regions)


@given(rows=st.lists(st.tuples(names, st.sampled_from(["", "1", "123"]), *[prices] * 6)), sku=names, cost=prices)
def test_what_is_written_is_what_is_read(rows: list[tuple[object, ...]], sku: str, cost: Decimal | None) -> None:
    sold = RegionSold(ONE, [list(row) for row in rows], [[sku, "P10", cost]], [], [])
    document = _document(here=sold)
    assert parse_document(render_document(document).encode(), "x.json") == document


def test_the_same_document_has_the_same_text_and_a_compressed_one_reads_as_the_plain_one() -> None:
    text = render_document(shipped())
    assert render_document(parse_document(text.encode(), "x.json")) == text
    assert parse_document(gzip.compress(text.encode()), "x.json.gz") == shipped()


def test_a_row_is_a_line_below_the_line_that_names_its_columns() -> None:
    lines = render_document(shipped()).splitlines()
    assert '["Standard_D2s_v5",' in "".join(line[:19] for line in lines)
    assert sum(line.startswith('["Standard_D2s_v5"') for line in lines) == 1 + len(
        [sold for sold in shipped().regions.values() if any(row[0] == "Standard_D2s_v5" for row in sold.sizes)]
    )


def test_a_whole_number_is_written_without_a_point() -> None:
    sold = RegionSold(
        {}, [], [["Premium_LRS", "P10", Decimal("21.680")], ["Premium_LRS", "P4", Decimal("5.00")]], [], []
    )
    text = render_document(_document(here=sold))
    assert '["Premium_LRS","P10",21.68]' in text
    assert '["Premium_LRS","P4",5]' in text


def test_nothing_but_numbers_and_words_is_written() -> None:
    with pytest.raises(TypeError, match="set has no place"):
        render_document(_document(here=RegionSold(ONE, [], [[{1}, "P10", 1]], [], [])))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"notes": {}}',
        b'{"notes": {}, "sources": {}, "sizes": [["name"]], "disk_tiers": [], "per_unit_disks": [], "regions": {}}',
        b'{"notes": {}, "sources": 3, "sizes": [], "disk_tiers": [], "per_unit_disks": [], "regions": {}}',
    ],
)
def test_what_is_no_catalogue_is_refused_with_its_name_and_a_way_out(content: bytes) -> None:
    with pytest.raises(InputError, match="not a catalogue") as caught:
        parse_document(content, "catalogue-x.json")
    assert caught.value.file == "catalogue-x.json"
    assert "azlift catalog refresh" in caught.value.advice


def test_a_cut_off_compressed_file_is_refused() -> None:
    with pytest.raises(InputError):
        parse_document(gzip.compress(render_document(shipped()).encode())[:-100], "x.gz")


def test_a_row_of_too_few_cells_is_refused_with_the_columns_it_should_have() -> None:
    content = json.loads(render_document(shipped()))
    content["regions"]["westeurope"]["meters"].append(["snapshot"])
    with pytest.raises(InputError, match="3 cells of name, unit, price"):
        parse_document(json.dumps(content).encode(), "x.json")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"2026-08-01"', '"yesterday"'),
        ('"2026-08-01"', "20260801"),
        ('"prices": "one"', '"prices": "two"'),
        ('"prices": "one"', '"price": "one"'),
    ],
)
def test_a_source_without_a_date_or_a_region_without_its_sources_is_refused(right: str, wrong: str) -> None:
    text = render_document(_document(here=RegionSold(ONE, [], [], [], [])))
    assert parse_document(text.encode(), "x.json")
    with pytest.raises(InputError, match="not a catalogue"):
        parse_document(text.replace(right, wrong).encode(), "x.json")


def test_a_file_is_read_where_it_lies(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "catalogue-here.json"
    file.write_text(render_document(_document(here=RegionSold(ONE, [], [], [], []))), encoding="utf-8")
    assert set(read_document(file).regions) == {"here"}

"""Long tables are read whole, and one that sprawls is refused before it is laid out."""

import io
import zipfile

import openpyxl
import pytest

from yingshang.adapters.sheets import SheetError, read_table
from yingshang.adapters.sheets._table import _fits, _plainly_small


def book(cells):
    file = openpyxl.Workbook()
    for place, value in cells.items():
        file.active[place] = value
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def rewritten(data, old, new):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(out, "w") as now:
        for name in was.namelist():
            text = was.read(name)
            if name.startswith("xl/worksheets/"):
                assert old in text
                text = text.replace(old, new)
            now.writestr(name, text)
    return out.getvalue()


def test_an_ordinary_sheet_is_seen_to_be_small_at_once():
    data = book({"A1": "甲", "B2": 2})
    assert _plainly_small(data)
    assert read_table(data, "a.xlsx").rows == (("甲", ""), ("", 2.0))


@pytest.mark.parametrize("place", ["XFD1048576", "CZZ99999"])
def test_a_cell_far_out_is_refused(place):
    data = book({"A1": "甲", "B2": 2})
    far = rewritten(data, b'r="B2"', f'r="{place}"'.encode())
    assert not _plainly_small(far)
    with pytest.raises(SheetError) as refused:
        read_table(far, "a.xlsx")
    assert refused.value.code == "too-many-cells"


@pytest.mark.parametrize(
    "cell",
    [
        b'<c s="1" r="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c\nr="XFD1048576"><v>1</v></c>',
        b"<c><v>1</v></c>",
        b'<x:c r="XFD1048576"><x:v>1</x:v></x:c>',
    ],
)
def test_a_cell_that_hides_where_it_stands_is_doubted(cell):
    assert _fits(b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    assert not _fits(b'<sheetData><row r="1"><c r="A1"><v>1</v></c>' + cell + b"</row></sheetData>")

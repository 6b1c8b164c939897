"""Messy workbooks, written cell by cell."""

import io

import xlsxwriter


def workbook(rows, *, merged=(), name="Sheet1", percent=(), hidden=None):
    """``rows``: lists of cells; ``merged``: (top, left, bottom, right); ``percent``: cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    if hidden is not None:
        sheet = book.add_worksheet("草稿")
        sheet.write(0, 0, hidden)
        sheet.hide()
    sheet = book.add_worksheet(name)
    sheet.activate()
    sheet.set_first_sheet()
    style = book.add_format({"num_format": "0.0%"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell, style if (row, column) in percent else None)
    for top, left, bottom, right in merged:
        sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return buffer.getvalue()

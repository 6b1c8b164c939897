"""Strips: every kind of clue can be drawn from what was kept of it."""

from types import SimpleNamespace

import pytest

from yingshang.surfaces.desk.strips import strip_of

AT = "2026-03-{:02d}T{:02d}:00:00+08:00"
PAUSE = {
    "accepted": AT.format(3, 10),
    "paused": AT.format(13, 15),
    "due_then": AT.format(13, 17),
    "resumed": None,
    "decided": None,
    "due": None,
}
HEAP = {"minutes": [0, 1.5, 3], "mine": 1.5, "begins": AT.format(31, 16), "usual": 2.0, "refs": []}
LATE = {"acts": [["decided", AT.format(4, 11), AT.format(18, 10)]], "due": AT.format(13, 17)}
RATING = {
    "decided": AT.format(4, 11),
    "rated": AT.format(4, 12),
    "moments": [AT.format(4, 12)],
    "ratings": 9,
    "parties": 9,
    "officers": 1,
}


def strip(kind, drawn):
    return strip_of(SimpleNamespace(kind=kind, drawn=drawn))


@pytest.mark.parametrize(
    ("kind", "drawn", "marks"),
    [
        ("pause-before-breach", PAUSE, 3),
        ("bulk-closing", HEAP, 1),
        ("back-dated", LATE, 4),
        ("staff-rating", RATING, 2),
    ],
)
def test_every_kind_is_drawn_within_its_line(kind, drawn, marks):
    drawing = strip(kind, drawn)
    assert len(drawing.marks) == marks
    assert all(0 <= float(mark.x.rstrip("%")) <= 100 for mark in drawing.marks)
    assert drawing.described


def test_moments_close_together_stand_above_each_other():
    drawing = strip("pause-before-breach", PAUSE)
    near = [mark.y for mark in drawing.marks if mark.label != "受理"]
    assert len(set(near)) == len(near)


def test_an_unknown_kind_is_not_drawn():
    assert strip("other", {"x": 1}) is None

"""The quarterly report: every number with its query and hash, drawn, in Word, Excel and PDF."""

import json
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import openpyxl
import pytest
from loop_sample import day, mortgages

from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.bulletins._declared import due_at, kind_named, window
from yingshang.kernel.worktime import CST


@pytest.fixture
def report(promised, city, shen, zhou, deng):
    """Drafted on 8 April over the first quarter."""
    mortgages(12, opened=day(2, 3, 9), finished=day(2, 11, 9), clerk=zhou, officer=deng)
    indicators.compute(at=day(4, 2), by=shen, regions=[city])
    return supervision.draft_bulletin(kind="quarterly", region=city, by=shen, at=day(4, 8))


def test_every_measured_number_can_be_had_again_and_carries_its_hash(report, shen):
    view = supervision.bulletin(shen, report, at=day(4, 8))
    (measures,) = [one for one in view.content.sections if one.code == "measures"]
    assert measures.figures
    for figure in measures.figures:
        asked = json.loads(figure.query)
        row = Value.objects.get(pk=figure.ref)
        assert (asked["indicator"], asked["period"]) == (row.code, "2026-03")
        assert (asked["numerator"], asked["denominator"]) == (row.numerator, row.denominator)
        assert sha256(f"{figure.query}={row.value}".encode()).hexdigest() == figure.proof


def test_it_is_frozen_in_three_forms_and_the_sheet_has_query_and_hash(report, shen, fang):
    supervision.approve_bulletin(id=report, digest="", by=fang, at=day(4, 8))
    supervision.send_bulletin(id=report, by=shen, at=day(4, 8))
    view = supervision.bulletin(shen, report, at=day(4, 9))
    for form in ("docx", "xlsx", "pdf"):
        _name, data = supervision.bulletin_file(shen, report, form, at=day(4, 9))
        assert sha256(data).hexdigest() == getattr(view, f"{form}_sha256")
    book = openpyxl.load_workbook(
        BytesIO(supervision.bulletin_file(shen, report, "xlsx", at=day(4, 9))[1])
    )
    rows = list(book["主要数字"].iter_rows(values_only=True))
    proofs = {figure.proof for figure in view.content.figures if figure.proof}
    assert proofs <= {row[-1] for row in rows}


def test_a_chart_is_a_picture_and_an_unknown_one_is_not_there(report, shen, lin):
    view = supervision.bulletin(shen, report, at=day(4, 8))
    key = next(view.content.charts).key
    assert supervision.bulletin_chart(shen, report, key).startswith(b"\x89PNG")
    for who, what in ((shen, "nothing"), (lin, key)):
        with pytest.raises(NotVisible):
            supervision.bulletin_chart(who, report, what)


@pytest.mark.parametrize(
    ("at", "kind", "period", "label", "due"),
    [
        ("2026-04-08", "quarterly", "2026-Q1", "2026年第1季度", "2026-04-08"),
        ("2026-01-01", "quarterly", "2025-Q4", "2025年第4季度", "2026-01-08"),
        ("2027-02-03", "yearly", "2026", "2026年", "2027-01-20"),
    ],
)
def test_quarters_and_years_are_whole_ones(city, at, kind, period, label, due):
    moment = datetime.fromisoformat(at).replace(hour=12, tzinfo=CST)
    declared = kind_named(kind, city, moment.date())
    over = window(declared, moment)
    assert (over.period, definitions.period_words(over.period)) == (period, label)
    assert over.until.date() <= moment.date()
    assert f"{due_at(declared, moment):%Y-%m-%d}" == due

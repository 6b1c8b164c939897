"""The demo's departments hand in figures by the real door; one flattering sheet waits to be."""

from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import Value
from yingshang.city.plans import service as plans
from yingshang.kernel.flow import Refusal
from yingshang.surfaces.cli.main import run
from yingshang.surfaces.demo.story import bind_sample_plans, hand_in_reports, import_plans

CITY = "990100"


@pytest.fixture
def november(now) -> datetime:
    return now.replace(month=11, day=20)


def test_the_departments_figures_come_in_marked_and_with_gaps(city, november):
    assert hand_in_reports(at=november) == 48
    hours = indicators.values("tax-hours", CITY, as_of=november, months_back=10)
    assert [one.value for one in hours][:4] == [96, 94, 93, None]
    assert {one.mark for one in indicators.reported(CITY, as_of=november)} == {"reported"}
    assert all(one.period < "2026-11" for one in indicators.reported(CITY, as_of=november))


def test_in_january_nobody_has_a_month_to_report(city, now):
    assert hand_in_reports(at=now.replace(month=1, day=20)) == 0


def test_promises_that_only_a_unit_tells_of_are_bound_and_stand_apart(city, november):
    from django.conf import settings

    import_plans([settings.PACKAGE / "data" / "samples"], by=SYSTEM, at=november)
    hand_in_reports(at=november)
    bind_sample_plans(CITY, by=SYSTEM, at=november)
    found = {p.indicator: p for p in plans.promises(SYSTEM, region=CITY, as_of=november.date())}
    told = {code for code, one in found.items() if one.standing == "reported"}
    assert told == {
        "tax-hours",
        "export-refund-mean",
        "power-reliability-urban",
        "power-reliability-rural",
        "power-steps",
    }
    hours = found["tax-hours"]
    assert (hours.lamp, hours.actual, hours.period_label) == ("grey", 82, "2026年10月")
    assert "没有办件可以核实" in hours.reason
    silent = found["gas-connection-max"]
    assert (silent.standing, silent.reason) == ("nodata", "部门还没有报过这个数")


def measured(code, value, at):
    one = definitions.edition("indicator", code, region=CITY, on=at.date())
    Value.objects.create(
        edition_id=one.id,
        code=code,
        region=CITY,
        unit=f"{CITY}-market",
        kind="month",
        period="2026-01",
        until="2026-01-31",
        value=value,
        mark="measured",
        as_of=at,
        computed_at=at,
    )


def test_the_sheet_to_drop_in_is_written_by_a_command(city, now, tmp_path, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    for code, value in (("case-count", 120), ("on-time-rate", 91), ("good-rating-rate", 97)):
        measured(code, value, now)
    out = tmp_path / "月报.xlsx"
    assert run(["demo", "sheet", str(out)]) == 0
    place = {"name": "月报.xlsx", "unit": f"{CITY}-market", "region": CITY}
    found = indicators.propose_mapping(data=out.read_bytes(), **place, on=now)
    assert "on-time-rate" in [column.indicator for column in found.columns]
    assert found.errors == ()
    assert indicators.reported(CITY, as_of=now) == []


def test_no_sheet_is_made_for_a_real_city(city, now, tmp_path, capsys):
    out = tmp_path / "x.xlsx"
    assert run(["demo", "sheet", str(out), "--unit", "210800-market"]) == 1
    assert "虚构" in capsys.readouterr().err
    assert not out.exists()


def test_own_figures_are_made_up_for_fictional_cities_only(city, november):
    with pytest.raises(Refusal, match="虚构"):
        indicators.own_sheet(
            region="210800", unit="210800-tax", as_of=november, figures={"tax-hours": ["1"]}
        )


def test_the_desk_offers_the_sheet_where_the_demo_is_on(city, now, settings):
    browser = Client()
    browser.force_login(accounts.user_of("ma"))
    address = reverse("demo:sheet")
    assert address in browser.get(reverse("desk:reported")).content.decode()
    settings.DEMO = False
    assert address not in browser.get(reverse("desk:reported")).content.decode()


def test_the_sheet_is_a_workbook_and_writes_nothing(city, now, monkeypatch):
    import openpyxl

    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    for code, value in (("case-count", 120), ("on-time-rate", 91), ("good-rating-rate", 97)):
        measured(code, value, now)
    answer = Client().get(reverse("demo:sheet"))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert any("按时办结率" in str(cell) for row in book.active.values for cell in row)
    assert indicators.reported(CITY, as_of=now) == []

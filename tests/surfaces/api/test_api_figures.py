"""A bureau's system reports a month: its own word, all or none, a leap is asked about."""

from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.models import HandIn


def test_a_month_is_taken_whole_or_refused_by_figure(tax, now):
    wrong = tax.post(
        "/figures", {"period": "2026-01", "figures": {"tax-hours": "80", "e-invoice-rate": "120"}}
    )
    assert (wrong.status_code, wrong.json()["code"]) == (422, "figures-invalid")
    assert wrong.json()["errors"][0]["field"] == "figures.e-invoice-rate"
    good = {"period": "2026-01", "figures": {"tax-hours": "80"}}
    assert tax.post("/figures", good).json()["rows"] == 1
    leap = {"period": "2026-02", "figures": {"tax-hours": "900"}}
    assert tax.post("/figures", leap).json()["code"] == "figures-unconfirmed"
    assert tax.post("/figures", {**leap, "confirmed": ["tax-hours"]}).status_code == 200
    said = indicators.reported("990100", as_of=now, code="tax-hours")
    assert {one.mark for one in said} == {"reported"}
    assert HandIn.objects.latest("pk").source.imported_by == "system:tax-core"

"""A unit's month by form, the overview of who owes, the reviewer's word, the doubt at the score."""

from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.indicators import service as indicators

TAX = "990100-tax"
SHEET = reverse("desk:figure_sheet")


def say(client, **typed):
    return client.post(SHEET, {"unit": TAX, **typed}, follow=True)


def test_a_month_is_filled_in_reviewed_and_returned(at_desk, django_assert_max_num_queries):
    shen, fang = at_desk("shen"), at_desk("fang")
    wrong = say(shen, **{"f-tax-hours": "80", "f-e-invoice-rate": "120"})
    assert wrong.status_code == 422
    assert "超过了 100%" in wrong.content.decode()
    assert 'value="120"' in wrong.content.decode()
    assert "已报 1 个数字" in say(shen, **{"f-tax-hours": "80"}).content.decode()
    (told,) = indicators.hand_ins(SYSTEM) or indicators.hand_ins(_of(fang))
    with django_assert_max_num_queries(30):
        page = fang.get(reverse("desk:figures_due")).content.decode()
    assert "还没有报的" in page
    fang.post(reverse("desk:figure_rule", args=[told.id]), {"verdict": "return", "reason": "口径"})
    assert "口径" in fang.get(f"{SHEET}?unit={TAX}").content.decode()


def _of(client):
    from yingshang.city.accounts import service as accounts

    return accounts.actor_of(client.get("/desk/").wsgi_request.user)


def test_a_leap_is_confirmed_on_the_page(at_desk):
    shen = at_desk("shen")
    actor = _of(shen)
    older = f"{timezone.localdate().year - 1}-01"
    indicators.hand_in(
        unit=TAX,
        region="990100",
        period=older,
        figures={"tax-hours": "80"},
        by=actor,
        at=timezone.now(),
    )
    page = say(shen, **{"f-tax-hours": "800"}).content.decode()
    assert "相差十倍以上" in page
    assert (
        "已报 1 个数字" in say(shen, **{"f-tax-hours": "800", "ok-tax-hours": "1"}).content.decode()
    )


def test_others_see_their_own_sheet_only(at_desk):
    ma = at_desk("ma")
    assert "年平均纳税时间" not in ma.get(f"{SHEET}?unit={TAX}").content.decode()
    assert ma.post(reverse("desk:figures_ask")).status_code == 404
    assert ma.get(reverse("desk:figure_proof", args=[1])).status_code == 404

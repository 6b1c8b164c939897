"""From a warning to a closed order, page by page."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision


@pytest.fixture
def warning(city, lin, zhou, shen, company, now):
    """The market regulator let companies wait since March: the watch sees it today."""
    for number in range(6):
        case = cases.open_case(
            item="company-start",
            region=city,
            form=company | {"company": f"青岚市第{number}号有限公司"},
            party=lin.party,
            channel="web",
            by=lin,
            at=now,
        )
        cases.accept(ref=case.ref, by=zhou, at=now)
    supervision.watch(at=timezone.now(), by=SYSTEM, regions=[city])
    return next(w for w in supervision.warnings(shen) if w.kind == "overdue-cases")


def raised(client, warning, **typed):
    typed = {"unit": "", "demand": "逐件办结", "due": "2099-01-04"} | typed
    return client.post(reverse("desk:raise", args=[warning.id]), typed)


@pytest.fixture
def order(at_desk, warning):
    """Its order's number."""
    return raised(at_desk("shen"), warning, unit="990100-market").url.split("/")[-2]


def do(client, ref, verb, **typed):
    return client.post(reverse("desk:verb", args=[ref, verb]), typed)


def page(client, ref):
    return client.get(reverse("desk:order", args=[ref])).content.decode()


# --- warnings ---------------------------------------------------------------------------------


def test_warnings_are_listed_with_their_grounds(at_desk, warning, django_assert_max_num_queries):
    shen = at_desk("shen")
    shen.get(reverse("desk:warnings"))
    with django_assert_max_num_queries(20):
        listed = shen.get(reverse("desk:warnings")).content.decode()
    assert warning.title in listed
    with django_assert_max_num_queries(40):
        shown = shen.get(reverse("desk:warning", args=[warning.id])).content.decode()
    assert shown.count("990100-2026-") >= 6


def test_an_english_screen_says_that_a_warning_was_written_in_chinese(at_desk, warning):
    shen, address = at_desk("shen"), reverse("desk:warning", args=[warning.id])
    assert "issued in Chinese" not in shen.get(address).content.decode()
    shen.cookies["ys_lang"] = "en"
    assert "The document was issued in Chinese." in shen.get(address).content.decode()


def test_other_cities_and_units_see_none(at_desk, warning):
    assert at_desk("wu").get(reverse("desk:warning", args=[warning.id])).status_code == 404
    assert at_desk("shen").get(reverse("desk:warning", args=[warning.id + 99])).status_code == 404


def test_an_order_needs_a_demand_and_a_day(at_desk, warning):
    answer = raised(at_desk("shen"), warning, demand=" ", due="后天")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明要求承办单位做到什么" in text
    assert "日期看不懂" in text


def test_a_day_in_the_past_is_refused_and_nothing_is_lost(at_desk, warning):
    answer = raised(at_desk("shen"), warning, demand="三天内逐件办结", due="2020-01-01")
    assert answer.status_code == 409
    assert "办结期限应在今天之后" in answer.content.decode()
    assert "三天内逐件办结" in answer.content.decode()


def test_leaders_read_but_do_not_order(at_desk, warning):
    assert (
        "发出督办单"
        not in at_desk("he").get(reverse("desk:warning", args=[warning.id])).content.decode()
    )
    assert raised(at_desk("he"), warning).status_code == 409


def test_the_same_warning_twice_is_one_order(at_desk, warning, order):
    answer = raised(at_desk("fang"), warning)
    assert answer.status_code == 409
    assert "不能重复发单" in answer.content.decode()


def test_dismissing_needs_a_reason(at_desk, warning, shen):
    address = reverse("desk:dismiss", args=[warning.id])
    assert at_desk("shen").post(address, {"reason": ""}).status_code == 422
    assert at_desk("shen").post(address, {"reason": "系统升级期间数据延迟"}).status_code == 302
    settled = supervision.warning(shen, warning.id)
    assert (settled.status, settled.settled_reason) == ("dismissed", "系统升级期间数据延迟")


# --- orders -----------------------------------------------------------------------------------


def test_an_order_shows_demand_condition_and_evidence(
    at_desk, order, django_assert_max_num_queries
):
    shen = at_desk("shen")
    page(shen, order)
    with django_assert_max_num_queries(40):
        text = page(shen, order)
    for words in ("逐件办结", "销号条件", "能不能销号", "不能销号", "因何督办"):
        assert words in text
    assert order in shen.get(reverse("desk:orders")).content.decode()


def test_of_one_lamp_the_order_that_is_due_first_stands_first(
    at_desk, order, shen, city, monkeypatch
):
    (real,) = supervision.orders(shen, at=timezone.now())
    days = [("red", 9), ("green", 2), ("red", 1), ("yellow", 5), ("red", 4)]
    made = [
        replace(real, number=f"〔2026〕{lamp}{number}号", due_on=date(2026, 1, number),
                row=replace(real.row, lamp=lamp))
        for lamp, number in days
    ]  # fmt: skip
    monkeypatch.setattr(supervision, "orders", lambda actor, at: made)
    for show in ("open", "all", "late"):
        listed = at_desk("shen").get(reverse("desk:orders"), {"show": show}).content.decode()
        places = [listed.index(f"〔2026〕{one}号") for one in ("red1", "red4", "red9", "yellow5")]
        assert places == sorted(places)


def test_an_order_opened_as_a_case_leads_to_its_page(at_desk, order):
    answer = at_desk("shen").get(reverse("desk:case", args=[order]))
    assert answer.url == reverse("desk:order", args=[order])


def test_a_case_opened_as_an_order_leads_to_its_page(at_desk, accepted):
    answer = at_desk("zhou").get(reverse("desk:order", args=[accepted.ref]))
    assert answer.url == reverse("desk:case", args=[accepted.ref])


def test_strangers_do_not_see_an_order(at_desk, order):
    wu = at_desk("wu")
    assert wu.get(reverse("desk:order", args=[order])).status_code == 404
    assert wu.get(reverse("desk:order_word", args=[order])).status_code == 404
    assert wu.get(reverse("desk:dispatch")).status_code == 404


def test_returning_cites_duties_and_is_ruled_on(at_desk, order, shen, ma, now):
    """The regulator says it is not its duty; the supervisor agrees and names another unit."""
    answer = do(at_desk("ma"), order, "return_assignment", reason="不归我局", duties=" ")
    assert answer.status_code == 422
    assert "不归我局" in answer.content.decode()
    duties = "“三定”规定第四条：登记时限考核由市审批局承担"
    typed = {"reason": "不归我局", "duties": duties}
    assert do(at_desk("ma"), order, "return_assignment", **typed).status_code == 302
    asked = page(at_desk("shen"), order)
    assert "裁定退回" in asked
    assert "申请退回，待裁定" in asked
    assert "启动特别程序" not in asked
    assert "不适用" not in asked
    assert "<span>系统</span>" not in asked
    ruling = {"upheld": "yes", "unit": "990100-approval", "reason": "职责清楚，予以采纳"}
    assert do(at_desk("shen"), order, "rule_return", **ruling).status_code == 302
    assert cases.case_for(shen, order).unit == "990100-approval"
    text = page(at_desk("shen"), order)
    assert duties in text
    assert "职责清楚，予以采纳" in text


def test_a_ruling_without_another_unit_is_refused(at_desk, order):
    typed = {"reason": "不归我局", "duties": "第四条"}
    do(at_desk("ma"), order, "return_assignment", **typed)
    answer = do(at_desk("shen"), order, "rule_return", upheld="yes", unit="", reason="采纳")
    assert answer.status_code == 409
    assert "请选定单位后再提交" in answer.content.decode()


def test_closing_without_evidence_is_refused_until_a_name_stands_for_it(at_desk, order, shen):
    do(at_desk("ma"), order, "complete_step", step="answer", result="pass", opinion="已逐件安排")
    refused = do(at_desk("shen"), order, "close", override_reason="")
    assert refused.status_code == 409
    assert "不能销号" in refused.content.decode()
    assert cases.case_for(shen, order).state != "closed"
    why = "企业已撤回申请，经分管领导同意"
    assert do(at_desk("shen"), order, "close", override_reason=why).status_code == 302
    assert cases.case_for(shen, order).state == "closed"
    text = page(at_desk("shen"), order)
    assert why in text
    assert "沈正" in text


def test_the_unit_does_not_close_its_own_order(at_desk, order, shen):
    do(at_desk("ma"), order, "complete_step", step="answer", result="pass", opinion="已安排")
    assert do(at_desk("ma"), order, "close").status_code == 409
    assert cases.case_for(shen, order).state != "closed"


def test_papers_leave_as_word(at_desk, order):
    for address in (reverse("desk:order_word", args=[order]), reverse("desk:dispatch")):
        answer = at_desk("shen").get(address)
        assert answer.status_code == 200
        assert ".docx" in answer.headers["Content-Disposition"]
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        assert "word/document.xml" in names


def test_the_workbench_leads_to_orders_that_are_short_past_their_day(at_desk, order, monkeypatch):
    """They are answered, so that no list of open cases has them."""
    shen = at_desk("shen")
    link = reverse("desk:orders") + "?show=missed"
    assert link not in shen.get(reverse("desk:queue")).content.decode()
    monkeypatch.setattr(supervision, "missed", lambda actor, at: 2)
    text = shen.get(reverse("desk:queue")).content.decode()
    assert f'<a href="{link}">2 件督办单已答复、逾期没有达标</a>' in text
    assert "逾期未达标" in shen.get(link).content.decode()

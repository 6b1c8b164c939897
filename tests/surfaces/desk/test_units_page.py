"""The register of units on the screen: registered, renamed, merged, taken back."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.models import User
from yingshang.city.audit import service as audit
from yingshang.city.plans import service as plans
from yingshang.city.supervision.ordering import Ground, order_by_hand

MADE = {"name": "市河湖事务中心", "kind": "institution", "aliases": "河湖中心"}


@pytest.fixture
def desk(at_desk):
    return at_desk("fang")


@pytest.fixture
def page(desk):
    answer = desk.post(reverse("desk:units"), MADE)
    assert answer.status_code == 302
    return answer.url


def act(desk, page, verb, **said):
    return desk.post(f"{page}{verb}/", said, follow=True).content.decode()


def code_of(page):
    return page.rstrip("/").rpartition("/")[2]


def test_a_unit_is_registered_on_the_register_itself(desk, page):
    told = desk.get(reverse("desk:units")).content.decode()
    assert "市河湖事务中心" in told
    wrong = desk.post(reverse("desk:units"), MADE)
    assert wrong.status_code == 422
    assert "就是单位表里的" in wrong.content.decode()


def test_what_a_unit_reported_is_no_change_of_the_register(desk, page, fang):
    obj, at = f"unit:{code_of(page)}", timezone.now()
    audit.record(by=fang, at=at, action="figures-reported", obj=obj, detail={})
    told = desk.get(page).content.decode()
    assert "登记为“市河湖事务中心”" in told
    assert "figures-reported" not in told


def test_a_rename_is_told_with_its_day_and_its_grounds(desk, page):
    told = act(
        desk, page, "rename", name="市河湖保护中心", on="2026-02-01", basis="青编发〔2026〕1号"
    )
    assert "名称已改" in told
    assert "“市河湖事务中心”自2026年2月1日起改称“市河湖保护中心”（青编发〔2026〕1号）" in told
    assert "2026年2月1日以前叫市河湖事务中心" in desk.get(reverse("desk:units")).content.decode()
    again = desk.post(f"{page}rename/", {"name": "市水域中心", "on": "2026-01-01", "basis": "某"})
    assert again.status_code == 422
    assert "日期有重叠" in again.content.decode()
    assert 'value="市水域中心"' in again.content.decode()


def test_a_name_is_lost_only_where_it_is_said_to_have_been_wrong(desk, page):
    code, said = code_of(page), {"name": "市河湖保护中心"}
    told = desk.post(f"{page}rename/", said)
    assert told.status_code == 422
    assert "请写明从哪一天起改名" in told.content.decode()
    both = desk.post(f"{page}rename/", {**said, "on": "2026-02-01", "wrong": "on"})
    assert "登记错了的不填日期" in both.content.decode()
    assert accounts.unit_name(code) == "市河湖事务中心"
    assert "登记错的名称不再认" in act(desk, page, "rename", **said, wrong="on")
    assert (accounts.unit_name(code), accounts.unit(code).former) == ("市河湖保护中心", ())


def test_short_forms_are_added_and_dropped(desk, page):
    assert "河湖站" in act(desk, page, "alias", alias="河湖站")
    told = act(desk, page, "drop", alias="河湖中心", on="2026-02-01")
    assert "简称“河湖中心”自2026年2月1日起停用" in told
    assert accounts.unit(code_of(page)).aliases == ("河湖站",)


def test_what_is_open_is_shown_with_its_links_and_keeps_the_unit(desk, page, shen):
    ref = order_by_hand(
        Ground("leader-instruction", "instruction", "x|1", "一件事", "交办"),
        region="990100", unit=code_of(page), demand="办", by=shen, at=timezone.now(),
        due=date(timezone.now().year + 1, 3, 2),
    )  # fmt: skip
    shown = html.fromstring(desk.get(page).content)
    assert reverse("desk:case", args=[ref]) in shown.xpath("//section//a/@href")
    said = {"successor": "", "on": "2026-02-01", "basis": "方案"}
    refused = desk.post(f"{page}end/", said)
    assert refused.status_code == 422
    assert f"1 项没有办完的办件（{ref}）" in refused.content.decode()


def test_a_merger_is_registered_and_taken_back(desk, page):
    told = act(desk, page, "end", successor="990100-data", on="2026-02-01", basis="方案")
    assert "自2026年2月1日起并入市数据局" in told
    assert "改名" not in told
    ended = desk.get(reverse("desk:units")).content.decode()
    assert "2026年2月1日起并入市数据局" in ended
    assert "已恢复" in act(desk, page, "restore", why="点错了")
    assert accounts.unit(code_of(page)).ended_on is None


def test_others_read_the_register_and_change_nothing(at_desk, page):
    other = at_desk("he")
    told = other.get(page).content.decode()
    assert "市河湖事务中心" in told
    assert "登记撤并" not in told
    said = {"name": "市河湖保护中心", "on": "2026-02-01"}
    assert other.post(f"{page}rename/", said).status_code == 422
    assert other.post(f"{page}burn/", said).status_code == 404
    assert other.get(reverse("desk:unit", args=["990100-none"])).status_code == 404
    assert accounts.unit_name(code_of(page)) == "市河湖事务中心"


def test_the_deadlines_of_a_unit_that_has_ended_are_listed_with_its_heirs(desk, page, fang):
    text = (
        "青岚市2026年优化营商环境行动方案\n一、主要任务\n（一）压缩企业开办时间。"
        "企业开办2个工作日内办结。\n牵头单位：市河湖事务中心\n完成时限：2026年6月底\n"
        "青岚市人民政府办公室\n2026年1月5日\n"
    )
    plan = plans.import_plan(
        data=text.encode(), name="a.txt", region="990100", by=fang, at=timezone.now()
    )
    plans.confirm_whole(task=plan.tasks[0].id, by=fang, at=timezone.now())
    act(desk, page, "end", on="2026-02-01", basis="x", successor="990100-data")
    where = reverse("desk:deadlines")
    listed = desk.get(where, {"unit": "990100-data", "month": "2026-06", "view": "list"})
    assert "压缩企业开办时间" in listed.content.decode()
    listed = desk.get(where, {"unit": "990100-tax", "month": "2026-06", "view": "list"})
    assert "压缩企业开办时间" not in listed.content.decode()


def test_units_of_another_city_are_not_shown(desk):
    other = "990200-market"
    assert desk.get(reverse("desk:unit", args=[other])).status_code == 404
    act = reverse("desk:unit_verb", args=[other, "alias"])
    assert desk.post(act, {"alias": "某某局"}).status_code == 404


def test_whom_an_abolished_unit_leaves_behind_is_named(desk, page):
    User.objects.filter(username="ma").update(unit=code_of(page))
    told = act(desk, page, "end", successor="", on="2026-02-01", basis="方案")
    assert "还有 1 名人员在这个单位名下（马骏）" in told

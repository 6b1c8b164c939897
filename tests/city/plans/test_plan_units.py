"""A name as printed is the unit that a clerk of the city would say it is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yingshang.city.plans import service as plans
from yingshang.city.plans._naming import of_state
from yingshang.city.plans.units import resolver

AFTER = date(2026, 1, 15)


@pytest.fixture
def ask(city):
    return resolver(city, AFTER)


@pytest.mark.parametrize(
    ("printed", "role"),
    [
        ("市市场监管局", "market"),
        ("市场监管局", "market"),
        ("市市监局", "market"),
        ("青岚市市场监督管理局", "market"),
        ("市发改委", "dev"),
        ("市发展改革委", "dev"),
        ("市发展和改革委员会", "dev"),
        ("市住房城乡建设局", "housing"),
        ("人社局", "hrss"),
        ("市卫健委", "health"),
        ("市工信局", "industry"),
        ("市资规局", "land"),
        ("供电公司", "grid"),
        ("国家电网青岚供电公司", "grid"),
        ("中国人民银行青岚市分行", "bank"),
        ("国家税务总局青岚市税务局", "tax"),
        ("青岚海关", "customs"),
        ("市中院", "court"),
        ("市委金融办", "jinrong"),
        ("市国资委", "sasac"),
        ("市 场 监 管 局", "market"),
    ],
)
def test_abbreviations_and_places_lead_to_the_unit_of_the_register(ask, printed, role):
    assert ask(printed).code == f"990100-{role}"


def test_a_bracket_inside_a_name_names_both(ask):
    both = ask("市发改委（市数据局）")
    assert both.codes == ("990100-dev", "990100-data")
    only_one = ask("市人社局（市社保中心）")  # 社保中心 is no unit of this register
    assert only_one.codes == ("990100-hrss",)
    assert ask("市工信局市数据局").codes == ("990100-industry", "990100-data")
    assert ask("市工信局市新经济委").codes == ("990100-industry",)


def test_every_county_is_meant_by_the_phrase_for_all(ask):
    assert ask("各县（市、区）人民政府").places == ("990101", "990102", "990103")
    assert ask("市各功能区管委会").known
    assert resolver("210800", AFTER)("各县区人民政府").what == "place"
    assert ask("东城区人民政府").places == ("990101",)
    assert ask("东城区市场监管局").code is None
    assert ask("东城区市场监管局").known


def test_a_unit_of_the_past_leads_to_its_successor_and_says_so(city):
    then, now = resolver(city, date(2017, 5, 1)), resolver(city, AFTER)
    for ask in (then, now):
        found = ask("市工商局")
        assert found.code == "990100-market"
        assert "2019年3月1日" in found.how
    assert now("市规建委").codes == ("990100-housing", "990100-land")


def test_a_name_with_another_bearer_then_is_read_by_the_plans_day(city):
    """市经信委 stood alone before; today's register knows only 工信局."""
    assert "承接" in resolver(city, date(2017, 5, 1))("市经济和信息化委员会").how


@pytest.mark.parametrize(
    "name",
    [
        "省发展改革委", "自治区住建厅", "国家发展改革委", "国务院办公厅", "中央网信办",
        "工业和信息化部", "人力资源社会保障部", "交通运输部", "公安部", "财政部青岚监管局",
    ],
)  # fmt: skip
def test_what_is_above_the_city_is_not_asked_about(ask, name):
    assert ask(name).what == "outside"


@pytest.mark.parametrize(
    "name", ["国家税务总局", "国家电网", "国家级经开区管委会", "公安部门", "宣传部", "市委组织部"]
)
def test_what_only_sounds_like_the_state_is_not_above_the_city(ask, name):
    assert ask(name).what != "outside"


@pytest.mark.parametrize(
    ("signed", "state"),
    [
        ("国务院", True), ("中共中央办公厅", True), ("国家税务总局", True), ("人社部 财政部", True),
        ("教育部等九部门", True), ("中华人民共和国民政部", True), ("国家级高新区管委会", False),
        ("青岚市委宣传部", False), ("宣传部", False), ("商务部门", False), ("省教育厅", False),
    ],
)  # fmt: skip
def test_who_speaks_for_the_state_is_told_in_one_place(signed, state):
    assert of_state(signed) is state


def test_a_city_without_a_register_knows_the_usual_bodies(city):
    ask = resolver("210800", AFTER)
    assert (ask("市市场监管局").code, ask("市市场监管局").what) == (None, "usual")
    assert ask("国网营口供电公司").known
    assert not ask("市没有这个局").known


def test_a_district_calls_its_bodies_by_its_own_level(city):
    ask = resolver("990101", AFTER)
    told = [ask(name).how for name in ("区税务局", "区发改委")]
    assert not [how for how in told if "：市" in how]
    assert ask("区税务局").how.startswith("通行名称：区税务局")
    assert ask("市税务局").how.startswith("通行名称：市税务局")  # the city's own


def test_guesses_come_with_their_reason(ask):
    best = ask.guesses("市数据资源局")[0]
    assert best.code == "990100-data"
    assert "数据" in best.why


def test_how_half_the_bodies_of_a_city_end_is_no_reason_for_a_guess(ask):
    """市房屋管理局 is not the emergency bureau because both are called 管理局."""
    assert ask.guesses("市房屋管理局") == ()
    assert [one.code for one in ask.guesses("市住房城乡建设管理委")] == ["990100-housing"]
    assert {one.code for one in ask.guesses("市交通委")} <= {"990100-transport"}
    assert ask.guesses("市某某工作委员会办公室") == ()
    assert ask.guesses("市城市更新中心") == ()


def test_a_decision_holds_for_every_plan_of_the_city_until_it_is_undone(plan, shen, now):
    assert plan.unresolved == ("市没有这个局",)
    entry = plans.decide_unit(
        region="990100",
        name="市没有这个局",
        what="unit",
        units=["990100-bureau"],
        by=shen,
        at=now,
        plan=plan.id,
    )
    seen = plans.plan(shen, plan.id, at=now)
    unit = seen.tasks[1].responsible[1]
    assert (unit.code, unit.entry, seen.unresolved) == ("990100-bureau", entry, ())
    assert shen.name in unit.how
    plans.forget(entry=entry, by=shen, at=now)
    assert plans.plan(shen, plan.id, at=now).unresolved == ("市没有这个局",)
    assert [one.removed_by_name for one in plans.dictionary("990100", removed=True)] == [shen.name]


def test_the_dictionary_reads_its_entries_once(plan, shen, now):
    said = {"region": "990100", "what": "outside", "by": shen, "at": now}
    for name in ("市没有这个局", "某某公司"):
        plans.decide_unit(name=name, **said)
    with CaptureQueriesContext(connection) as seen:
        assert [one.words for one in plans.dictionary("990100")] == ["某某公司", "市没有这个局"]
    assert sum('"plans_teaching"' in one["sql"] for one in seen) == 1


def test_unknown_names_are_listed_once_with_where_they_stand(plan, shen, now):
    (one,) = plans.open_names("990100")
    assert (one.name, one.times, [p.id for p in one.plans]) == ("市没有这个局", 1, [plan.id])
    plans.decide_unit(region="990100", name=one.name, what="none", by=shen, at=now)
    assert plans.open_names("990100") == []


def test_only_who_keeps_the_ledger_decides(plan, zhou, now):
    from yingshang.kernel.flow import Refusal

    with pytest.raises(Refusal, match="不负责"):
        plans.decide_unit(region="990100", name="市没有这个局", what="none", by=zhou, at=now)


@pytest.mark.parametrize(
    ("region", "printed", "usual"),
    [
        ("990000", "省发展改革委", "省发展和改革委员会"),
        ("990000", "省发改委", "省发展和改革委员会"),
        ("210000", "省住房城乡建设厅", "省住房和城乡建设厅"),
        ("210000", "省住建厅", "省住房和城乡建设厅"),
        ("210000", "辽宁省市场监管局", "省市场监督管理局"),
        ("210000", "省市场监管局", "省市场监督管理局"),
        ("210000", "国家税务总局辽宁省税务局", "省税务局"),
        ("210000", "省人力资源社会保障厅", "省人力资源和社会保障厅"),
        ("420000", "人行湖北省分行", "人民银行省分行"),
        ("420000", "湖北金融监管局", "国家金融监督管理总局省监管局"),
        ("450000", "自治区自然资源厅", "省自然资源厅"),
        ("450000", "广西电力公司", "省电力公司"),
        ("000000", "发展改革委", "国家发展和改革委员会"),
        ("000000", "市场监管总局", "市场监管总局"),
        ("000000", "国家发展改革委", "国家发展和改革委员会"),
        ("110000", "市发展改革委", "市发展和改革委员会"),
    ],
)
def test_a_provinces_units_and_the_states_are_known_by_their_usual_names(
    city, region, printed, usual
):
    found = resolver(region, AFTER)(printed)
    assert (found.what, found.code) == ("usual", None)
    assert usual in found.how


def test_a_provincial_plan_means_its_cities_and_what_is_above_it_stays_outside(city):
    ask = resolver("990000", AFTER)
    assert ask("各市州人民政府").places == ask("各市人民政府").places
    assert set(ask("各市人民政府").places) == {"990100", "990200", "990300"}
    assert ask("青岚市人民政府").places == ("990100",)
    assert ask("国家发展改革委").what == "outside"
    assert ask("省无此局").known is False


@pytest.mark.parametrize(
    ("region", "printed", "usual"),
    [
        ("310000", "国网上海供电公司", "市供电公司"),
        ("310000", "市电力公司", "市供电公司"),
        ("440000", "省电力公司", "省电力公司"),
    ],
)
def test_the_grid_of_a_place_without_units_has_no_name_that_nobody_bears(
    city, region, printed, usual
):
    """国网市供电公司 is no company's name, and in the south the grid is another one."""
    found = resolver(region)(printed)
    assert (found.what, found.how) == ("usual", f"通行名称：{usual}；该地没有单位表")

"""A unit is called otherwise, has short forms more or fewer, goes into another one: from its day
on, while plans of before are read by what it was then."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.accounts.models import Unit, User
from yingshang.city.audit import service as audit
from yingshang.city.definitions import service as definitions
from yingshang.city.plans import service as plans
from yingshang.city.plans.units import resolver
from yingshang.city.supervision.ordering import Ground, order_by_hand

OLD, NEW, FIRST = "990100-own-1", "市河湖保护中心", "市河湖事务中心"
DAY = date(2026, 2, 1)
BEFORE = DAY - timedelta(days=1)


def told(name, on):
    return resolver("990100", on)(name)


@pytest.fixture(autouse=True)
def unit(city, shen, now):
    """A centre that no item names."""
    said = {"region": city, "printed": "", "name": FIRST, "kind": "institution"}
    assert plans.register_unit(**said, by=shen, at=now - timedelta(days=1)) == OLD


@pytest.fixture
def rename(city, shen, now):
    def act(**said):
        values = {"unit": OLD, "name": NEW, "on": DAY, "basis": "青编发〔2026〕1号"} | said
        plans.rename_unit(by=values.pop("by", shen), at=now, **values)

    return act


@pytest.fixture
def end(city, shen, now):
    def act(**said):
        values = {"unit": OLD, "on": DAY, "basis": "青编发〔2026〕1号", "by": shen, "at": now}
        accounts.end_unit(**(values | said))

    return act


def test_a_new_name_holds_from_its_day_and_the_old_one_still_leads_to_the_unit(rename, shen):
    rename()
    assert (accounts.unit_name(OLD), accounts.unit(OLD).renamed_on) == (NEW, DAY)
    then, now = told(FIRST, BEFORE), told(FIRST, DAY)
    assert (then.code, then.how) == (OLD, "")
    assert (now.code, "2026年2月1日 起改称" in now.how) == (OLD, True)
    assert told(NEW, DAY).how == ""
    assert "才用这个名称" in told(NEW, BEFORE).how
    kept, _registered = audit.records(obj=f"unit:{OLD}")
    assert (kept.action, kept.by, kept.detail["on"]) == ("unit.rename", shen.id, "2026-02-01")


def test_a_slip_in_the_name_is_put_right_without_a_day(rename):
    rename(on=None)
    assert accounts.unit(OLD).former == ()
    assert told(FIRST, DAY).code is None


def test_the_old_name_may_be_another_units_from_that_day_on(rename, shen, now):
    rename()
    said = {"region": "990100", "printed": "", "name": FIRST, "kind": "institution"}
    with pytest.raises(Refusal, match="日期有重叠"):
        plans.register_unit(**said, valid_from=BEFORE, by=shen, at=now)
    code = plans.register_unit(**said, valid_from=DAY, by=shen, at=now)
    assert told(FIRST, BEFORE).code == OLD
    assert told(FIRST, DAY).code == code


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "市税务局"}, "单位表里的“市税务局”"),
        ({"name": "省教育厅"}, "不是本级单位"),
        ({"name": FIRST}, "没有变"),
        ({"name": "x"}, "不像单位名称"),
        ({"on": date(2099, 1, 1)}, "不晚于今天"),
        ({"unit": "990200-market"}, "不负责"),
    ],
)
def test_a_rename_that_cannot_be_is_one_sentence(rename, said, words):
    with pytest.raises(Refusal, match=words):
        rename(**said)
    assert accounts.unit_name(OLD) == FIRST


def test_renames_follow_each_other(rename):
    rename()
    with pytest.raises(Refusal, match="2026年2月1日起用的，日期有重叠"):
        rename(name="市水域中心", on=DAY)
    rename(name="市水域中心", on=DAY + timedelta(days=9))
    assert told(NEW, DAY).how == ""
    assert told(FIRST, BEFORE).how == ""
    assert told(FIRST, DAY).code == OLD


def test_short_forms_come_and_go(city, shen, now):
    plans.add_unit_alias(unit=OLD, alias="河湖站子", by=shen, at=now)
    assert told("河湖站子", DAY).code == OLD
    with pytest.raises(Refusal, match="已经是"):
        plans.add_unit_alias(unit=OLD, alias="河湖站子", by=shen, at=now)
    accounts.drop_alias(unit=OLD, alias="河湖站子", on=DAY, by=shen, at=now)
    assert accounts.unit(OLD).aliases.count("河湖站子") == 0
    assert told("河湖站子", BEFORE).how == ""
    assert "改称" in told("河湖站子", DAY).how
    plans.add_unit_alias(unit=OLD, alias="登错了站", by=shen, at=now)
    accounts.drop_alias(unit=OLD, alias="登错了站", by=shen, at=now)
    assert told("登错了站", DAY).code is None


def test_a_merged_unit_is_meant_until_its_day_and_its_heir_from_then(end, city):
    User.objects.filter(username="ma").update(unit=OLD)
    end(successor="990100-data")
    assert told(FIRST, BEFORE).code == OLD
    found = told(FIRST, DAY)
    assert (found.code, "2026年2月1日 起并入“市数据局”" in found.how) == ("990100-data", True)
    assert told(FIRST, BEFORE).duty == ("990100-data",)
    assert told(FIRST, BEFORE).now == "990100-data"
    assert OLD not in {one.code for one in accounts.units("990100")}
    assert OLD in {one.code for one in accounts.units("990100", ended=True)}
    assert accounts.unit_name(OLD) == FIRST
    assert accounts.officer("ma").unit == "990100-data"


def test_a_unit_without_an_heir_is_asked_about_in_plans_of_after(end):
    end()
    assert told(FIRST, BEFORE).code == OLD
    assert not told(FIRST, DAY).known


def test_what_a_person_had_decided_follows_the_unit(end, shen, now):
    plans.decide_unit(region="990100", name="老河湖站", what="unit", units=[OLD], by=shen, at=now)
    end(successor="990100-data")
    assert told("老河湖站", BEFORE).code == OLD
    assert told("老河湖站", DAY).code == "990100-data"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"basis": " "}, "依据"),
        ({"successor": OLD}, "另选一个"),
        ({"successor": "990200-market"}, "另选一个"),
        ({"on": date(2099, 1, 1)}, "不晚于今天"),
        ({"unit": "990100-tax"}, "由它办理的事项"),
    ],
)
def test_an_end_that_cannot_be_is_one_sentence(end, said, words):
    with pytest.raises(Refusal, match=words):
        end(**said)
    assert all(one.ended_on is None for one in Unit.objects.all())


def test_an_heir_must_be_there_on_the_day(end, shen, now):
    said = {"region": "990100", "printed": "", "name": "市后设局", "kind": "government"}
    later = DAY + timedelta(days=5)
    code = plans.register_unit(**said, valid_from=later, by=shen, at=now)
    with pytest.raises(Refusal, match="2026年2月6日才成立"):
        end(successor=code)
    end(successor=code, on=later)
    with pytest.raises(Refusal, match="已于2026年2月6日撤并，不能再改"):
        end(successor=code, on=later)


def test_open_cases_are_named_and_must_be_handed_on_first(end, city, shen, now):
    ref = order_by_hand(
        Ground("leader-instruction", "instruction", "x|1", "一件事", "交办"), region="990100",
        unit=OLD, demand="办", due=date(2026, 3, 20), by=shen, at=now,
    )  # fmt: skip
    with pytest.raises(Refusal, match=f"1 项没有办完的办件（{ref}）"):
        end()
    (held,) = accounts.holdings(accounts.unit(OLD), at=now)
    assert (held.cases, held.names) == (True, (ref,))


def test_an_end_that_was_registered_wrongly_is_taken_back(end, shen, now):
    User.objects.filter(username="ma").update(unit=OLD)
    end(successor="990100-data")
    with pytest.raises(Refusal, match="理由"):
        accounts.restore_unit(unit=OLD, why="", by=shen, at=now)
    accounts.restore_unit(unit=OLD, why="点错了", by=shen, at=now)
    assert told(FIRST, DAY).code == OLD
    assert accounts.officer("ma").unit == OLD
    actions = [one.action for one in audit.records(obj=f"unit:{OLD}")]
    assert sorted(actions) == ["unit.end", "unit.register", "unit.restore"]


@pytest.mark.parametrize("who", ["zhou", "wu", "he"])
def test_only_the_bureau_and_the_supervisors_change_the_register(request, rename, end, who):
    other = request.getfixturevalue(who)
    with pytest.raises(Refusal, match="不负责"):
        rename(by=other)
    with pytest.raises(Refusal, match="只有本市营商局"):
        end(by=other)
    with pytest.raises(NotVisible):
        rename(unit="990100-none")


def test_what_people_said_outlives_the_next_load_of_declared_data(rename, now):
    rename(unit="990100-tax", name="市征收服务局")  # that one is declared
    definitions.load(settings.DATA_DIRS, at=now)
    assert accounts.unit_name("990100-tax") == "市征收服务局"


def test_however_much_a_unit_reported_its_history_is_of_the_register(rename, shen, now):
    rename()
    for _ in range(1001):
        audit.record(by=shen, at=now, action="figures-reported", obj=f"unit:{OLD}", detail={})
    assert [one.sentence[:1] for one in accounts.unit_history(OLD)] == ["“", "登"]


def test_another_process_notices_within_seconds(city):
    assert accounts.unit_name(OLD) == FIRST
    Unit.objects.filter(code=OLD).update(name=NEW, changed_at="2026-03-01T00:00:00Z")
    accounts.refresh()
    assert accounts.unit_name(OLD) == NEW


def test_what_an_older_plan_asks_of_it_is_its_heirs_now(end, shen, now):
    text = (
        "青岚市2026年优化营商环境行动方案\n一、主要任务\n（一）压缩企业开办时间。"
        f"企业开办2个工作日内办结。\n牵头单位：{FIRST}\n"
        "青岚市人民政府办公室\n2026年1月5日\n"
    )
    plan = plans.import_plan(data=text.encode(), name="a.txt", region="990100", by=shen, at=now)
    for target in plan.tasks[0].targets:
        plans.confirm_target(target=target.id, by=shen, at=now)
    said = {"region": "990100", "as_of": now.date()}
    assert [one.unit for one in plans.unit_lamps(shen, **said)] == [OLD]
    end(successor="990100-data")
    assert plans.plan(shen, plan.id, at=now).tasks[0].lead[0].code == OLD
    assert [one.unit for one in plans.unit_lamps(shen, **said)] == ["990100-data"]
    assert plans.promises(shen, **said)[0].unit == "990100-data"


def test_an_end_that_is_taken_back_gives_back_the_units_below(end, shen, now):
    below = Unit.objects.get(code="990100-tax")
    Unit.objects.filter(pk=below.pk).update(superior=Unit.objects.get(code=OLD))
    end(successor="990100-data")
    below.refresh_from_db()
    assert below.superior_id == "990100-data"
    for n in range(100):  # what it reported since is no reason to forget
        audit.record(by=shen, at=now, action="figures-reported", obj=f"unit:{OLD}", detail={"n": n})
    accounts.restore_unit(unit=OLD, why="点错了", by=shen, at=now + timedelta(hours=1))
    below.refresh_from_db()
    assert below.superior_id == OLD


@pytest.mark.parametrize("over", [None, "990100-tax"])
def test_a_unit_that_goes_into_its_own_subordinate_makes_no_ring(end, shen, now, over):
    heir = Unit.objects.filter(code="990100-data")
    Unit.objects.filter(code=OLD).update(superior=over)
    heir.update(superior=OLD)
    end(successor="990100-data")
    assert heir.get().superior_id == over
    accounts.restore_unit(unit=OLD, why="点错了", by=shen, at=now + timedelta(hours=1))
    assert (heir.get().superior_id, Unit.objects.get(code=OLD).superior_id) == (OLD, over)


def test_those_below_a_unit_without_an_heir_are_under_what_it_was_under(end, shen, now):
    under = Unit.objects.filter(code="990100-tax")
    Unit.objects.filter(code=OLD).update(superior="990100-data")
    under.update(superior=OLD)
    end()
    assert under.get().superior_id == "990100-data"
    said = {"region": "990100", "printed": "", "name": "市河湖监测站", "kind": "institution"}
    with pytest.raises(Refusal, match="已经撤并的不行"):
        plans.register_unit(**said, superior=OLD, by=shen, at=now)
    accounts.restore_unit(unit=OLD, why="点错了", by=shen, at=now + timedelta(hours=1))
    assert under.get().superior_id == OLD


def test_declared_data_puts_no_unit_under_one_that_has_ended(end):
    row = Unit.objects.filter(code="990100-tax")
    declared = row.values("code", "name", "role", "region_id").get() | {"superior_id": OLD}
    end(successor="990100-data")
    row.update(superior="990100-data")
    accounts.ensure_places(regions=[], units=[declared])
    assert row.get().superior_id == "990100-data"


def test_the_history_says_its_days_as_the_page_does(rename):
    rename()
    with override("en"):
        assert "1 Feb 2026" in accounts.unit_history(OLD)[0].sentence


def test_a_short_form_that_one_unit_lost_may_become_anothers(end, shen, now):
    accounts.add_alias(unit=OLD, alias="河湖中心", by=shen, at=now)
    with pytest.raises(Refusal, match="单位表里已有"):
        accounts.add_alias(unit="990100-data", alias="河湖中心", by=shen, at=now)
    accounts.drop_alias(unit=OLD, alias="河湖中心", on=DAY, by=shen, at=now)
    plans.add_unit_alias(unit="990100-data", alias="河湖中心", by=shen, at=now)
    assert (told("河湖中心", BEFORE).code, told("河湖中心", DAY).code) == (OLD, "990100-data")


def test_the_short_form_of_a_unit_that_went_into_another_becomes_that_ones(end, shen, now):
    accounts.add_alias(unit=OLD, alias="河湖中心", by=shen, at=now)
    end(successor="990100-data")
    plans.add_unit_alias(unit="990100-data", alias="河湖中心", by=shen, at=now)
    assert (told("河湖中心", BEFORE).code, told("河湖中心", DAY).code) == (OLD, "990100-data")


def test_who_asks_by_a_former_name_finds_the_unit_unless_another_is_called_so(rename, shen, now):
    rename()
    assert accounts.resolve_unit(FIRST, "990100").code == OLD
    said = {"region": "990100", "printed": "", "name": FIRST, "kind": "institution"}
    made = plans.register_unit(**said, valid_from=DAY, by=shen, at=now)
    assert accounts.resolve_unit(FIRST, "990100").code == made

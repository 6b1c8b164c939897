"""A unit that plans name and the register lacks is registered by a person; its names resolve."""

from datetime import date

import pytest

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.audit import service as audit
from yingshang.city.plans import registering
from yingshang.city.plans import service as plans
from yingshang.city.plans.units import resolver

PRINTED = "市没有这个局"


@pytest.fixture
def register(plan, shen, now):
    """Shen registers the unit that the plan names and nobody knows."""

    def act(**said):
        values = {"printed": PRINTED, "name": PRINTED, "kind": "government", "by": shen, "at": now}
        return plans.register_unit(region="990100", **(values | said))

    return act


def test_its_name_resolves_in_every_plan_and_who_registered_it_is_on_record(
    register, plan, shen, now
):
    code = register(aliases=["没有局"], superior="990100-bureau")
    seen = plans.plan(shen, plan.id, at=now)
    assert (seen.tasks[1].responsible[1].code, seen.unresolved) == (code, ())
    assert plans.open_names("990100") == []
    assert resolver("990100")("没有局").code == code
    made = accounts.unit(code)
    assert (made.name, made.kind, made.superior) == (PRINTED, "government", "990100-bureau")
    (kept,) = audit.records(obj=f"unit:{code}")
    assert (kept.action, kept.by, kept.detail["name"]) == ("unit.register", shen.id, PRINTED)


def test_the_name_as_printed_means_it_though_it_is_registered_in_full(register):
    code = register(name="青岚市无此事务服务中心", kind="institution")
    assert resolver("990100")(PRINTED).code == code
    assert plans.dictionary("990100")[0].words == PRINTED


def test_a_plan_of_before_its_day_does_not_mean_it(register):
    code = register(valid_from=date(2026, 2, 1))
    assert resolver("990100", date(2026, 2, 1))(PRINTED).code == code
    assert resolver("990100", date(2026, 1, 31))(PRINTED).code is None


def test_nor_does_it_by_another_name_that_the_dictionary_keeps(register, plan):
    code = register(name="青岚市无此事务服务中心", valid_from=date(2026, 2, 1))
    assert resolver("990100", date(2026, 2, 1))(PRINTED).code == code
    before = resolver("990100", date(2026, 1, 31))(PRINTED)
    assert (before.code, before.known) == (None, True)
    assert "当时还没有青岚市无此事务服务中心" in before.how
    assert plans.open_names("990100") == []  # it was told once, and is not asked again


def test_a_person_who_says_that_it_is_the_unit_is_believed_in_older_plans_too(register, shen, now):
    code = register(valid_from=date(2026, 2, 1))
    assert resolver("990100", date(2026, 1, 31))(PRINTED).code is None
    plans.decide_unit(region="990100", name=PRINTED, what="unit", units=[code], by=shen, at=now)
    before = resolver("990100", date(2026, 1, 31))(PRINTED)
    assert (before.code, shen.name in before.how, "前身" in before.how) == (code, True, True)
    assert plans.open_names("990100") == []


def test_a_unit_whose_printed_name_cannot_be_taught_is_not_registered(register, monkeypatch):
    def fail(**_said):
        raise Refusal("not-now", "词典没有写成。")

    monkeypatch.setattr(registering, "decide_unit", fail)
    before = accounts.units("990100")
    with pytest.raises(Refusal, match="没有写成"):
        register(name="青岚市无此事务服务中心")
    assert accounts.units("990100") == before
    assert resolver("990100")("青岚市无此事务服务中心").code is None


def test_a_usual_body_that_the_register_lacks_gets_its_own_role(register):
    found = resolver("990100")
    lacking = next(b for b in found.names.bodies if b.role not in found.register.roles)
    code = register(printed=lacking.name, name=lacking.name)
    assert code == f"990100-{lacking.role}"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "市场监管局"}, "就是单位表里的“市市场监督管理局”"),
        ({"aliases": ["市发改委"]}, "就是单位表里的"),
        ({"name": "各县（市、区）人民政府"}, "不是本级单位"),
        ({"name": "省教育厅"}, "不是本级单位"),
        ({"name": "x"}, "不像单位名称"),
        ({"name": "市某局、市另一局"}, "不像单位名称"),
        ({"kind": "ministry"}, "类别"),
        ({"superior": "990200-market"}, "本市现有的单位里选"),
        ({"valid_from": date(1, 1, 1)}, "成立日期"),
        ({"valid_from": date(9999, 12, 31)}, "成立日期"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_registered(register, said, words):
    before = len(accounts.units("990100"))
    with pytest.raises(Refusal, match=words):
        register(**said)
    assert len(accounts.units("990100")) == before


def test_the_same_unit_is_not_registered_twice(register):
    register()
    with pytest.raises(Refusal, match="没有再登记"):
        register()


@pytest.mark.parametrize("who", ["zhou", "wu", "he"])
def test_only_the_bureau_and_the_supervisors_of_the_city_register(register, request, who):
    with pytest.raises(Refusal, match="不负责"):
        register(by=request.getfixturevalue(who))


def test_a_reference_city_without_people_gets_no_units(plan, shen, now):
    with pytest.raises(Refusal, match="只有本市"):
        plans.register_unit(
            region="210800", printed="市某某局", name="市某某局", kind="government", by=shen, at=now
        )


def test_another_process_notices_within_seconds(register):
    from yingshang.city.accounts.models import Unit

    accounts.units("990100")
    Unit.objects.create(code="990100-own-9", name="市别处登记局", role="own-9", region_id="990100")
    assert resolver("990100")("市别处登记局").code is None
    accounts.refresh()
    assert resolver("990100")("市别处登记局").code == "990100-own-9"

"""Collecting material: notice, signing, sending, return, excuse, reminders, the next round."""

import io
import zipfile
from datetime import date

import pytest
from ledger_sample import PLAN
from loop_sample import day

from yingshang.adapters import sheets
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.accounts.models import User
from yingshang.city.accounts.service import NotVisible
from yingshang.city.notify import service as notify
from yingshang.city.plans import service as plans
from yingshang.city.supervision import service as supervision
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.rounds.recurring import Turn, read_turn, turn_of

PDF = b"%PDF-1.4\nsealed\n%%EOF"
UNITS = ["990100-market", "990100-tax"]


def ask(by, **changed):
    given = {
        "title": "营商环境工作进展",
        "demand": "报送本月进展，加盖公章。",
        "units": UNITS,
        "due_on": date(2026, 3, 25),
        "at": day(3, 2),
    }
    return supervision.open_round(**(given | changed), by=by)


def send(by, round, at, name="进展.pdf", **more):
    supervision.send_material(round=round, scans=[(name, PDF)], by=by, at=at, **more)


def part(actor, round, unit, at=None):
    found = supervision.round_view(actor, round, at=at or day(3, 2)).shares
    return next(one for one in found if one.unit == unit)


def titles(unit):
    return [one.title for one in notify.inbox([f"unit:{unit}"]) if one.topic == "round"]


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("各单位于每月25日前报送工作进展。", Turn("month", 1, 25)),
        ("请各牵头单位每月底前将进展报市营商局", Turn("month", 1, 31)),
        ("每季度末月二十日前报送", Turn("quarter", 3, 20)),
        ("每季度结束后10日内报送上季度情况", Turn("quarter", 1, 10)),
        ("每季度末报送", Turn("quarter", 3, 31)),
        ("每半年报送一次工作总结", Turn("half", 6, 31)),
        ("每年12月10日前报送全年总结", Turn("year", 12, 10)),
        ("每周五前报送信息", Turn("week", 1, 5)),
        ("每月25日前，将进展报送市营商局", Turn("month", 1, 25)),
        ("市营商局按月核对数据，各单位于3月底前报市营商局备案", None),
        ("于2026年4月30日前报送", None),
    ],
)
def test_what_recurs_is_read_from_the_sentence(text, turn):
    assert read_turn(text) == turn


def test_where_lead_units_are_meant_only_they_are_proposed(city, shen):
    text = PLAN.replace(
        "青岚市人民政府办公室\n",
        "三、组织实施\n各牵头单位于每月25日前将进展报市营商局。\n青岚市人民政府办公室\n",
    )
    kept = plans.import_plan(
        data=text.encode(), name="p.txt", region="990100", by=shen, at=day(1, 6)
    )
    (duty,) = supervision.round_duties(shen, at=day(1, 7), plan=kept.id)
    assert set(duty.units) == {"990100-land", "990100-tax", "990100-market"}
    assert duty.unknown == ()


TWO = PLAN.replace(
    "青岚市人民政府办公室\n",
    "二、组织实施\n各牵头单位每月25日前报送进展；2026年12月10日前报送年度总结。\n青岚市人民政府办公室\n",
)


def kept_as(text, shen, number):
    return plans.import_plan(
        data=text.encode(), name="p.txt", region="990100", by=shen, at=day(1, number)
    ).id


def offered(shen, plan=None):
    return [
        (one.plan, one.text[-6:], one.every, one.round)
        for one in supervision.round_duties(shen, at=day(1, 9), plan=plan)
    ]


def test_two_duties_in_one_paragraph_are_offered_each_by_itself(city, shen):
    plan = kept_as(TWO, shen, 6)
    assert offered(shen) == [
        (plan, "日前报送进展", "month", None),
        (plan, "报送年度总结", "", None),
    ]
    first, second = supervision.round_duties(shen, at=day(1, 9))
    assert set(first.units) == {"990100-land", "990100-tax", "990100-market"}
    assert second.nominal == date(2026, 12, 10)


def test_a_round_on_a_whole_paragraph_carries_the_duty_that_recurs_as_it_does(city, shen):
    plan = kept_as(TWO, shen, 6)
    whole = "各牵头单位每月25日前报送进展；2026年12月10日前报送年度总结。"
    made = ask(shen, every="month", plan=plan, basis=whole, due_on=date(2026, 3, 25), at=day(1, 8))
    assert [one[3] for one in offered(shen)] == [made, None]


def test_a_duty_of_an_edition_that_was_replaced_is_offered_no_more(city, shen):
    old = kept_as(TWO, shen, 6)
    new = kept_as(TWO + "\n本方案自印发之日起施行。\n", shen, 7)
    plans.lineage.declare(kind="edition", origin=old, heir=new, by=shen, at=day(1, 8))
    assert {one[0] for one in offered(shen)} == {new}
    assert offered(shen, plan=old) == []


def test_the_last_day_of_a_month_stays_the_last():
    turn = turn_of("month", date(2026, 1, 31))
    assert turn.next(date(2026, 1, 31)) == date(2026, 2, 28)
    assert turn.next(date(2026, 2, 28)) == date(2026, 3, 31)
    assert turn_of("quarter", date(2026, 1, 10)).next(date(2026, 1, 10)) == date(2026, 4, 10)


def test_a_rest_day_moves_the_end_and_the_page_says_so(shen):
    made = supervision.round_view(shen, ask(shen, due_on=date(2026, 3, 28)), at=day(3, 2))
    assert (made.row.due_on, made.moved) == (date(2026, 3, 30), True)
    assert "2026年3月30日" in titles("990100-tax")[0]


def test_a_unit_sees_its_own_part_and_strangers_see_nothing(shen, ma, wu, deng, lin):
    made = ask(shen)
    send(wu, made, day(3, 3))
    seen = supervision.round_view(ma, made, at=day(3, 3))
    assert [one.unit for one in seen.shares] == ["990100-market"]
    paper = part(shen, made, "990100-tax", day(3, 3)).sendings[0].id
    assert supervision.round_material(wu, paper, 0)[0] == "进展.pdf"
    for actor in (deng, lin):
        assert supervision.rounds(actor, at=day(3, 3)) == []
        with pytest.raises(NotVisible):
            supervision.round_view(actor, made, at=day(3, 3))
    for look in (
        lambda: supervision.round_material(ma, paper, 0),
        lambda: supervision.round_bundle(ma, made, at=day(3, 3)),
    ):
        with pytest.raises(NotVisible):
            look()


def test_unseen_seen_sent_returned_sent_again_accepted(shen, ma):
    made = ask(shen)
    standing = lambda at: part(shen, made, "990100-market", at).standing  # noqa: E731
    assert standing(day(3, 2)) == "unseen"
    supervision.sign_round(round=made, by=ma, at=day(3, 3))
    assert standing(day(3, 3)) == "seen"
    send(ma, made, day(3, 24))
    one = part(shen, made, "990100-market").id
    supervision.return_material(
        share=one, reason="没有盖章", due_on=date(2026, 3, 27), by=shen, at=day(3, 24)
    )
    assert standing(day(3, 25)) == "returned"
    assert "退回" in titles("990100-market")[0]
    send(ma, made, day(3, 30))
    assert part(shen, made, "990100-market", day(3, 30)).sent_late
    supervision.accept_material(share=one, by=shen, at=day(3, 30))
    with pytest.raises(Refusal, match="已经采用"):
        send(ma, made, day(3, 30))


def test_papers_without_the_sealed_scan_are_not_taken(shen, ma):
    made = ask(shen)
    text = ("进展.txt", "进展".encode())
    with pytest.raises(Refusal, match="盖章"):
        supervision.send_material(round=made, scans=[], others=[text], by=ma, at=day(3, 3))
    with pytest.raises(Refusal, match="不是盖章件"):
        supervision.send_material(round=made, scans=[text], by=ma, at=day(3, 3))
    with pytest.raises(Refusal, match="不符"):
        supervision.send_material(round=made, scans=[("a.pdf", b"MZ")], by=ma, at=day(3, 3))


def test_reminders_go_out_before_and_after_the_day_and_once_each(shen, ma, wu):
    made = ask(shen)
    send(wu, made, day(3, 20))
    for at in (day(3, 20), day(3, 23), day(3, 24), day(3, 26), day(3, 27)):
        supervision.turn_rounds(at=at, by=SYSTEM)
    told = [one for one in titles("990100-market") if "报送" in one]
    assert len(told) == 3  # the notice, before, after
    assert len(titles("990100-tax")) == 1
    office = [one for one in notify.inbox([f"user:{shen.id}"]) if one.topic == "round"]
    assert [one.title[:8] for one in office] == ["1 个单位逾期未"]


def test_where_the_keeper_has_left_the_supervisors_hear_who_is_late(fang, shen):
    ask(fang)
    User.objects.filter(username=fang.id).update(is_active=False)
    supervision.turn_rounds(at=day(3, 27), by=SYSTEM)
    office = [one for one in notify.inbox([f"user:{shen.id}"]) if one.topic == "round"]
    assert [one.title[:8] for one in office] == ["2 个单位逾期未"]


def test_the_next_round_opens_after_the_day_and_only_once(shen):
    ask(shen, every="month", due_on=date(2026, 3, 25))
    assert supervision.turn_rounds(at=day(3, 25), by=SYSTEM).opened == 0
    assert supervision.turn_rounds(at=day(3, 26), by=SYSTEM).opened == 1
    assert supervision.turn_rounds(at=day(3, 26), by=SYSTEM).opened == 0
    rows = supervision.rounds(shen, at=day(3, 26))
    assert [one.due_on for one in rows] == [date(2026, 4, 27), date(2026, 3, 25)]  # the 25th: rest


def test_months_without_a_notice_are_not_held_against_anybody(shen):
    made = ask(shen, every="month")
    supervision.turn_rounds(at=day(6, 29), by=SYSTEM)
    assert supervision.rounds(shen, at=day(6, 29))[0].due_on == date(2026, 7, 27)
    supervision.stop_series(round=made, reason="工作结束", by=shen, at=day(6, 29))
    assert supervision.turn_rounds(at=day(8, 3), by=SYSTEM).opened == 0


def test_punctuality_counts_the_first_sending_against_the_rounds_day(shen, ma, wu):
    late, excused = ask(shen), ask(shen, title="二")
    send(ma, late, day(3, 26))
    send(wu, late, day(3, 25, 23))
    supervision.excuse_unit(
        share=part(shen, excused, "990100-tax").id, reason="机构撤并", by=shen, at=day(3, 3)
    )
    found = {
        one.unit: one for one in supervision.punctuality("990100", 2026, as_of=date(2026, 3, 30))
    }
    market, tax = found["990100-market"], found["990100-tax"]
    assert (market.due, market.on_time, market.late, market.missing) == (2, 0, 1, 1)
    assert (tax.due, tax.on_time, tax.excused) == (1, 1, 1)


def test_the_bundle_holds_the_last_papers_under_safe_names_with_an_index(shen, ma):
    made = ask(shen, title="=cmd|'/c calc'!A1")
    send(ma, made, day(3, 20), name="旧.pdf")
    send(ma, made, day(3, 21), name="=HYPERLINK(1).pdf", others=[("a\u202efdp.txt", b"text")])
    name, pieces = supervision.round_bundle(shen, made, at=day(3, 22))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    assert archive.namelist()[0] == "index.xlsx"
    members = [one.split("/")[-1] for one in archive.namelist()[1:]]
    assert members == ["_=HYPERLINK(1).pdf", "a_fdp.txt"]
    grid = sheets.read_workbook(archive.read("index.xlsx"), "index.xlsx")
    text = str(grid)
    assert "_=HYPERLINK(1).pdf" in text
    assert "未签收" in text
    assert name.endswith(".zip")
    assert not set('\\/:*?"<>|') & set(name)


def test_what_the_unit_wrote_stands_in_the_bundles_index(shen, ma):
    made = ask(shen)
    send(ma, made, day(3, 20), words="本月新增两个网点。")
    _name, pieces = supervision.round_bundle(shen, made, at=day(3, 22))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert "本月新增两个网点。" in str(
        sheets.read_workbook(archive.read("index.xlsx"), "index.xlsx")
    )


def test_a_units_workbench_counts_the_rounds_that_it_owes(shen, ma):
    assert supervision.rounds_owed(ma) == 0
    made = ask(shen)
    assert supervision.rounds_owed(ma) == 1
    assert supervision.rounds_owed(shen) == 0
    send(ma, made, day(3, 20))
    assert supervision.rounds_owed(ma) == 0


def test_a_plans_own_day_on_a_day_of_rest_moves_as_its_calendar_does(city, shen):
    plan = kept_as(TWO, shen, 6)
    saturday = date(2026, 3, 28)
    made = ask(shen, plan=plan, due_on=saturday)
    assert supervision.round_view(shen, made, at=day(3, 2)).row.due_on == date(2026, 3, 27)


def test_a_plans_own_day_that_moved_back_past_today_is_refused_with_the_day(city, shen):
    plan = kept_as(TWO, shen, 6)
    with pytest.raises(Refusal, match=r"遇休息日提前到.*3月27日.*已经过去"):
        ask(shen, plan=plan, due_on=date(2026, 3, 29), at=day(3, 28))


def test_a_unit_that_nobody_has_decided_on_is_named_as_missing(city, shen):
    text = TWO.replace("牵头单位：市税务局", "牵头单位：市便民热线中心")
    plan = kept_as(text, shen, 6)
    first, _second = supervision.round_duties(shen, at=day(1, 9), plan=plan)
    assert "市便民热线中心" in first.unknown

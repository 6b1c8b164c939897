"""What the scorer says of a reading: every disagreement once, by kind, and its calibration."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plantext_support import SAMPLES

from yingshang.adapters.readers import read_document
from yingshang.kernel.plantext import parse, to_json
from yingshang.kernel.plantext.score import (
    KINDS,
    Reading,
    calibration,
    disagreements,
    readings,
    score,
    tally,
)

TARGET = {
    "span": "压减至5个工作日以内",
    "metric": "办理时限",
    "comparator": "<=",
    "value": 5,
    "unit": "工作日",
    "statistic": "each",
    "by": None,
    "confidence": 0.95,
}
TASK = {
    "no": "1",
    "title": "压减办理时限",
    "section": "重点任务",
    "lead": ["市发改委"],
    "responsible": ["市财政局"],
    "cooperating": [],
    "generic": ["各地区"],
    "open_ended": False,
    "deadline": "2026-06-30",
    "deadline_text": "6月底前",
    "targets": [TARGET],
}


def document(*tasks: dict[str, Any]) -> dict[str, Any]:
    return {"tasks": [copy.deepcopy(task) for task in tasks]}


def task(**changes: Any) -> dict[str, Any]:
    return {**TASK, **changes}


def target(**changes: Any) -> dict[str, Any]:
    return task(targets=[{**TARGET, **changes}])


def kinds(gold: dict[str, Any], read: dict[str, Any]) -> list[str]:
    return [one.kind for one in disagreements(document(gold), document(read))]


def test_a_reading_agrees_with_itself() -> None:
    for path in SAMPLES:
        read = to_json(parse(read_document(path.read_bytes(), path.name).text))

        assert disagreements(read, read) == []
        assert all(one.right for one in readings(read, read))


@pytest.mark.parametrize(
    ("read", "kind"),
    [
        (task(title="压减办理时限和材料"), "title"),
        (task(section="保障措施"), "section"),
        (task(lead=[]), "unit-missed"),
        (task(cooperating=["市税务局"]), "unit-invented"),
        (task(lead=["市财政局"], responsible=["市发改委"]), "role"),
        (task(generic=[]), "generic"),
        (task(open_ended=True), "open-ended"),
        (task(deadline=None), "deadline"),
        (task(deadline_text="年内"), "deadline-text"),
        (task(targets=[]), "target-missed"),
        (task(targets=[TARGET, {**TARGET, "span": "一窗", "unit": "个"}]), "target-invented"),
        (target(value=3), "value"),
        (target(unit="天"), "unit"),
        (target(comparator="="), "comparator"),
        (target(statistic="mean"), "statistic"),
        (target(value_max=7), "range"),
        (target(baseline=10), "baseline"),
        (target(by="2026-06-30"), "by"),
    ],
)
def test_one_difference_is_one_disagreement_of_its_kind(read: dict[str, Any], kind: str) -> None:
    found = kinds(TASK, read)

    assert set(found) == {kind}
    assert len(found) == (2 if kind == "role" else 1)


def test_a_missed_and_an_invented_task_are_told_by_their_headings() -> None:
    found = disagreements(
        document(TASK, task(no="2", title="推行一窗受理")),
        document(TASK, task(no="3", title="加强组织领导")),
    )

    assert [(one.kind, one.task, one.gold, one.read) for one in found] == [
        ("task-missed", "2", "推行一窗受理", ""),
        ("task-invented", "3", "", "加强组织领导"),
    ]


def test_the_two_sides_stand_beside_each_other_with_words_and_confidence() -> None:
    (one,) = disagreements(document(TASK), document(target(value=3)))

    assert (one.gold, one.read) == ("办理时限 <= 5工作日", "办理时限 <= 3工作日")
    assert (one.span, one.confidence) == ("压减至5个工作日以内", 0.95)


def test_what_gold_does_not_state_is_not_compared() -> None:
    bare = {"no": "1", "lead": ["市发改委"], "responsible": ["市财政局"]}
    gold = bare | {"deadline": "2026-06-30", "targets": [{"value": 5, "unit": "个工作日"}]}
    gold["targets"][0]["comparator"] = "<="

    assert kinds(gold, TASK) == []
    result = score(document(gold), document(TASK))
    assert (result.statistics, result.deadline_texts) == (0, 0)
    assert result.statistic_accuracy == result.deadline_text_accuracy == 1


def test_statistic_and_words_of_the_deadline_are_scored_beside_the_rest() -> None:
    read = target(statistic="mean") | {"deadline_text": "2026年6月底前"}
    result = score(document(TASK), document(read)).to_json()

    assert result["targets_f1"] == result["comparator_accuracy"] == 1
    assert (result["statistic_accuracy"], result["deadline_text_accuracy"]) == (0, 1)


def test_units_may_stand_in_groups() -> None:
    grouped = task(lead=[], responsible=[])
    grouped["groups"] = [{"lead": ["市发改委"]}, {"responsible": ["市财政局"]}]

    assert kinds(grouped, TASK) == []


def test_a_right_unit_in_the_wrong_role_counts_against_roles_alone() -> None:
    result = score(document(TASK), document(task(lead=["市财政局"], responsible=["市发改委"])))

    assert (result.units_f1, result.role_accuracy, result.roles_f1) == (1, 0, 0)


def test_header_duties_and_achievements_are_compared_where_gold_states_them() -> None:
    duty = {"text": "各责任单位于4月底前报送实施方案", "deadline": "2026-04-30"}
    fact = {"span": "新增企业3000家", "metric": "新增企业", "value": 3000, "unit": "家"}
    read = document() | {"kind": "notice", "duties": [duty], "achievements": [fact]}
    gold = document() | {"kind": "reply", "duties": [{**duty, "deadline": "2026-05-31"}]}

    assert [one.kind for one in disagreements(gold, read)] == [
        "header",
        "duty-missed",
        "duty-invented",
    ]
    assert disagreements(read, read) == disagreements(document(), read) == []
    wrong = [one.kind for one in disagreements(gold | {"achievements": []}, read)]
    assert wrong[-1] == "achievement-invented"
    result = score(gold, read)
    assert (result.header_accuracy, result.duties_f1, result.achievements_f1) == (0, 0, 1)


def test_kinds_are_counted_by_document() -> None:
    wrong = disagreements(document(TASK), document(task(deadline=None, lead=[])))
    counts = tally({"甲.txt": wrong, "乙.txt": wrong[:1], "丙.txt": []})

    assert counts == {
        "unit-missed": {"甲.txt": 1, "乙.txt": 1},
        "deadline": {"甲.txt": 1},
    }
    assert list(counts) == [kind for kind in KINDS if kind in counts]


def test_a_target_of_a_task_that_nobody_annotated_is_a_wrong_reading() -> None:
    read = document(TASK, task(no="2", title="加强组织领导"))

    assert [one.right for one in readings(document(TASK), read)] == [True, False]


def test_calibration_states_the_share_of_sure_readings_and_how_many_are_right() -> None:
    some = [Reading(0.95, True, True)] * 2 + [Reading(0.9, True, False), Reading(0.7, True, True)]
    found = calibration(some).to_json()

    assert (found["marked"], found["of"], found["marked_share"]) == (3, 4, 0.75)
    assert (found["marked_found"], found["marked_right"]) == (3, 2)
    assert [(one["from"], one["read"], one["right"]) for one in found["bins"][:4]] == [
        (0.95, 2, 2),
        (0.9, 1, 0),
        (0.8, 0, 0),
        (0.7, 1, 1),
    ]


@given(st.lists(st.builds(Reading, st.floats(0, 1), st.booleans(), st.booleans())))
def test_every_reading_falls_into_one_bin(some: list[Reading]) -> None:
    found = calibration(some)

    assert sum(one["read"] for one in found.bins) == found.of == len(some)
    assert sum(one["read"] for one in found.bins if one["from"] >= found.floor) == found.marked


def test_an_achievement_annotated_by_its_words_is_compared_by_them() -> None:
    fact = {"span": "新增企业3000家", "metric": "新增企业", "value": 3000, "unit": "家"}
    read = document() | {"achievements": [fact]}
    gold = document() | {"achievements": [{"span": "去年新增企业3000家"}]}

    assert disagreements(gold, read) == []
    missed = disagreements(document() | {"achievements": [{"span": "办件5万件"}]}, document())
    assert len(missed) == 1

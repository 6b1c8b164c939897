"""The grammar against annotations made by hand before it was written."""

import json
from pathlib import Path
from typing import Any

import pytest
from plantext_support import GOLD, SAMPLES, plans, seeds

from yingshang.adapters.readers import read_document
from yingshang.kernel.plantext import parse, to_json
from yingshang.kernel.plantext.score import Score, calibration, readings, score, total

SEEDS = seeds()
PLANS = plans()
NO_SEEDS = "the shared folder with the seed plans is absent (YINGSHANG_SHARED or ../shared)"
NO_PLANS = "the shared folder with the real plans is absent (YINGSHANG_SHARED or ../shared)"


def _sides(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    gold = json.loads((GOLD / f"{path.stem}.json").read_text(encoding="utf-8"))
    text = read_document(path.read_bytes(), path.name).text
    return gold, to_json(parse(text))


def _scored(path: Path) -> Score:
    return score(*_sides(path))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_plan_is_read_whole(path: Path) -> None:
    result = _scored(path)

    assert result.tasks_f1 == 1
    assert result.roles_f1 >= 0.98
    assert result.deadline_accuracy >= 0.98
    assert result.targets_f1 >= 0.95
    assert result.comparator_accuracy >= 0.95


def test_every_sample_city_promises_the_figures_that_are_compared() -> None:
    promised = {}
    for path in SAMPLES:
        plan = parse(read_document(path.read_bytes(), path.name).text)
        promised[path.stem[:6]] = {
            target.value
            for task in plan.tasks
            for target in task.targets
            if target.metric == "企业开办"
        }

    assert promised == {"990100": {2}, "990200": {1}, "990300": {3}}


@pytest.mark.skipif(not SEEDS, reason=NO_SEEDS)
def test_every_task_of_the_seeds_is_found_and_none_invented() -> None:
    for path in SEEDS:
        result = _scored(path)

        assert result.tasks_right == result.tasks_gold == result.tasks_read, path.stem


@pytest.mark.skipif(not SEEDS, reason=NO_SEEDS)
def test_units_deadlines_and_targets_of_the_seeds_keep_the_floors() -> None:
    result = total(_scored(path) for path in SEEDS)

    assert result.roles_f1 >= 0.95
    assert result.deadline_accuracy >= 0.95
    assert result.targets_f1 >= 0.9
    assert result.comparator_accuracy >= 0.9


@pytest.mark.skipif(not SEEDS, reason=NO_SEEDS)
def test_offsets_of_the_seeds_point_at_the_very_words() -> None:
    for path in SEEDS:
        text = path.read_text(encoding="utf-8")
        plan = parse(text)
        for task in plan.tasks:
            assert text[slice(*task.span)] == task.text
            for target in task.targets:
                assert text[slice(*target.offsets)] == target.span
        for fact in plan.achievements:
            assert text[slice(*fact.offsets)] == fact.span


@pytest.mark.skipif(not PLANS, reason=NO_PLANS)
def test_real_plans_annotated_blind_keep_the_floors() -> None:
    result = total(_scored(path) for path in PLANS)

    assert len(PLANS) == 10
    assert result.tasks_f1 == 1
    assert result.units_f1 >= 0.99
    assert result.roles_f1 >= 0.99
    assert result.deadline_accuracy >= 0.96
    assert result.targets_f1 >= 0.8
    assert result.comparator_accuracy >= 0.98


@pytest.mark.skipif(not PLANS, reason=NO_PLANS)
def test_what_is_marked_sure_is_nearly_always_right() -> None:
    found = calibration(
        one for path in (*SEEDS, *PLANS, *SAMPLES) for one in readings(*_sides(path))
    )

    assert found.marked_share >= 0.6
    assert found.right_share >= 0.97


def _wrapped(text: str, width: int) -> str:
    return "\n".join(
        line[start : start + width]
        for line in text.split("\n")
        for start in range(0, max(1, len(line)), width)
    )


DAMAGE = {
    "full-width marks": lambda text: text.translate(str.maketrans(",;:()", "，；：（）")),
    "wrapped at 38": lambda text: _wrapped(text, 38),
    "one line": lambda text: text.replace("\n", "　　"),
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "indented": lambda text: "\n".join("　　" + line for line in text.split("\n")),
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_a_sample_plan_is_read_through_changed_lines_and_marks(damage: str) -> None:
    scores = []
    for path in SAMPLES:
        gold = json.loads((GOLD / f"{path.stem}.json").read_text(encoding="utf-8"))
        text = read_document(path.read_bytes(), path.name).text
        scores.append(score(gold, to_json(parse(DAMAGE[damage](text)))))
    result = total(scores)

    assert result.tasks_right == result.tasks_gold == result.tasks_read
    assert result.roles_f1 >= 0.97
    assert result.targets_f1 >= 0.95

"""What a survey says: per question the estimate with its interval, per stratum the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.catalog import service as catalog
from yingshang.city.feedback.surveys.declared import (
    Question,
    Questionnaire,
    questionnaire_of,
)
from yingshang.city.feedback.surveys.tables import Survey, SurveyCall
from yingshang.kernel.measures import Estimate, Layer, survey_mean, survey_share

__all__ = [
    "Answered",
    "Results",
    "digest_of",
    "results_of",
    "strata_of",
    "stratum_names",
    "tally",
]

State = SurveyCall.State


@dataclass(frozen=True)
class Answered:
    """One question: ``share`` of good answers, ``mean`` of a scale, and how often each choice."""

    code: str
    text: str
    share: Mapping[str, Any] | None
    mean: Mapping[str, Any] | None
    counts: tuple[tuple[str, int], ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """``strata``: (name, population, asked, answered, share of good answers)."""

    questions: tuple[Answered, ...]
    strata: tuple[tuple[str, int, int, int, float | None], ...]
    states: Mapping[str, int]
    rate: float | None  # answered of those asked

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def digest_of(plain: Mapping[str, Any]) -> str:
    text = dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def results_of(row: Survey) -> Results:
    """As frozen where the survey is closed, else as it stands now."""
    if row.status != Survey.Status.CLOSED:
        return tally(row)
    plain = row.results
    return Results(
        tuple(
            Answered(
                one["code"],
                one["text"],
                one["share"],
                one["mean"],
                tuple((name, n) for name, n in one["counts"]),
                tuple(one["words"]),
            )
            for one in plain["questions"]
        ),
        tuple(tuple(one) for one in plain["strata"]),
        plain["states"],
        plain["rate"],
    )


def tally(row: Survey) -> Results:
    """Every answer weighs as much as its stratum has cases to each."""
    asked = questionnaire_of(row.edition_id)
    calls = list(row.calls.values_list("stratum", "state", "answers"))
    sizes = Counter(row.population.values())
    states = Counter(state for _stratum, state, _answers in calls)
    names, heard = stratum_names(row, asked.stratify), _main(asked, calls)
    told = sum(states[one] for one in (State.ANSWERED, State.REFUSED, State.UNREACHABLE))
    return Results(
        questions=tuple(_answered(one, calls, sizes) for one in asked.questions),
        strata=tuple(
            (
                names[stratum],
                size,
                sum(one == stratum for one, _s, _a in calls),
                *_good(heard.get(stratum, ())),
            )
            for stratum, size in sorted(sizes.items())
        ),
        states={state: states[state] for state in State.values},
        rate=states[State.ANSWERED] / told if told else None,
    )


def strata_of(row: Survey) -> list[tuple[str, Estimate]]:
    """(stratum, the share of good answers to the main question with its interval)."""
    asked = questionnaire_of(row.edition_id)
    heard = _main(asked, list(row.calls.values_list("stratum", "state", "answers")))
    return [
        (stratum, survey_share([Layer(stratum, size, heard.get(stratum, ()))]))
        for stratum, size in sorted(Counter(row.population.values()).items())
    ]


Calls = list[tuple[str, str, dict[str, Any]]]


def _main(asked: Questionnaire, calls: Calls) -> dict[str, tuple[float, ...]]:
    """Stratum → its answers to the main question: 1 a good one, 0 another."""
    main = next((one for one in asked.questions if one.main), asked.questions[0])
    heard: dict[str, tuple[float, ...]] = {}
    for stratum, _state, answers in calls:
        if main.code in answers:
            heard[stratum] = (*heard.get(stratum, ()), float(answers[main.code] in main.good))
    return heard


def _good(heard: tuple[float, ...]) -> tuple[int, float | None]:
    return len(heard), sum(heard) / len(heard) if heard else None


def _answered(one: Question, calls: Calls, sizes: Mapping[str, int]) -> Answered:
    if one.kind == "text":
        words = tuple(answers[one.code] for _t, _s, answers in calls if one.code in answers)
        return Answered(one.code, one.text, None, None, (), words)
    given: dict[str, list[int]] = {}
    for stratum, _state, answers in calls:
        if one.code in answers:
            given.setdefault(stratum, []).append(answers[one.code])
    counts = Counter(answer for answers in given.values() for answer in answers)
    share = survey_share(
        [
            Layer(stratum, size, tuple(float(a in one.good) for a in given.get(stratum, ())))
            for stratum, size in sorted(sizes.items())
        ]
    )
    mean = survey_mean(
        [
            Layer(stratum, size, tuple(float(a) for a in given.get(stratum, ())))
            for stratum, size in sorted(sizes.items())
        ]
    )
    return Answered(
        one.code,
        one.text,
        _plain(share) if one.good else None,
        _plain(mean) if one.kind == "scale" else None,
        tuple((words, counts[number]) for number, words in one.choices.items()),
    )


def _plain(found: Estimate) -> dict[str, Any]:
    return {
        name: round(value, 6) if isinstance(value, float) else value
        for name, value in asdict(found).items()
    }


def stratum_names(row: Survey, stratify: str) -> dict[str, str]:
    """What people call the strata of a survey."""
    codes = set(row.population.values())
    if stratify == "unit":
        return {code: accounts.unit_name(code) or "—" for code in codes}
    if stratify == "district":
        return {code: accounts.region_name(code) if code else "—" for code in codes}
    items = catalog.items(region=row.region, on=row.until, portal_only=False)
    names = {item.code: item.name for item in items}
    return {code: names.get(code, code) for code in codes}

"""Questionnaires as declared, and whether what was answered fits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal

__all__ = ["Question", "Questionnaire", "check_answers", "questionnaire_of", "questionnaires"]

SCALE = {5: "非常满意", 4: "满意", 3: "一般", 2: "不满意", 1: "非常不满意"}
YES_NO = {1: "是", 0: "否"}
MOST = 500  # characters of an answer in words


@dataclass(frozen=True)
class Question:
    """``choices``: number → words; empty for an answer in words. ``good``: what a share counts."""

    code: str
    text: str
    kind: str
    choices: Mapping[int, str]
    good: frozenset[int]
    main: bool


@dataclass(frozen=True)
class Questionnaire:
    edition: int
    code: str
    name: str
    intro: str
    stratify: str
    sample: int
    least: int
    tries: int
    questions: tuple[Question, ...]
    basis: str
    concern: float | None = None


def questionnaires(region: str, on: date) -> list[Questionnaire]:
    """Those in force for a region."""
    return [_read(one.id, one.body) for one in definitions.editions("survey", region=region, on=on)]


def questionnaire_of(edition: int) -> Questionnaire:
    """The very edition that a survey asks."""
    return _read(edition, definitions.edition_by_id(edition).body)


def _read(edition: int, body: Mapping[str, Any]) -> Questionnaire:
    plain = ("code", "name", "intro", "stratify", "sample", "least", "tries", "basis")
    return Questionnaire(
        edition=edition,
        questions=tuple(_question(one) for one in body["questions"]),
        concern=body.get("concern"),
        **{name: body[name] for name in plain},
    )


def _question(body: Mapping[str, Any]) -> Question:
    choices = {
        "scale": SCALE,
        "yes-no": YES_NO,
        "choice": dict(enumerate(body.get("options", ()))),
        "text": {},
    }[body["kind"]]
    return Question(
        body["code"],
        body["text"],
        body["kind"],
        choices,
        frozenset(body.get("good", ())),
        body.get("main", False),
    )


def check_answers(asked: Questionnaire, given: Mapping[str, str]) -> dict[str, int | str]:
    """Answers by question; any but the main one may stay open. Refusal with the fault."""
    kept: dict[str, int | str] = {}
    for one in asked.questions:
        text = str(given.get(one.code, "")).replace("\0", "").strip()
        if not text:
            if one.main:
                raise Refusal(
                    "answer-missing",
                    _("还没有回答“%s”；没问到这一题请按“拒答”登记。") % one.text,
                )
            continue
        if one.kind == "text":
            kept[one.code] = text[:MOST]
        elif text.isdecimal() and len(text) < 4 and int(text) in one.choices:
            kept[one.code] = int(text)
        else:
            raise Refusal("answer-unknown", _("“%s”的回答不在选项里，请重新选择。") % one.text)
    return kept

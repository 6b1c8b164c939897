"""The ladder as declared: rungs in order, each with the rule that calls for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from json import dumps, loads
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.city.supervision.ladder.kinds import Held
from yingshang.kernel.flow import Refusal
from yingshang.kernel.rules import Expr, RuleError, Term, Vocabulary, evaluate, parse

__all__ = ["WORDS", "Ladder", "Rung", "check_body", "ladder_of"]

CODE = "supervision-ladder"
WORDS = Vocabulary(
    {
        "workdays_left": Term("距期限的工作日数（逾期为负）", "int", "工作日", "cases"),
        "silent_workdays": Term("上一级措施逾期未答复的工作日数", "int", "工作日", "supervision"),
        "rung": Term("已采取的最高一级措施", "text", source="supervision"),
        "answered_workdays": Term("上一级措施答复后已过的工作日数", "int", "工作日", "supervision"),
    }
)


@dataclass(frozen=True)
class Rung:
    """One rung; `level` counts from 1. `approval`: a leader must agree before it is sent."""

    code: str
    level: int
    name: str
    document: str
    when: Expr
    answer_workdays: int
    auto: bool
    approval: bool
    meeting: bool
    demand: str
    after: str = ""  # what the demand opens with where the rung below was taken
    late: str = ""  # the demand where the work was handed out after its day
    target: str = ""  # the demand where one promise of a task is pressed for before its own day
    late_workdays: int = 5  # how long such work has from there until the rungs count it as due
    addressee: str = ""  # the body that may act; "" where the paper goes to the unit itself

    def called_for(self, facts: Mapping[str, Any]) -> bool:
        """Whether the rule says yes; a missing fact is never held against anybody."""
        return evaluate(self.when, facts).value is True

    def demand_of(self, held: Held, highest: int) -> str:
        """The usual demand, once rungs up to `highest` were taken: nothing is told of a rung that
        was left out, nor of a day to come of what was handed out after it, nor of the day of the
        whole where one of its promises is pressed for."""
        if held.presses_target and self.target:
            return self.target
        if held.late_begun and self.late:
            return self.late
        return self.after + self.demand if highest == self.level - 1 else self.demand


@dataclass(frozen=True)
class Ladder:
    """The rungs in force for a region."""

    name: str
    basis: str
    families: tuple[str, ...]
    rungs: tuple[Rung, ...]

    def rung(self, code: str) -> Rung | None:
        return next((one for one in self.rungs if one.code == code), None)


def ladder_of(region: str, on: date) -> Ladder | None:
    """The ladder in force on a day; None where none is declared."""
    found = definitions.edition("ladder", CODE, region=region, on=on)
    return _read(dumps(found.body, ensure_ascii=False)) if found else None


@lru_cache(maxsize=64)
def _read(text: str) -> Ladder:
    body = loads(text)
    late = body.get("late_workdays", Rung.late_workdays)
    rungs = tuple(
        replace(_rung(body["name"], place, one), late_workdays=late)
        for place, one in enumerate(body["rungs"], 1)
    )
    return Ladder(body["name"], body["basis"], tuple(body["families"]), rungs)


def _rung(ladder: str, level: int, body: Mapping[str, Any]) -> Rung:
    try:
        when = parse(body["when"], WORDS)
    except RuleError as error:
        raise Refusal(
            "ladder-invalid",
            f"“{ladder}”的“{body['name']}”一级，条件不能用：{error.sentence}",
        ) from None
    return Rung(
        code=body["code"],
        level=level,
        name=body["name"],
        document=body["document"],
        when=when,
        answer_workdays=body["answer_workdays"],
        auto=body.get("auto", False),
        approval=body.get("approval", False),
        meeting=body.get("meeting", False),
        demand=body["demand"],
        after=body.get("after", ""),
        late=body.get("late", ""),
        target=body.get("target", ""),
        addressee=body.get("addressee", ""),
    )


def check_body(body: Mapping[str, Any]) -> None:
    """Refusal where a rule uses a word that is not known, or two rungs bear one code."""
    ladder = _read(dumps(body, ensure_ascii=False))
    codes = [one.code for one in ladder.rungs]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise Refusal(
            "ladder-twice",
            f"“{ladder.name}”中“{'、'.join(sorted(twice))}”出现了两次，没有装载；每一级用不同的代码。",
        )

"""Rules that people may try on themselves (资格自测、分流): declared in data/**/rules/*.yaml.

The answers of a rule are tried in their order. The first whose condition is yes is the answer; one
that is unknown names the one fact to ask for next, so nobody is asked what does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import EditionView
from yingshang.kernel.flow import Refusal
from yingshang.kernel.rules import Expr, RuleError, Term, Vocabulary, evaluate, parse
from yingshang.kernel.worktime import Limit

__all__ = [
    "AskView",
    "Judged",
    "RuleView",
    "check_items_of_rules",
    "check_rule",
    "judge",
    "rule",
    "rules",
]

Body = Mapping[str, Any]
TYPES = {"text": "text", "choice": "text", "number": "number", "date": "date", "yesno": "bool"}
YES, NO = ("是", "yes", "true", "1"), ("否", "no", "false", "0")


@dataclass(frozen=True)
class AskView:
    """One question. `given`: the answer as it was typed; `error`: why it can't be used."""

    name: str
    label: str
    type: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""
    prefill: str = ""
    given: str = ""
    error: str = ""


@dataclass(frozen=True)
class RuleView:
    """A rule in force in a region."""

    code: str
    name: str
    owner: str
    topic: str
    summary: str
    audience: str
    version: int
    basis: tuple[str, ...]
    aliases: tuple[str, ...]
    asks: tuple[AskView, ...]
    body: Body = field(repr=False)


@dataclass(frozen=True)
class Judged:
    """What came out. `answer`: code of the answer, '' while `ask` is open or none fits;
    `because`: the parts of the condition that decided it, in the words of the questions."""

    answer: str = ""
    name: str = ""
    say: str = ""
    basis: str = ""
    items: tuple[str, ...] = ()
    limit: Limit | None = None
    because: tuple[str, ...] = ()
    asked: tuple[AskView, ...] = ()
    ask: AskView | None = None
    step: int = 0


def rules(*, region: str, on: date, staff: bool = False) -> list[RuleView]:
    """All rules in force; those for staff only where told so."""
    found = [_view(e) for e in definitions.editions("rule", region=region, on=on)]
    return [r for r in found if staff or r.audience != "staff"]


def rule(code: str, *, region: str, on: date, staff: bool = False) -> RuleView:
    """The rule in force; NotVisible where the city has none, or it is for staff."""
    found = definitions.edition("rule", code, region=region, on=on)
    if found is None or (found.body.get("audience") == "staff" and not staff):
        raise NotVisible(code)
    return _view(found)


def _view(e: EditionView) -> RuleView:
    body = e.body
    return RuleView(
        code=e.code,
        name=body["name"],
        owner=body["owner"],
        topic=body["topic"],
        summary=body.get("summary", ""),
        audience=body.get("audience", "both"),
        version=e.version,
        basis=tuple(body.get("basis", ())),
        aliases=tuple(body.get("aliases", ())),
        asks=tuple(_ask(a) for a in body["asks"]),
        body=body,
    )


def _ask(body: Body, given: str = "", error: str = "") -> AskView:
    choices = ("是", "否") if body["type"] == "yesno" else tuple(map(str, body.get("choices", ())))
    return AskView(
        body["name"],
        body["label"],
        body["type"],
        choices,
        body.get("unit", ""),
        body.get("help", ""),
        body.get("prefill", ""),
        given,
        error,
    )


def judge(found: RuleView, answers: Mapping[str, str]) -> Judged:
    """Try the rule on what is known so far. A value that can't be used counts as not given, and
    is asked for again with a sentence."""
    terms = _terms(found.body)
    facts, given, errors = {}, {}, {}
    for body in found.body["asks"]:
        text = str(answers.get(body["name"]) or "").strip()
        if not text:
            continue
        given[body["name"]] = text
        try:
            facts[body["name"]] = _typed(body, text)
        except ValueError as wrong:
            errors[body["name"]] = str(wrong)
    asked = tuple(_ask(b, given[b["name"]]) for b in found.body["asks"] if b["name"] in facts)
    for number, answer in enumerate(found.body["answers"]):
        outcome = evaluate(_expr(answer["if"], terms), facts) if answer.get("if") else None
        if outcome is not None and outcome.value is None:
            body = next((b for b in found.body["asks"] if b["name"] == outcome.missing), None)
            if body is None:  # a division by zero: this answer can't be reached with these facts
                continue
            name = body["name"]
            ask = _ask(body, given.get(name, ""), errors.get(name, ""))
            return Judged(asked=asked, ask=ask, step=number)
        if outcome is None or outcome.value:
            said = outcome.because if outcome is not None else ()
            because = tuple(_worded(found.body, text) for text in said)
            return _answered(answer, because, asked, number)
    return Judged(asked=asked, step=len(found.body["answers"]))


def _answered(
    answer: Body, because: tuple[str, ...], asked: tuple[AskView, ...], number: int
) -> Judged:
    said = answer.get("limit")
    return Judged(
        answer=answer["code"],
        name=answer["name"],
        say=answer["say"],
        basis=answer.get("basis", ""),
        items=tuple(answer.get("items", ())),
        limit=Limit(said["value"], said["unit"], basis=said.get("basis", "")) if said else None,
        because=because,
        asked=asked,
        step=number,
    )


def _worded(body: Body, text: str) -> str:
    """A condition in the words of its questions: `area > 100` → 经营面积 > 100."""
    for ask in body["asks"]:
        if ask["type"] == "yesno" and text.removesuffix(" 不成立") == ask["name"]:
            return f"{ask['label']}：{'是' if text == ask['name'] else '否'}"
    for ask in sorted(body["asks"], key=lambda a: -len(a["name"])):
        text = text.replace(ask["name"], ask["label"])
    words = {" and ": " 且 ", " or ": " 或 ", " not ": " 非 ", "==": "＝", "!=": "≠"}
    for code, word in words.items():
        text = text.replace(code, word)
    return text.replace(">=", "≥").replace("<=", "≤").replace("'", "").replace('"', "")


def _typed(body: Body, text: str) -> Any:
    label = {"label": body["label"]}
    match body["type"]:
        case "yesno":
            if text.lower() in YES:
                return True
            if text.lower() in NO:
                return False
            raise ValueError(_("“%(label)s”请选“是”或“否”。") % label)
        case "number":
            try:
                number = Decimal(text.replace(",", ""))
            except InvalidOperation:
                number = Decimal("NaN")
            if not number.is_finite() or abs(number) > 10**15:
                raise ValueError(_("“%(label)s”应是数字，不带单位。") % label)
            return number
        case "date":
            try:
                return date.fromisoformat(text)
            except ValueError:
                sentence = _("“%(label)s”请按“2026-03-02”的样式填写日期。")
                raise ValueError(sentence % label) from None
        case "choice":
            if text not in map(str, body.get("choices", ())):
                raise ValueError(_("“%(label)s”请从列出的选项中选择。") % label)
    return text[:300]


def _terms(body: Body) -> tuple[tuple[str, str, str], ...]:
    return tuple((a["name"], a["label"], TYPES[a["type"]]) for a in body["asks"])


@lru_cache(maxsize=1024)
def _expr(text: str, terms: tuple[tuple[str, str, str], ...]) -> Expr:
    return parse(text, Vocabulary({n: Term(label, kind) for n, label, kind in terms}))


def check_rule(body: Body) -> None:
    """Every condition can be read and says yes or no; only the last may be without one."""
    try:
        for answer in body["answers"]:
            if answer.get("if") and _expr(answer["if"], _terms(body)).type != "bool":
                raise RuleError("not-yes-or-no", f"“{answer['if']}”不是“是或否”。")
    except RuleError as wrong:
        raise Refusal("data-rule", f"规则 {body['code']} 用不了：{wrong.sentence}") from None
    bare = [a["code"] for a in body["answers"][:-1] if not a.get("if")]
    if bare:
        raise Refusal(
            "data-rule",
            f"规则 {body['code']} 的“{bare[0]}”没有条件，后面的答案永远到不了。请把它移到最后。",
        )


def check_items_of_rules(bodies: Mapping[tuple[str, str, str], Body]) -> None:
    """The items that an answer leads to are declared. Called when files are loaded."""
    known = {code for kind, code, _region in bodies if kind in ("item", "bundle")}
    for (kind, code, _region), body in bodies.items():
        if kind != "rule":
            continue
        wanted = {i for a in body["answers"] for i in a.get("items", ())}
        if not wanted <= known:
            raise Refusal(
                "data-rule",
                f"规则 {code} 引到的事项 {'、'.join(sorted(wanted - known))} 没有声明。"
                "请改正后重新装载。",
            )

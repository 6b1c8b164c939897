"""What a schema cannot see of a register: that its names exist and its expressions are rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.registers._schema import Register, read
from yingshang.city.registers._values import text_of, tried
from yingshang.kernel.rules import RuleError

__all__ = ["check_body"]

FAR_OFF = datetime(9000, 1, 1, tzinfo=UTC)  # no sample is in the future of that day


OVER = ("ratio", "availability")  # counts that are over a count of another register


def check_body(body: Mapping[str, Any]) -> None:
    """Refusal naming the register and its first fault."""
    fault = next(_faults(body), "")
    if fault:
        sentence = f"登记簿 {body['code']}（{body['name']}）：{fault}请改正后重新装载。"
        raise Refusal("register-invalid", sentence)


def _faults(body: Mapping[str, Any]) -> Iterator[str]:
    fields = {f["name"]: f for f in body["fields"]}
    yield from _repeated(body)
    for what, name, kind in _named(body):
        if name not in fields:
            yield f"{what}写的“{name}”不是它的栏目。"
        elif kind and fields[name]["type"] != kind:
            yield f"{what}写的“{name}”应是 {kind} 类型，不是 {fields[name]['type']}。"
    for field in body["fields"]:
        if field["type"] == "choice" and not field.get("choices"):
            yield f"栏目“{field['label']}”是选项，却没有写 choices。"
    try:
        found = read(body, "")
    except (RuleError, ValueError) as error:
        yield f"{error}"
        return
    yield from _not_yes_or_no(found)
    yield from _samples(found)


def _repeated(body: Mapping[str, Any]) -> Iterator[str]:
    groups = {
        "栏目": [f["name"] for f in body["fields"]],
        "栏目名称": [f["label"] for f in body["fields"]],
        "checks": [c["code"] for c in body.get("checks", ())],
        "duties": [d["code"] for d in body.get("duties", ())],
        "counts": [c["code"] for c in body.get("counts", ())],
    }
    for what, names in groups.items():
        twice = [name for name, number in Counter(names).items() if number > 1]
        if twice:
            yield f"{what}里的“{twice[0]}”写了两次。"
    if any(f["name"] == "today" for f in body["fields"]):
        yield "栏目不能叫 today，它是规则里的“今天”。"


def _named(body: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(where, field, type it must have) of every field that something refers to."""
    yield "title ", body["title"], ""
    for name in body.get("key", ()):
        yield "key ", name, ""
    valid = body.get("valid", {})
    for end in ("from", "until"):
        if valid.get(end):
            yield f"valid.{end} ", valid[end], "date"
    for duty in body.get("duties", ()):
        yield f"duties {duty['code']} 的 from ", duty["from"], "date"
        if duty.get("done"):
            yield f"duties {duty['code']} 的 done ", duty["done"], "date"
    for count in body.get("counts", ()):
        if count["what"] in ("sum", "mean", "availability") or count.get("field"):
            yield f"counts {count['code']} 的 field ", count.get("field", ""), "number"
        if count.get("within"):
            yield f"counts {count['code']} 的 within ", count["within"]["field"], "date"


def _not_yes_or_no(found: Register) -> Iterator[str]:
    rules = [(f"栏目 {name} 的 when", rule) for name, rule in found.when.items()]
    rules += [(f"checks {c.code}", c.rule) for c in found.checks]
    rules += [(f"duties {d.code} 的 when", d.when) for d in found.duties if d.when]
    rules += [(f"counts {c.code} 的 where", c.where) for c in found.counts if c.where]
    rules += [(f"counts {c.code} 的 of", c.of) for c in found.counts if c.of]
    for what, rule in rules:
        if rule.type != "bool":
            yield f"{what}“{rule.text}”不是“是或否”。"
    for count in found.counts:
        if count.what == "share" and count.where is None:
            yield f"counts {count.code} 是占比，要写 where。"
        if count.what in OVER and not count.per[0]:
            yield f"counts {count.code} 是比值，要写 per：除以哪个登记簿的哪个数。"
        if count.what == "availability" and not count.within[0]:
            yield f"counts {count.code} 是可用率，要写 within：多少天里的。"


def _samples(found: Register) -> Iterator[str]:
    """Samples are tried field by field, so that the demo never breaks on them."""
    for number, sample in enumerate(found.samples, 1):
        given = {str(name): text_of(value) for name, value in sample.items()}
        _body, errors = tried(found, given, FAR_OFF)
        if errors:
            yield f"samples 第 {number} 条：{next(iter(errors.values()))}"

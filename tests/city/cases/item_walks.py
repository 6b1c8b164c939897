"""Journeys made up from what an item declares: good forms for each of its situations, bad values
for each kind of field, and the people who carry the case from the window to its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import count, product
from typing import Any

from yingshang.city.accounts.kinds import Actor
from yingshang.city.cases import service as cases
from yingshang.city.cases._flows import item_flow
from yingshang.city.licences import service as licences

CITY = "990100"
GOOD = {
    "text": "青岚市明禾餐饮有限公司",
    "longtext": "请尽快办理",
    "date": "2026-01-05",
    "uscc": "91990101MA0000001Y",
    "idno": "110105199005120022",
    "phone": "13800000001",
    "email": "lin@example.com",
}
BAD = {
    "text": "长" * 301,
    "longtext": "长" * 5001,
    "date": "2026-02-30",
    "uscc": "91990101MA0000001X",
    "idno": "110105199005120023",
    "phone": "12",
    "email": "lin at example",
    "number": "十二",
    "choice": "没有这一项",
}
MOST_SITUATIONS = 40
SERIAL = count(1)


def value(field: Mapping[str, Any]) -> str:
    if field["type"] == "choice":
        return options(field)[0]
    if field["type"] == "number":
        return str(field.get("min", 1))
    return GOOD[field["type"]]


def options(field: Mapping[str, Any]) -> list[str]:
    return [str(c["value"] if isinstance(c, Mapping) else c) for c in field["choices"]]


def situations(body: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Good forms: every combination of the choices that a condition looks at, and the least and
    the most of the numbers it looks at; the first form is the plain one. At most forty."""
    fields = body.get("fields", ())
    told = " ".join(
        str(one["when"])
        for one in (*fields, *body.get("steps", ()), *body.get("materials", ()))
        if one.get("when")
    )
    plain = {f["name"]: value(f) for f in fields}
    asked: list[list[tuple[str, str]]] = []
    for field in fields:
        if field["name"] not in told:
            continue
        if field["type"] == "choice":
            asked.append([(field["name"], option) for option in options(field)])
        elif field["type"] == "number":
            ends = (str(field.get("min", 1)), str(field.get("max", 10**6)))
            asked.append([(field["name"], end) for end in ends])
    for number, answers in enumerate(product(*asked)):
        if number == MOST_SITUATIONS:
            return
        yield plain | dict(answers)


def officer(role: str, name: str = "") -> Actor:
    unit = role if "-" in role else f"{CITY}-{role}"
    who = name or f"officer-{unit}"
    return Actor(id=who, name=who, role="reviewer", unit=unit, region=CITY)


class Walk:
    """One case of an item, carried on by applicant, window and the units that it names."""

    def __init__(self, edition: Any, form: Mapping[str, str], lin: Actor, zhou: Actor, now) -> None:
        self.body, self.item = edition.body, item_flow(edition)
        self.lin, self.zhou, self.clock = lin, zhou, now
        self.form = dict(form) | self._certificate()
        self.case = self._open()

    def at(self, hours: float = 1.0):
        self.clock += timedelta(hours=hours)
        return self.clock

    def _certificate(self) -> dict[str, str]:
        """A certificate that the case is about is first given out, and brought into its state."""
        acts_on = self.body.get("acts_on")
        if not acts_on:
            return {}
        declared = {"type": acts_on["types"][0], "name": "许可证", "prefix": "T", "valid_years": 5}
        given = licences.issue(
            declared=declared,
            case_ref=f"{CITY}-2025-{next(SERIAL) % 10**6:06d}",
            region=CITY,
            issuer=f"{CITY}-market",
            party=self.lin.party,
            holder="明禾",
            at=self.clock,
        )
        if acts_on["act"] == "reinstate":
            licences.write_acts([licences.ActRow(given.number, "suspend", "x", self.clock)])
        return {acts_on["field"]: given.number}

    def opener(self) -> Actor:
        """Who opens such a case: the applicant, where the family is one that applicants open."""
        if self.body.get("portal", True) and self.body["family"] in ("application", "ticket"):
            return self.lin
        if self.body["family"] in ("application", "ticket"):
            return self.zhou
        if self.body["family"] == "ex-officio":
            return officer(self.item.lead or "market")
        return Actor(id="shen", name="沈正", role="supervisor", unit=f"{CITY}-office", region=CITY)

    def lead(self, name: str = "") -> Actor:
        return officer(self.case.unit or self.item.lead or f"{CITY}-market", name)

    def _open(self) -> Any:
        by = self.opener()
        return cases.open_case(
            item=self.item.code,
            region=CITY,
            form=self.form,
            party=self.lin.party,
            channel="web" if by is self.lin else "window",
            by=by,
            at=self.clock,
            unit=None if self.item.lead else f"{CITY}-market",
        )

    def accept(self) -> None:
        if self.case.state != "submitted" or self.item.flow.instant:
            return
        received = self.body["family"] == "application" and self.item.intake != self.item.lead
        by = self.zhou if received else self.lead()
        self.case = cases.accept(ref=self.case.ref, by=by, at=self.at())

    def steps(self) -> None:
        """Every open step by its own unit; where two persons are needed, by a colleague too."""
        while self.case.state == "accepted":
            open_ = [s for s in self.case.steps if s.state == "open"]
            if not open_:
                return
            step = open_[0]
            who = "second" if step.checked_by else "first"
            by = officer(self._unit_of(step), f"{who}-{step.code}")
            self.case = cases.complete_step(
                ref=self.case.ref,
                step=step.code,
                opinion="符合要求",
                by=by,
                at=self.at(),
                past_guard=True,  # what another app asks of a step is tested there
            )

    def _unit_of(self, step: Any) -> str:
        role = next(s["unit"] for s in self.body["steps"] if s["code"] == step.code)
        return self.case.unit if role in ("", "lead") else role

    def hearing(self) -> None:
        how, ref, lead = self.item.flow.hearing, self.case.ref, self.lead()
        if not how or self.case.state != "accepted":
            return
        cases.tell_hearing(ref=ref, reason="涉及重大利益", by=lead, at=self.at())
        if how == "told":
            cases.waive_hearing(ref=ref, by=self.lin, at=self.at())
            return
        on = self.clock + timedelta(days=14)
        cases.call_hearing(
            ref=ref, on=on, place="三楼听证室", chair="外聘主持人", by=lead, at=self.at()
        )
        self.clock = on + timedelta(hours=3)
        cases.hold_hearing(ref=ref, record="各方无异议", by=lead, at=self.clock)

    def decide(self) -> None:
        lead, first = self.lead(), self.item.flow.outcomes[0]
        if self.case.state == "submitted":
            self.case = cases.decide_now(ref=self.case.ref, outcome=first, by=lead, at=self.at())
        elif self.case.state == "accepted":
            self.case = cases.decide(
                ref=self.case.ref, outcome=first, reason=self._reason(), by=lead, at=self.at()
            )

    def _reason(self) -> str:
        """After a hearing the decision rests on its record (law, art. 48)."""
        held = self.item.flow.hearing == "held"
        return "听证笔录载明各方无异议，条件符合。" if held else ""

    def whole(self) -> Any:
        self.accept()
        self.steps()
        self.hearing()
        self.decide()
        return self.case

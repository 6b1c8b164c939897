"""Warnings whose rule no longer holds: they say so, and are closed by rule or by a person.

Only what nobody has handled: an order that went out closes on its own evidence. A missing fact
is neither a warning nor the end of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.definitions.service import official
from yingshang.city.notify import service as notify
from yingshang.city.supervision._alerts import WATCHED
from yingshang.city.supervision._rules import WatchRule, rules_of
from yingshang.city.supervision._subjects import Subject
from yingshang.city.supervision.access import warning_to_settle
from yingshang.city.supervision.kinds import Refusal
from yingshang.city.supervision.models import Warning
from yingshang.kernel.worktime import to_cst

__all__ = ["Looked", "clear", "ease", "look"]

# Kinds whose subjects are listed only while there is something to see: gone is over. Of the others
# a subject that is not listed has no value to judge by: a unit of which nothing can be told is not
# heard again, and a figure that was taken back agrees with nothing.
GONE: Mapping[str, object] = {
    "overdue-cases": _lazy("现在没有超过承诺时限仍未办结的办件。"),
}


@dataclass
class Looked:
    """What the rules saw of a region: warnings to raise, and every subject that was looked at."""

    rules: dict[str, WatchRule] = field(default_factory=dict)
    found: list[tuple[WatchRule, Subject, str]] = field(default_factory=list)
    subjects: dict[str, dict[str, Subject]] = field(default_factory=dict)  # kind → key → subject


def look(region: str, at: datetime) -> Looked:
    """Outside a transaction: looking takes long, writing does not."""
    looked = Looked({rule.code: rule for rule in rules_of(region, to_cst(at).date())})
    for rule in looked.rules.values():
        provider = WATCHED.get(rule.kind)  # an instruction is handed out by hand, not seen
        if provider is not None and rule.kind not in looked.subjects:
            looked.subjects[rule.kind] = {one.key: one for one in provider(region, at)}
        for subject in looked.subjects.get(rule.kind, {}).values():
            severity = rule.severity_of(subject.facts)
            if severity:
                looked.found.append((rule, subject, severity))
    return looked


@official  # what is kept stays Chinese, whatever the screen speaks
def ease(region: str, looked: Looked, at: datetime, by: Actor) -> None:
    """Mark what no longer holds, take the mark off what holds again, close what the rules close."""
    closed, asked = [], []
    rows = Warning.objects.select_for_update().filter(region=region, status=Warning.Status.NEW)
    for row in rows:
        rule = looked.rules.get(row.rule)
        if rule is None or rule.kind not in looked.subjects:
            continue  # raised by hand, or its rule is no longer declared: a person's to settle
        over = _over(row, rule, looked.subjects[rule.kind])
        if over is None:
            continue
        if not over:
            _again(row, at, by)
            continue
        new = row.eased_at is None
        row.eased_at, row.eased_sentence = row.eased_at or at, over
        if rule.eases == "close" and (at - row.eased_at).days >= rule.eases_after:
            _close(row, "", _("规则“%s”不再成立，按规则消除") % rule.name, at, by)
            closed.append(row.pk)
        else:
            row.save(update_fields=["eased_at", "eased_sentence"])
            if new:
                _record(row, "eased", over, at, by)
                if rule.eases == "ask":
                    asked.append(row.pk)
    _tell(region, closed, asked, at)


def _over(row: Warning, rule: WatchRule, subjects: Mapping[str, Subject]) -> str | None:
    """By what number the rule no longer holds; '' where it holds, None where nobody can say."""
    subject = subjects.get(row.key.split("|")[1])
    if subject is None:
        gone = GONE.get(rule.kind)
        return None if gone is None else str(gone)
    over = rule.over(subject.facts)
    if over is None:
        return None
    return subject.sentence if over else ""


def _again(row: Warning, at: datetime, by: Actor) -> None:
    if row.eased_at is not None:
        row.eased_at, row.eased_sentence = None, ""
        row.save(update_fields=["eased_at", "eased_sentence"])
        _record(row, "again", row.sentence, at, by)


def _close(row: Warning, who: str, reason: str, at: datetime, by: Actor) -> None:
    row.status, row.settled_at = Warning.Status.CLEARED, at
    row.settled_by, row.settled_reason = who, reason
    row.save(
        update_fields=[
            "status", "settled_at", "settled_by", "settled_reason", "eased_at", "eased_sentence",
        ]
    )  # fmt: skip
    _record(row, "cleared", reason, at, by)


def _record(row: Warning, what: str, said: str, at: datetime, by: Actor) -> None:
    detail = {"said": said[:300]}
    audit.record(by=by, at=at, action=f"supervision.{what}", obj=f"warning/{row.pk}", detail=detail)


@official
def _tell(region: str, closed: list[int], asked: list[int], at: datetime) -> None:
    """One message a supervisor."""
    if not closed and not asked:
        return
    said = {"city": accounts.region_name(region), "closed": len(closed), "asked": len(asked)}
    title = _("%(city)s：%(closed)d 条预警按规则消除，%(asked)d 条情形已消除、待确认") % said
    notify.send_many(
        notify.Outgoing(
            to=f"user:{actor.id}", topic="warning", title=title, at=at, link="/desk/warnings/",
            key=f"eased-{region}-{max(closed + asked)}-{at:%y%m%d}-{actor.id}",
        )
        for actor in accounts.actors(region=region, role="supervisor")
    )  # fmt: skip


@official  # what is written stays Chinese, whatever language the screen speaks
@transaction.atomic
def clear(*, warning: int, words: str, by: Actor, at: datetime) -> None:
    """A person has seen that what was warned of is over; ``words`` may say more."""
    row = warning_to_settle(by, warning)
    if row.eased_at is None:
        raise Refusal(
            "still-holds", _("这条预警的情形还在，不能按消除处理；请发督办单，或写明理由不予督办。")
        )
    _close(row, by.name, words.strip()[:1000] or _("确认情形已消除"), at, by)

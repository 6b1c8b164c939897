"""One act: rows change, each change is an event, and what stood before is kept for the undo.

``with recording(plan, verb, by=…, at=…) as act: act.set(row, event, field=value)``. The plan is
locked by the caller. Rows are written together at the end: a fixed number of statements.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.audit import service as audit
from yingshang.city.plans._history import plain
from yingshang.city.plans.models import Plan, PlanEvent, Target, Task
from yingshang.city.plans.review.models import Act
from yingshang.city.plans.telling import changed_field
from yingshang.kernel.flow import Refusal

__all__ = ["Recording", "check_version", "recording"]

Row = Task | Target


class Recording:
    """What one act changes; see the module."""

    def __init__(self, plan: Plan, verb: str, by: Actor, at: datetime) -> None:
        self.plan, self.verb, self.by, self.at = plan, verb, by, at
        self.sentence = ""
        self.act: Act | None = None
        self._rows: dict[tuple[str, int], Row] = {}
        self._changes: dict[tuple[str, int], dict[str, tuple[Any, Any]]] = {}
        self._made: list[Row] = []
        self._events: list[PlanEvent] = []

    def set(self, row: Row, event: str = "", *, reason: str = "", **fields: Any) -> int:
        """Change fields of a row; an event for each, where one is named. How many changed."""
        changed = 0
        key = (_kind(row), row.pk)
        for name, new in fields.items():
            old = getattr(row, name)
            if plain(old) == plain(new):
                continue
            kept = self._changes.setdefault(key, {})
            kept[name] = (kept[name][0] if name in kept else plain(old), plain(new))
            if event:
                self.note(row, event, field=name, old=old, new=new, reason=reason)
            setattr(row, name, new)
            changed += 1
        if changed and key not in self._rows:
            self._rows[key] = row
            row.version += 1
        return changed

    def held(self, kind: str, pk: int) -> Row | None:
        """The row as this act has changed it already."""
        return self._rows.get((kind, pk))

    def made(self, row: Row) -> None:
        """A row that this act created: its undo takes the row back."""
        self._made.append(row)

    def note(
        self,
        row: Row | None,
        name: str,
        *,
        field: str = "",
        old: Any = None,
        new: Any = None,
        reason: str = "",
    ) -> None:
        """One event of the plan's history."""
        target = row if isinstance(row, Target) else None
        self._events.append(
            PlanEvent(
                plan=self.plan,
                name=name,
                task_id=target.task_id if target else (row.pk if row else None),
                target=target,
                field=field,
                old=plain(old),
                new=plain(new),
                reason=reason,
                by=self.by.id,
                by_name=self.by.name,
                at=self.at,
            )
        )

    def close(self) -> None:
        """Write rows, events, one audit line, and the act itself."""
        rows = list(self._rows.values())
        tasks = [row for row in rows if isinstance(row, Task)]
        targets = [row for row in rows if isinstance(row, Target)]
        if tasks:
            Task.objects.bulk_update(tasks, self._names(tasks))
        if targets:
            Target.objects.bulk_update(targets, self._names(targets))
        if not self._events:
            return
        for event in self._events:
            self.plan.last_seq += 1
            event.seq = self.plan.last_seq
        self.plan.save(update_fields=["last_seq"])
        PlanEvent.objects.bulk_create(self._events)
        self.act = Act.objects.create(
            plan=self.plan,
            verb=self.verb,
            sentence=self.sentence[:200],
            rows=[self._kept(key) for key in self._changes],
            made=[{"kind": _kind(row), "id": row.pk} for row in self._made],
            by=self.by.id,
            by_name=self.by.name,
            at=self.at,
        )
        self._audit()

    def _names(self, rows: Sequence[Row]) -> list[str]:
        """The fields that changed in any of the rows."""
        names = {name for row in rows for name in self._changes[_kind(row), row.pk]}
        return sorted({"version", *names})

    def _kept(self, key: tuple[str, int]) -> dict[str, Any]:
        changes = self._changes[key].items()
        return {
            "kind": key[0],
            "id": key[1],
            "before": {name: old for name, (old, _new) in changes},
            "after": {name: new for name, (_old, new) in changes},
        }

    def _audit(self) -> None:
        first = self._events[0]
        obj = f"plan/{self.plan.pk}"
        if len({event.target_id for event in self._events}) == 1 and first.target_id:
            obj += f"/target/{first.target_id}"
        audit.record(
            by=self.by,
            at=self.at,
            action=f"plans.{first.name}",
            obj=obj,
            detail={
                "seq": first.seq,
                "events": len(self._events),
                "field": first.field,
                "old": first.old,
                "new": first.new,
            },
        )


def _kind(row: Row) -> str:
    return "target" if isinstance(row, Target) else "task"


@contextmanager
def recording(plan: Plan, verb: str, *, by: Actor, at: datetime) -> Iterator[Recording]:
    """An act on a locked plan; written when the block ends without a refusal. Its verb is
    `official`: what is kept of it is Chinese, whatever language the screen speaks."""
    act = Recording(plan, verb, by, at)
    yield act
    act.close()


def check_version(row: Row, version: int | None) -> None:
    """Refuse a change of a row that somebody has changed since it was shown."""
    if row.gone:
        raise Refusal(
            "row-gone",
            _("这一条已经并入别的任务或被撤回，本次未保存；请刷新后到新的那一条上修改。"),
        )
    if version is None or version == row.version:
        return
    last = PlanEvent.objects.filter(**{_kind(row): row}).order_by("-seq").first()
    who = last.by_name if last else ""
    what = changed_field(last) if last else ""
    raise Refusal(
        "stale",
        _(
            "%(who)s刚刚修改了这一条（%(what)s），您看到的已不是最新内容，本次未保存；"
            "请核对最新内容后再改。"
        )
        % {"who": who, "what": what or _("状态")},
    )

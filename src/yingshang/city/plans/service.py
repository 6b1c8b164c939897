"""The door of plans: documents, ledgers, corrections, comparisons, bindings, promises."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import binding, importing, previewing, promising, queries
from yingshang.city.plans._fields import COMPARATORS as COMPARATOR_WORDS
from yingshang.city.plans._fields import KINDS as PLAN_KINDS
from yingshang.city.plans._fields import STATISTICS as STATISTIC_WORDS
from yingshang.city.plans.access import may_edit, may_edit_plan, why_no_parts
from yingshang.city.plans.binding import bind, unbind
from yingshang.city.plans.comparing import compare
from yingshang.city.plans.deadlines import Day, Deadline, deadlines
from yingshang.city.plans.deadlines import counts as deadline_counts
from yingshang.city.plans.deadlines import month as deadline_month
from yingshang.city.plans.editing import (
    add_target,
    add_task,
    confirm_target,
    confirm_task,
    correct_target,
    correct_task,
    reject_target,
    reject_task,
)
from yingshang.city.plans.gathering import Gathered, import_folder, region_of
from yingshang.city.plans.heading import amend_head, correct_head
from yingshang.city.plans.kinds import (
    PlanRow,
    PlanView,
    PromiseView,
    Suggestion,
    UnitLamp,
)
from yingshang.city.plans.learning import door as learning
from yingshang.city.plans.ledgers.blank import blank_ledger
from yingshang.city.plans.lineage import door as lineage
from yingshang.city.plans.open_names import OpenName, open_names
from yingshang.city.plans.previewing import PreviewView, preview, preview_paste
from yingshang.city.plans.previewing import choose as choose_columns
from yingshang.city.plans.previewing import drop as drop_preview
from yingshang.city.plans.previewing import known as known_plan
from yingshang.city.plans.previewing import move as move_preview
from yingshang.city.plans.previewing import sweep as sweep_previews
from yingshang.city.plans.previewing import view as preview_view
from yingshang.city.plans.queries import history
from yingshang.city.plans.reading import parse_file
from yingshang.city.plans.registering import add_unit_alias, register_unit, rename_unit
from yingshang.city.plans.review.adding import add_read_task
from yingshang.city.plans.review.dictionary import COLUMN_ROLES, Entry, decide_unit, forget, taught
from yingshang.city.plans.review.dictionary import entries as dictionary
from yingshang.city.plans.review.guessing import (
    TARGET_REASONS,
    TASK_REASONS,
    guess_target,
    metric_choices,
)
from yingshang.city.plans.review.places import find_words, of_plan, task_at, words_at
from yingshang.city.plans.review.rereading import Reread, reread, take_reread
from yingshang.city.plans.review.rows import (
    Progress,
    ReviewRow,
    ReviewView,
    progress,
    review,
    review_rows,
)
from yingshang.city.plans.review.rows import order as review_order
from yingshang.city.plans.review.shaping import (
    Sentence,
    follower,
    merge_tasks,
    sentences,
    split_task,
)
from yingshang.city.plans.review.verbs import CERTAIN, confirm_certain, confirm_whole, undo
from yingshang.city.plans.scoring import score_files
from yingshang.city.plans.tracking import door as _tracking
from yingshang.city.plans.tracking.door import *  # noqa: F403
from yingshang.city.plans.unit_lamps import unit_lamps as _unit_lamps
from yingshang.city.plans.units import resolver
from yingshang.city.plans.withdrawing import may_withdraw, why_kept, withdraw
from yingshang.kernel.worktime import to_cst

__all__ = [
    "CERTAIN",
    "COLUMN_ROLES",
    "COMPARATOR_WORDS",
    "PLAN_KINDS",
    "STATISTIC_WORDS",
    "TARGET_REASONS",
    "TASK_REASONS",
    "Day",
    "Deadline",
    "Entry",
    "Gathered",
    "OpenName",
    "PreviewView",
    "Progress",
    "Reread",
    "ReviewRow",
    "ReviewView",
    "Sentence",
    "add_read_task",
    "add_target",
    "add_task",
    "add_unit_alias",
    "amend_head",
    "bind",
    "blank_ledger",
    "choose_columns",
    "compare",
    "confirm_certain",
    "confirm_target",
    "confirm_task",
    "confirm_whole",
    "correct_head",
    "correct_target",
    "correct_task",
    "deadline_counts",
    "deadline_month",
    "deadlines",
    "decide_unit",
    "dictionary",
    "drop_preview",
    "find_words",
    "follower",
    "forget",
    "guess_target",
    "history",
    "import_folder",
    "import_plan",
    "keep_preview",
    "known_plan",
    "learning",
    "lineage",
    "may_edit",
    "may_edit_plan",
    "may_withdraw",
    "merge_tasks",
    "metric_choices",
    "move_preview",
    "of_plan",
    "open_names",
    "parse_file",
    "plan",
    "plan_row",
    "plans",
    "preview",
    "preview_paste",
    "preview_view",
    "progress",
    "promise",
    "promises",
    "region_of",
    "register_unit",
    "reject_target",
    "reject_task",
    "rename_unit",
    "reread",
    "resolver",
    "review",
    "review_order",
    "review_rows",
    "score_files",
    "sentences",
    "split_task",
    "store_reading",
    "suggest_bindings",
    "sweep_previews",
    "take_reread",
    "task_at",
    "taught",
    "unbind",
    "undo",
    "unit_lamps",
    "why_kept",
    "why_no_parts",
    "withdraw",
    "words_at",
]
__all__ += _tracking.__all__


def import_plan(
    *,
    data: bytes,
    name: str,
    region: str,
    by: Actor,
    at: datetime,
    edition_of: int | None = None,
    anyway: bool = True,
) -> PlanView:
    """Read a file and keep it as a plan; the same file again is the same plan (``new`` False).
    ``edition_of``, ``anyway``: where a plan in force has its number, see there."""
    found, new = importing.import_plan(
        data=data, name=name, region=region, by=by, at=at, edition_of=edition_of, anyway=anyway
    )
    return queries.plan_view(found, today=to_cst(at).date(), new=new)


def keep_preview(
    key: UUID, *, by: Actor, at: datetime, goals: bool = True, edition: bool | None = None
) -> PlanView:
    """The reading that waits becomes a plan; the same file again is the same plan. ``goals``:
    with the targets that stand outside the tasks; ``edition``: see there."""
    found, new = previewing.keep(key, by=by, at=at, goals=goals, edition=edition)
    return queries.plan_view(found, today=to_cst(at).date(), new=new)


def store_reading(
    *,
    text: str,
    reading: Mapping[str, Any],
    sha256: str,
    name: str,
    region: str,
    by: Actor,
    at: datetime,
) -> PlanView:
    """Keep a reading that is already there (JSON of design.md §5), as ``import_plan`` would."""
    importing.require_edit(by, region)
    found, new = importing.store(
        text, dict(reading), digest=sha256, name=name, region=region, by=by, at=at
    )
    return queries.plan_view(found, today=to_cst(at).date(), new=new)


def plans(actor: Actor, *, region: str | None = None) -> list[PlanRow]:
    """All plans (they are public documents), newest year first."""
    return queries.plan_rows(region)


def plan(actor: Actor, id: int, *, at: datetime) -> PlanView:
    """One plan with its text beside its ledger; NotVisible where there is none."""
    return queries.plan_view(id, today=to_cst(at).date())


def plan_row(actor: Actor, id: int) -> PlanRow:
    """What a page about a plan needs of it, without its text and ledger; NotVisible likewise."""
    return queries.plan_row(id)


def suggest_bindings(*, target: int, at: datetime) -> list[Suggestion]:
    """Indicators that could measure a target, bindable ones first; the others with the reasons."""
    return binding.suggest(binding.target_with_plan(target), on=to_cst(at).date())


def promises(
    actor: Actor,
    *,
    as_of: date,
    region: str | None = None,
    plan: int | None = None,
    indicator: str = "",
) -> list[PromiseView]:
    """Promise beside result for every target of a region or a plan, as of a day; ``indicator``:
    only those that it measures."""
    return promising.promises(as_of=as_of, region=region, plan=plan, indicator=indicator)


def promise(actor: Actor, target: int, *, as_of: date) -> PromiseView:
    """One promise beside its result; NotVisible where there is none."""
    return promising.promise(target, as_of=as_of)


def unit_lamps(actor: Actor, *, region: str, as_of: date) -> list[UnitLamp]:
    """Per unit: the worst lamp among its promises and how many of each, worst units first."""
    return _unit_lamps(region=region, as_of=as_of)

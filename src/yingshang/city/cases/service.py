"""The door of cases: verbs, reads, registries, the bulk path."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from yingshang.city.accounts.kinds import Actor
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import (
    _door_papers,
    _facts,
    _paper_views,
    _queue,
    _reading,
    _timeline,
)
from yingshang.city.cases._answers import Answered, answers_of
from yingshang.city.cases._applies import Applicable, applicable
from yingshang.city.cases._chain import ChainReport, verify_chain
from yingshang.city.cases._clock_view import clock_view
from yingshang.city.cases._cross import seat_onlookers
from yingshang.city.cases._door_papers import *  # noqa: F403
from yingshang.city.cases._ended import (
    EndedCase,
    decided_counts,
    open_steps,
    rateable_counts,
    rateable_since,
    with_open_step,
)
from yingshang.city.cases._erase import erase_personal, reveal
from yingshang.city.cases._event_facts import CaseActs, EventFact, event_facts, names_of
from yingshang.city.cases._feed import FeedEvent, FeedPage, fan_out, feed, feed_end
from yingshang.city.cases._files import FileRow, Upload, path_of, sweep_parts
from yingshang.city.cases._files import store as keep_files
from yingshang.city.cases._hands_shown import Hands, in_hands
from yingshang.city.cases._load import events_of, hold, work_of
from yingshang.city.cases._log_rows import LogRow, log_rows
from yingshang.city.cases._looks import looks, my_looks, record_look
from yingshang.city.cases._moves import MoveView, RunView, clock_moves, clock_runs
from yingshang.city.cases._paper_views import BookView, OutageView, PaperView
from yingshang.city.cases._prefill import Held, held_for
from yingshang.city.cases._receipt_file import keys_in, read_receipt
from yingshang.city.cases._recompute import follow_calendar, recompute_clocks
from yingshang.city.cases._sweep import DueClock, Sweep, due_clocks, sweep
from yingshang.city.cases._views import (
    CaseRow,
    CaseView,
    ClockLine,
    ClockView,
    DraftView,
    EventView,
    FieldView,
    FileView,
    HandView,
    HolderView,
    LookView,
    Page,
    PauseView,
    ShareView,
    StepView,
)
from yingshang.city.cases._window import acts_of_day, received_between, to_hand_over
from yingshang.city.cases._workload import Load, workload
from yingshang.city.cases._written import Written, written
from yingshang.city.cases.actions.accept import accept, accept_silent
from yingshang.city.cases.actions.amend import amend
from yingshang.city.cases.actions.ask_correction import ask_correction
from yingshang.city.cases.actions.ask_hearing import ask_hearing
from yingshang.city.cases.actions.assign import assign
from yingshang.city.cases.actions.call_hearing import call_hearing
from yingshang.city.cases.actions.claim import claim, release
from yingshang.city.cases.actions.close import close
from yingshang.city.cases.actions.complete_step import complete_step
from yingshang.city.cases.actions.correct_on_spot import correct_on_spot
from yingshang.city.cases.actions.decide import decide, grant_silent
from yingshang.city.cases.actions.decide_now import decide_now
from yingshang.city.cases.actions.deliver import deliver
from yingshang.city.cases.actions.extend import extend
from yingshang.city.cases.actions.hand_over import hand_over, move_work
from yingshang.city.cases.actions.hold_hearing import hold_hearing
from yingshang.city.cases.actions.make_up import make_up
from yingshang.city.cases.actions.many import (
    Answer,
    accept_many,
    claim_many,
    hand_over_many,
    move_many,
    release_many,
)
from yingshang.city.cases.actions.note import note
from yingshang.city.cases.actions.open_case import check_form, open_case
from yingshang.city.cases.actions.pause import pause
from yingshang.city.cases.actions.refuse import refuse
from yingshang.city.cases.actions.reopen import reopen
from yingshang.city.cases.actions.resume import resume
from yingshang.city.cases.actions.return_assignment import return_assignment
from yingshang.city.cases.actions.rule_return import rule_return
from yingshang.city.cases.actions.supply import supply
from yingshang.city.cases.actions.tell_hearing import tell_hearing
from yingshang.city.cases.actions.verify_commitment import verify_commitment
from yingshang.city.cases.actions.waive_hearing import waive_hearing
from yingshang.city.cases.actions.withdraw import withdraw, withdraw_lapsed
from yingshang.city.cases.actions.withdraw_promise import withdraw_promise
from yingshang.city.cases.bulk import Act, CaseSpec, bulk
from yingshang.city.cases.drafts import my_draft, my_drafts, save_draft
from yingshang.city.cases.filters import (
    FilterView,
    drop_filter,
    own_view,
    save_filter,
    saved_filters,
)
from yingshang.city.cases.kinds import VERB_LABELS, FormInvalid, Refusal
from yingshang.city.cases.models import Attachment
from yingshang.city.cases.registries import (
    DecidedCase,
    Effect,
    applicant_guards,
    close_guards,
    commitment_outcomes,
    decided_lamps,
    family_followers,
    followers,
    outcome_handlers,
    step_guards,
    step_held,
)
from yingshang.city.cases.returned import ReturnedAnswer, ReturnedCase, take_back
from yingshang.city.cases.trial import Change, TrialReport, try_definition

__all__ = [
    "Act",
    "Answer",
    "Answered",
    "Applicable",
    "BookView",
    "CaseActs",
    "CaseRow",
    "CaseSpec",
    "CaseView",
    "ChainReport",
    "Change",
    "ClockLine",
    "ClockView",
    "DecidedCase",
    "DraftView",
    "DueClock",
    "Effect",
    "EndedCase",
    "EventFact",
    "EventView",
    "FeedEvent",
    "FeedPage",
    "FieldView",
    "FileRow",
    "FileView",
    "FilterView",
    "FormInvalid",
    "HandView",
    "Hands",
    "Held",
    "HolderView",
    "Load",
    "LogRow",
    "LookView",
    "MoveView",
    "NotVisible",
    "OutageView",
    "Page",
    "PaperView",
    "PauseView",
    "Refusal",
    "ReturnedAnswer",
    "ReturnedCase",
    "RunView",
    "ShareView",
    "StepView",
    "Sweep",
    "TrialReport",
    "Upload",
    "Written",
    "accept",
    "accept_many",
    "accept_silent",
    "acts_of_day",
    "allowed",
    "amend",
    "answers_of",
    "applicable",
    "applicant_guards",
    "ask_correction",
    "ask_hearing",
    "assign",
    "attachment",
    "books",
    "bulk",
    "by_refs",
    "call_hearing",
    "case_for",
    "check_form",
    "claim",
    "claim_many",
    "clock",
    "clock_moves",
    "clock_runs",
    "close",
    "close_guards",
    "commitment_outcomes",
    "complete_step",
    "correct_on_spot",
    "decide",
    "decide_now",
    "decided_counts",
    "decided_lamps",
    "deliver",
    "drop_filter",
    "due_clocks",
    "erase_personal",
    "event_facts",
    "extend",
    "facts",
    "family_followers",
    "fan_out",
    "feed",
    "feed_end",
    "find",
    "follow_calendar",
    "followers",
    "grant_silent",
    "hand_over",
    "hand_over_many",
    "held_for",
    "hold",
    "hold_hearing",
    "in_hands",
    "item_revision",
    "keep_files",
    "keys_in",
    "last_row",
    "log_rows",
    "looks",
    "make_up",
    "move_many",
    "move_work",
    "moved_since",
    "my_cases",
    "my_draft",
    "my_drafts",
    "my_looks",
    "names_of",
    "note",
    "open_case",
    "open_steps",
    "outages",
    "outcome_handlers",
    "own_view",
    "paper",
    "paper_scan",
    "papers",
    "path_of",
    "pause",
    "queue",
    "rateable_counts",
    "rateable_since",
    "read_receipt",
    "received_between",
    "received_elsewhere",
    "recompute_clocks",
    "record_look",
    "refs_by_key",
    "refuse",
    "release",
    "release_many",
    "reopen",
    "resume",
    "return_assignment",
    "reveal",
    "revision_since",
    "rule_return",
    "save_draft",
    "save_filter",
    "saved_filters",
    "seat_onlookers",
    "step_facts",
    "step_guards",
    "step_held",
    "supply",
    "sweep",
    "sweep_parts",
    "take_back",
    "tell_hearing",
    "timeline",
    "to_hand_over",
    "try_definition",
    "verify_chain",
    "verify_commitment",
    "visible_refs",
    "waive_hearing",
    "with_open_step",
    "withdraw",
    "withdraw_lapsed",
    "withdraw_promise",
    "workload",
    "written",
]
__all__ += _door_papers.__all__

outages = _paper_views.outages
books = _paper_views.books
papers = _paper_views.papers
paper = _paper_views.paper
paper_scan = _paper_views.scan_of
received_elsewhere = _queue.received_elsewhere
queue = _queue.queue
my_cases = _queue.my_cases
by_refs = _queue.by_refs
refs_by_key = _queue.refs_by_key
visible_refs = _queue.visible_refs
facts = _facts.facts
step_facts = _facts.step_facts
moved_since = _facts.moved_since
last_row = _facts.last_row
revision_since = _facts.revision_since
item_revision = _facts.item_revision


def case_for(actor: Actor, ref: str, *, to: str = "read", at: datetime | None = None) -> CaseView:
    """The case if the actor sees it (NotVisible else) and, for another `to`, may do that verb.

    `at` lights the lamps of running clocks. Refusal 'not-yours' where `to` is not open to him.
    """
    case = _reading.fetch(actor, ref)
    if to != "read" and to not in _reading.allowed_verbs(actor, case, work_of(case)):
        raise _reading.not_yours(VERB_LABELS.get(to, to))
    return _reading.view_of(actor, case, at=at)


def find(actor: Actor, text: str) -> str | None:
    """The number of a visible case that was typed in whole; None else."""
    return _reading.find_ref(actor, text)


def allowed(actor: Actor, ref: str) -> frozenset[str]:
    """Verbs to offer the actor on this case (NotVisible where he does not see it)."""
    case = _reading.fetch(actor, ref)
    return _reading.allowed_verbs(actor, case, work_of(case))


def timeline(actor: Actor, ref: str) -> list[EventView]:
    """What happened to the case, oldest first."""
    case = _reading.fetch(actor, ref)
    return _timeline.timeline(case, work_of(case).item.flow)


def clock(actor: Actor, ref: str, *, at: datetime) -> ClockView:
    """Every clock of the case, explained day by day."""
    case = _reading.fetch(actor, ref)
    events = [event for event, _name in events_of(ref)]
    return clock_view(work_of(case), events, at=at, fixed=case.due_fixed_at)


def attachment(actor: Actor, ref: str, id: int) -> tuple[FileView, Path]:
    """A file of a visible case and where its bytes lie."""
    case = _reading.fetch(actor, ref)
    row = Attachment.objects.filter(case=case, pk=id).first()
    if row is None:
        raise NotVisible(f"{ref}/{id}")
    view = FileView(row.pk, row.name, row.material, row.mime, row.size, row.at, row.by)
    return view, path_of(row.sha256)

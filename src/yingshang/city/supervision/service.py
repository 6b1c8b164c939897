"""The door of supervision: watch, warnings, orders, what closes them, the ladder, papers."""

from datetime import datetime

from yingshang.city.accounts.service import Actor
from yingshang.city.supervision import closing, order_paper, queries, watching
from yingshang.city.supervision.access import may_order, visible_orders
from yingshang.city.supervision.appraisal import door as _appraisal
from yingshang.city.supervision.appraisal.door import *  # noqa: F403
from yingshang.city.supervision.bulletins import door as _bulletins
from yingshang.city.supervision.bulletins.door import *  # noqa: F403
from yingshang.city.supervision.bulletins.queries import preview_docx
from yingshang.city.supervision.calendars.feeding import (
    calendar_feed,
    coming_days,
    feed_addresses,
    make_feed,
    stop_feed,
)
from yingshang.city.supervision.calendars.keeping import keep_calendars
from yingshang.city.supervision.calendars.reminding import remind_of_days
from yingshang.city.supervision.confirming import (
    confirm_order,
    confirmation,
    kept_from_back,
    may_confirm,
    send_back,
)
from yingshang.city.supervision.delays.acting import ask_delay, rule_delay
from yingshang.city.supervision.delays.queries import delays
from yingshang.city.supervision.easing import clear as clear_warning
from yingshang.city.supervision.evaluation.acting import (
    accept_evidence,
    close_evaluation,
    give_evidence,
    open_evaluation,
    return_evidence,
)
from yingshang.city.supervision.evaluation.bundle import evaluation_xlsx, evaluation_zip
from yingshang.city.supervision.evaluation.drafting import draft_leaves, order_leaf
from yingshang.city.supervision.evaluation.findings import order_finding, survey_findings
from yingshang.city.supervision.evaluation.queries import evaluation, evaluations, evidence_file
from yingshang.city.supervision.evaluation.recorded import recorded
from yingshang.city.supervision.evaluation.reminding import remind_of_evidence
from yingshang.city.supervision.instructions.access import may_register
from yingshang.city.supervision.instructions.acting import (
    accept_answer,
    hand_out,
    name_readers,
    register_instruction,
    reply,
    return_answer,
)
from yingshang.city.supervision.instructions.handing_on import (
    instructions_to_hand_on,
    take_over_instruction,
)
from yingshang.city.supervision.instructions.paper import reply_docx
from yingshang.city.supervision.instructions.queries import (
    instruction,
    instruction_of,
    instructions,
    scan,
)
from yingshang.city.supervision.kinds import CHECK, Check
from yingshang.city.supervision.ladder.acting import (
    answer,
    approve,
    lift,
    record_meeting,
    refuse,
    take,
)
from yingshang.city.supervision.ladder.climbing import climb
from yingshang.city.supervision.ladder.kinds import EscalationView, RungView
from yingshang.city.supervision.ladder.paper import escalation_docx
from yingshang.city.supervision.ladder.queries import (
    escalation,
    escalations,
    ladder,
    ladder_for,
    rungs_owed,
    rungs_waiting,
)
from yingshang.city.supervision.liaisons import LiaisonRow, liaison_list, remind_unnamed
from yingshang.city.supervision.meetings.acting import (
    add_topic,
    call_meeting,
    decide,
    drop_decision,
    invite,
    keep_topic,
    plan_meeting,
    redraft,
    sign_minutes,
    take_attendance,
)
from yingshang.city.supervision.meetings.queries import meeting, meeting_paper, meetings
from yingshang.city.supervision.motions.acting import hand_over_motion, take_opinion
from yingshang.city.supervision.motions.checking import check_reply, may_waive, waive_opinion
from yingshang.city.supervision.motions.kinds import ShareView
from yingshang.city.supervision.motions.mending import mend_motions
from yingshang.city.supervision.motions.paper import motion_docx
from yingshang.city.supervision.motions.queries import (
    motion,
    motion_file,
    motion_totals,
    motions,
    motions_xlsx,
)
from yingshang.city.supervision.ordering import dismiss, order_from
from yingshang.city.supervision.outstanding import as_checked, missed
from yingshang.city.supervision.proofs import EVIDENCED, give_proof, may_prove
from yingshang.city.supervision.queries import as_orders, is_order, order, orders, warning, warnings
from yingshang.city.supervision.rounds.acting import (
    accept_material,
    excuse_unit,
    return_material,
    send_material,
    sign_round,
)
from yingshang.city.supervision.rounds.bundle import bundle as round_bundle
from yingshang.city.supervision.rounds.opening import open_round, stop_series
from yingshang.city.supervision.rounds.punctuality import punctuality
from yingshang.city.supervision.rounds.queries import duties as round_duties
from yingshang.city.supervision.rounds.queries import material as round_material
from yingshang.city.supervision.rounds.queries import (
    round_of_share,
    round_view,
    rounds,
    rounds_owed,
)
from yingshang.city.supervision.rounds.turning import remind_now, turn_rounds
from yingshang.city.supervision.suspicion.access import may_see_clues
from yingshang.city.supervision.suspicion.acting import settle_clue, warn_of_clues
from yingshang.city.supervision.suspicion.detecting import Looked, findings, look_daily
from yingshang.city.supervision.suspicion.detecting import detect as detect_suspicion
from yingshang.city.supervision.suspicion.queries import CluePage, ClueView, clue, clues
from yingshang.city.supervision.walks.acting import (
    add_finding,
    plan_walk,
    publish_walk,
    record_walk,
)
from yingshang.city.supervision.walks.kinds import FindingKind
from yingshang.city.supervision.walks.queries import walk, walk_totals, walks

__all__ = [
    "CHECK",
    "EVIDENCED",
    "CluePage",
    "ClueView",
    "EscalationView",
    "FindingKind",
    "LiaisonRow",
    "Looked",
    "RungView",
    "ShareView",
    "accept_answer",
    "accept_evidence",
    "accept_material",
    "add_finding",
    "add_topic",
    "answer",
    "approve",
    "as_checked",
    "as_orders",
    "ask_delay",
    "calendar_feed",
    "call_meeting",
    "check_reply",
    "clear_warning",
    "climb",
    "close_evaluation",
    "closing_check",
    "clue",
    "clues",
    "coming_days",
    "confirm_order",
    "confirmation",
    "decide",
    "delays",
    "detect_suspicion",
    "dismiss",
    "draft_leaves",
    "drop_decision",
    "escalation",
    "escalation_docx",
    "escalations",
    "evaluation",
    "evaluation_xlsx",
    "evaluation_zip",
    "evaluations",
    "evidence_file",
    "excuse_unit",
    "feed_addresses",
    "findings",
    "give_evidence",
    "give_proof",
    "hand_out",
    "hand_over_motion",
    "instruction",
    "instruction_of",
    "instructions",
    "instructions_to_hand_on",
    "invite",
    "is_order",
    "keep_calendars",
    "keep_topic",
    "kept_from_back",
    "ladder",
    "ladder_for",
    "liaison_list",
    "lift",
    "look_daily",
    "make_feed",
    "may_confirm",
    "may_order",
    "may_prove",
    "may_register",
    "may_see_clues",
    "may_waive",
    "meeting",
    "meeting_paper",
    "meetings",
    "mend_motions",
    "missed",
    "motion",
    "motion_docx",
    "motion_file",
    "motion_totals",
    "motions",
    "motions_xlsx",
    "name_readers",
    "open_evaluation",
    "open_round",
    "order",
    "order_docx",
    "order_finding",
    "order_from",
    "order_leaf",
    "orders",
    "plan_meeting",
    "plan_walk",
    "publish_walk",
    "punctuality",
    "record_meeting",
    "record_walk",
    "recorded",
    "redraft",
    "refuse",
    "register_instruction",
    "remind_now",
    "remind_of_days",
    "remind_of_evidence",
    "remind_unnamed",
    "reply",
    "reply_docx",
    "return_answer",
    "return_evidence",
    "return_material",
    "round_bundle",
    "round_duties",
    "round_material",
    "round_of_share",
    "round_view",
    "rounds",
    "rounds_owed",
    "rule_delay",
    "rungs_owed",
    "rungs_waiting",
    "scan",
    "send_back",
    "send_material",
    "settle_clue",
    "sign_minutes",
    "sign_round",
    "stop_feed",
    "stop_series",
    "survey_findings",
    "take",
    "take_attendance",
    "take_opinion",
    "take_over_instruction",
    "turn_rounds",
    "waive_opinion",
    "walk",
    "walk_totals",
    "walks",
    "warn_of_clues",
    "warning",
    "warnings",
    "watch",
    "weekly_dispatch",
]
__all__ += _bulletins.__all__
__all__ += _appraisal.__all__


def watch(*, at: datetime, by: Actor, regions: list[str] | None = None) -> list[int]:
    """Run the watch rules; answers the ids of warnings raised now. Again: nothing new."""
    return watching.watch(at=at, by=by, regions=regions)


def closing_check(actor: Actor, ref: str, *, at: datetime) -> Check:
    """Whether the order may close now, with the numbers; what ``cases.close`` will answer."""
    seen = queries.order(actor, ref, at=at)
    return closing.check(visible_orders(actor).get(ref=seen.ref), at)


def order_docx(*, ref: str, by: Actor, at: datetime) -> bytes:
    """The order as a Word file; NotVisible unless the actor sees it."""
    return order_paper.order_docx(by, ref, at=at)


def weekly_dispatch(*, region: str, by: Actor, at: datetime) -> bytes:
    """The week's dispatch (工作专报) as a Word file; for those who oversee the city."""
    return preview_docx(by, region, "weekly", at=at)

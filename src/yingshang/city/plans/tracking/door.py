"""The part of the door of plans that leads to the ledger at work."""

from yingshang.city.plans.tracking.access import may_direct
from yingshang.city.plans.tracking.apart import ToldApart, ask_told, told_apart
from yingshang.city.plans.tracking.closing import close as close_task
from yingshang.city.plans.tracking.closing import look_back, open_look_backs
from yingshang.city.plans.tracking.closing import send_back as send_back_task
from yingshang.city.plans.tracking.closing import verify as verify_closing
from yingshang.city.plans.tracking.dated import Dated, dated_work
from yingshang.city.plans.tracking.directing import (
    change_rhythm,
    remind,
    rule_extension,
    rule_milestones,
)
from yingshang.city.plans.tracking.directing import resume as resume_task
from yingshang.city.plans.tracking.directing import suspend as suspend_task
from yingshang.city.plans.tracking.dropping import Passed, passed_of, withdraw_dropped
from yingshang.city.plans.tracking.dropping import restore as restore_task
from yingshang.city.plans.tracking.joining import acknowledge, join_in
from yingshang.city.plans.tracking.kinds import (
    PlaceView,
    SendLine,
    SplitView,
    Stage,
    TrackRow,
    TrackView,
)
from yingshang.city.plans.tracking.lamps import LampView
from yingshang.city.plans.tracking.moved import extended_to
from yingshang.city.plans.tracking.own import read as read_own_number
from yingshang.city.plans.tracking.pressed import Pressed, pressed
from yingshang.city.plans.tracking.queries import mine as my_tasks
from yingshang.city.plans.tracking.queries import tracked, tracked_task
from yingshang.city.plans.tracking.reporting import correct as correct_report
from yingshang.city.plans.tracking.reporting import report as report_progress
from yingshang.city.plans.tracking.rhythm import EVERY
from yingshang.city.plans.tracking.sending import cancel as cancel_task
from yingshang.city.plans.tracking.sending import (
    rule_objection,
    send_lines,
    send_tasks,
    set_coordinator,
    without_lead,
)
from yingshang.city.plans.tracking.sheets import ledger_docx, ledger_xlsx, splits_xlsx
from yingshang.city.plans.tracking.slipping import leave_closed
from yingshang.city.plans.tracking.slipping import restart as restart_task
from yingshang.city.plans.tracking.splitting import return_share, split_of, split_target, splits_of
from yingshang.city.plans.tracking.working import (
    MOST_NODES,
    ask_close,
    ask_extension,
    finish_milestone,
    object_lead,
    propose_milestones,
)
from yingshang.city.plans.tracking.working import sign as sign_task

__all__ = [
    "EVERY",
    "MOST_NODES",
    "Dated",
    "LampView",
    "Passed",
    "PlaceView",
    "Pressed",
    "SendLine",
    "SplitView",
    "Stage",
    "ToldApart",
    "TrackRow",
    "TrackView",
    "acknowledge",
    "ask_close",
    "ask_extension",
    "ask_told",
    "cancel_task",
    "change_rhythm",
    "close_task",
    "correct_report",
    "dated_work",
    "extended_to",
    "finish_milestone",
    "join_in",
    "leave_closed",
    "ledger_docx",
    "ledger_xlsx",
    "look_back",
    "may_direct",
    "my_tasks",
    "object_lead",
    "open_look_backs",
    "passed_of",
    "pressed",
    "propose_milestones",
    "read_own_number",
    "remind",
    "report_progress",
    "restart_task",
    "restore_task",
    "resume_task",
    "return_share",
    "rule_extension",
    "rule_milestones",
    "rule_objection",
    "send_back_task",
    "send_lines",
    "send_tasks",
    "set_coordinator",
    "sign_task",
    "split_of",
    "split_target",
    "splits_of",
    "splits_xlsx",
    "suspend_task",
    "told_apart",
    "tracked",
    "tracked_task",
    "verify_closing",
    "withdraw_dropped",
    "without_lead",
]

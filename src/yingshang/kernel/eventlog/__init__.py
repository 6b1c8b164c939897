"""Event logs: what happened, in which order, how often and how long, for any process.

Pure: events in, counts out. Definitions as in van der Aalst, Process Mining (2nd ed., 2016).
"""

from yingshang.kernel.eventlog._alike import alike, guessed
from yingshang.kernel.eventlog._flow import Aligned, DeclaredFlow, FlowStep, align
from yingshang.kernel.eventlog._halving import Saving, halve
from yingshang.kernel.eventlog._norm import Fault, Replay, Worked, faults, replay, worked
from yingshang.kernel.eventlog._ocel import ocel_faults
from yingshang.kernel.eventlog._past import (
    ACCEPT,
    DECIDE,
    Change,
    Flow,
    Past,
    Stage,
    Stay,
    Work,
    changed,
    fit,
    waits_for,
)
from yingshang.kernel.eventlog._paths import (
    Deviation,
    Edge,
    Node,
    ProcessMap,
    Variant,
    discover,
    strays,
)
from yingshang.kernel.eventlog._summary import LogEvent, Summary, summarise

__all__ = [
    "ACCEPT",
    "DECIDE",
    "Aligned",
    "Change",
    "DeclaredFlow",
    "Deviation",
    "Edge",
    "Fault",
    "Flow",
    "FlowStep",
    "LogEvent",
    "Node",
    "Past",
    "ProcessMap",
    "Replay",
    "Saving",
    "Stage",
    "Stay",
    "Summary",
    "Variant",
    "Work",
    "Worked",
    "align",
    "alike",
    "changed",
    "discover",
    "faults",
    "fit",
    "guessed",
    "halve",
    "ocel_faults",
    "replay",
    "strays",
    "summarise",
    "waits_for",
    "worked",
]

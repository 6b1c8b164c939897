"""What is declared about each kind of suspicion: weights, words, innocent explanations."""

from dataclasses import dataclass
from datetime import date

from yingshang.city.definitions import service as definitions
from yingshang.kernel.suspicion import Declared, Weights

__all__ = ["MARKS", "KindOfSuspicion", "kinds_of"]

# What officers write when they say so; found in the text, the text itself stays where it is.
MARKS = {
    "notice": ("书面告知", "已告知", "告知书", "通知书", "告知申请人", "告知函"),
    "meeting": (
        "联审",
        "会审",
        "联席",
        "会议纪要",
        "集体研究",
        "集体审",
        "评审会",
        "专题会",
        "联合审",
        "联合勘",
    ),
    "outage": ("系统故障", "网络故障", "断网", "停电", "宕机", "系统中断", "系统升级"),
    "leave": ("休假", "年假", "病假", "假后", "返岗"),
}


@dataclass(frozen=True)
class KindOfSuspicion:
    """One kind as declared, for the arithmetic (`weights`) and for people."""

    code: str
    name: str
    lead: str
    source: str
    innocent: tuple[str, ...]
    ask: str
    weights: Weights


def kinds_of(region: str, on: date) -> dict[str, KindOfSuspicion]:
    """The kinds in force for a region on a day, by code."""
    return {
        edition.code: _kind(edition.body)
        for edition in definitions.editions("suspicion", region=region, on=on)
    }


def _kind(body: dict) -> KindOfSuspicion:
    weights = Weights(
        kind=body["code"],
        prior=body["prior"],
        threshold=body["threshold"],
        features={
            code: Declared(one["weight"], one["says"]) for code, one in body["features"].items()
        },
        params=body["params"],
    )
    return KindOfSuspicion(
        code=body["code"],
        name=body["name"],
        lead=body["lead"],
        source=body["source"],
        innocent=tuple(body["innocent"]),
        ask=body["ask"],
        weights=weights,
    )

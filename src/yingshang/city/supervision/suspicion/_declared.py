"""What is declared about each kind of suspicion: weights, words, innocent explanations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingshang.city.definitions import service as definitions
from yingshang.kernel.flow import Refusal
from yingshang.kernel.suspicion import NEEDS, Declared, Weights

__all__ = ["MARKS", "KindOfSuspicion", "check_body", "kinds_of"]

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


def check_body(body: Mapping[str, Any]) -> None:
    """Refusal where a number is not declared that the weighing asks for."""
    missing = sorted(NEEDS[body["code"]] - set(body["params"]))
    if missing:
        raise Refusal(
            "suspicion-params",
            f"异常线索“{body['name']}”缺少参数 {'、'.join(missing)}，没有装载。请补齐后重试。",
        )


def kinds_of(region: str) -> dict[str, KindOfSuspicion]:
    """The kinds as last declared for a region, by code.

    Not as of a day: the past is looked at with what is known today about how to look.
    """
    return {
        edition.code: _kind(edition.body)
        for edition in definitions.editions("suspicion", region=region, on=date.max)
    }


def _kind(body: Mapping[str, Any]) -> KindOfSuspicion:
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

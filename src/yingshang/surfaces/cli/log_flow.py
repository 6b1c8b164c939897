"""`yingshang log flow`: a log that was imported beside the declared flow of an item."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible, Refusal
from yingshang.city.indicators import service as indicators

__all__ = ["register_flow"]


def register_flow(verbs: argparse._SubParsersAction) -> None:
    flow = verbs.add_parser("flow", help="收进来的日志与事项申报的流程逐件比对")
    flow.add_argument("--region", required=True)
    flow.add_argument("--source", required=True, help="来源的名称")
    flow.add_argument("--kind", help="日志里的哪种业务，有这一列时")
    flow.add_argument("--item", default="", help="与哪个事项比，不给则按名称猜")
    flow.add_argument("--steps", type=Path, metavar="STEPS.json", help="{活动: 环节代码}")
    flow.add_argument("--confirm", action="store_true", help="确认对应关系，记下来")
    flow.add_argument("--json", action="store_true")
    flow.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """0 compared, or the guess shown; 1 refused in one sentence."""
    by, today = replace(SYSTEM, region=args.region), timezone.localdate()
    source = _source(by, args.region, args.source)
    asked = indicators.log_flow_asked(by, source=source, on=today, kind=args.kind, item=args.item)
    if args.confirm or args.steps:
        told = _steps(args.steps) if args.steps else {}
        indicators.confirm_log_flow(
            source=source,
            kind=asked.kind,
            item=asked.item,
            steps={row.activity: row.step for row in asked.rows} | told,
            counted=(),
            by=by,
            at=timezone.now(),
            on=today,
        )
    found = indicators.beside_flow(by, region=args.region, source=source, on=today, kind=asked.kind)
    answer = _guess(asked) if found is None else _compared(found)
    print(json.dumps(answer, ensure_ascii=False) if args.json else _lines(answer))
    return 0


def _source(by: Actor, region: str, name: str) -> int:
    for one in indicators.log_sources(by, region=region):
        if one.name == name.strip():
            return one.id
    raise Refusal("source", _("%(region)s没有收过“%(name)s”的日志，请先用 log import 导入。")
                  % {"region": region, "name": name[:80]}) from NotVisible(name)  # fmt: skip


def _steps(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise Refusal("steps", _("“%s”应是一个 JSON 对象：活动名称对应环节代码。") % path)
    return found


def _guess(asked: Any) -> dict[str, Any]:
    return {
        "confirmed": False,
        "item": asked.item,
        "kind": asked.kind,
        "steps": {row.activity: row.step for row in asked.rows},
    }


def _compared(found: Any) -> dict[str, Any]:
    return {
        "confirmed": True,
        "item": found.item,
        "kind": found.kind,
        "cases": found.cases,
        "fitting": found.fitting,
        "fitness": round(found.fitness, 6),
        "late_cases": found.late,
        "every": found.every,
        "steps": {
            one.code: {"done": one.done, "judged": one.judged, "late": one.late,
                       "lacking": one.skipped, "early": one.early, "again": one.again}
            for one in found.steps
        },
        "faults": [
            {"kind": fault.kind, "step": fault.activity, "other": fault.other, "cases": n}
            for fault, n in found.faults
        ],
    }  # fmt: skip


def _lines(answer: dict[str, Any]) -> str:
    if not answer["confirmed"]:
        head = _("按名称猜的，还没有确认（事项 %s）；核对后加 --confirm：") % answer["item"]
        return "\n".join([head, *(f"  {one} → {step}" for one, step in answer["steps"].items())])
    lines = [
        _("%(cases)d 件，完全相符 %(fitting)d 件，平均符合度 %(fitness).3f") % answer,
        _("有环节超限 %(late_cases)d 件") % answer,
    ]
    lines += [
        _("  %(code)s：办 %(done)d，超限 %(late)d，缺 %(lacking)d") % {"code": code, **one}
        for code, one in answer["steps"].items()
    ]
    return "\n".join(
        [*lines, *(f"{one['cases']:>8}  {one['kind']} {one['step']}" for one in answer["faults"])]
    )

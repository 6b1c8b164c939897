"""`suspicion look`: examine a span of work for clues; the same look again adds nothing."""

import argparse
import json
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

__all__ = ["register"]


def _moment(text: str) -> datetime:
    found = parse_datetime(text if "T" in text else f"{text}T00:00")
    if found is None:
        raise argparse.ArgumentTypeError(f"看不懂时间 {text!r}，请写成 2026-03-02")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the command in; exit 0 done, 1 refused."""
    parser = sub.add_parser("suspicion", help="异常线索（需核实，不是结论）")
    verbs = parser.add_subparsers(dest="verb", required=True)
    look = verbs.add_parser("look", help="按声明的依据查看一段时间的办理情况")
    look.add_argument("--region", help="只看一个城市")
    look.add_argument("--since", type=_moment, help="从哪天起（默认本月；月初几天含上月）")
    look.add_argument("--at", type=_moment, help="以哪个时刻为准（默认现在）")
    look.add_argument("--json", action="store_true", help="以 JSON 输出")
    look.set_defaults(func=run_look)


def run_look(args: argparse.Namespace) -> int:
    from yingshang.city.accounts.service import SYSTEM
    from yingshang.city.supervision import service as supervision

    looked = supervision.detect_suspicion(
        at=args.at or timezone.now(),
        by=SYSTEM,
        regions=[args.region] if args.region else None,
        since=args.since,
    )
    if args.json:
        print(json.dumps(asdict(looked)))
    else:
        print(
            f"查看 {looked.cases} 件：新线索 {looked.new} 条，"
            f"更新 {looked.changed} 条，消除 {looked.gone} 条。"
        )
    return 0

"""`yingshang jobs tick [--at TIME]`: the periodic round, for cron or by hand."""

import argparse
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from yingshang.surfaces.jobs.tick import tick


def moment(text: str) -> datetime:
    """2026-03-02 or 2026-03-02T10:00, Chinese time unless a zone is given."""
    found = parse_datetime(text if "T" in text or " " in text else f"{text}T23:59")
    if found is None:
        raise argparse.ArgumentTypeError(f"看不懂时间 {text!r}，请写成 2026-03-02T10:00")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def register(sub: argparse._SubParsersAction) -> None:
    jobs = sub.add_parser("jobs", help="后台任务").add_subparsers(dest="verb", required=True)
    one = jobs.add_parser("tick", help="计算指标、检查预警；可重复执行")
    one.add_argument("--at", type=moment, help="以哪个时刻为准（默认现在）")
    one.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    for name, report in tick(at=args.at or timezone.now()).items():
        print(f"{name}：{report}")
    return 0

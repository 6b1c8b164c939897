"""`yingshang jobs tick [--at TIME]` for cron or by hand; `jobs run` repeats it."""

import argparse
import time
from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from yingshang.surfaces.jobs.tick import FAILED, attempt, deliver, tick


def moment(text: str) -> datetime:
    """2026-03-02 or 2026-03-02T10:00, Chinese time unless a zone is given."""
    try:
        found = parse_datetime(text if "T" in text or " " in text else f"{text}T23:59")
    except ValueError:
        found = None
    if found is None:
        raise argparse.ArgumentTypeError(f"看不懂时间 {text!r}，请写成 2026-03-02T10:00")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def register(sub: argparse._SubParsersAction) -> None:
    jobs = sub.add_parser("jobs", help="后台任务").add_subparsers(dest="verb", required=True)
    one = jobs.add_parser("tick", help="默认受理、计算指标、检查预警；可重复执行")
    one.add_argument("--at", type=moment, help="以哪个时刻为准（默认现在）")
    one.set_defaults(func=run_once)
    send = jobs.add_parser("deliver", help="向系统推送发生的事；到期的重试也在这时发出")
    send.add_argument("--at", type=moment, help="以哪个时刻为准（默认现在）")
    send.add_argument("--every", type=int, help="每隔多少秒重复（默认只执行一次）")
    send.set_defaults(func=send_out)
    many = jobs.add_parser("run", help="现在执行一次 tick，以后每隔一段时间一次")
    many.add_argument("--every", type=int, default=1800, help="秒（默认 1800）")
    many.set_defaults(func=run_on)


def run_once(args: argparse.Namespace) -> int:
    """1 where a step failed, so that cron tells somebody."""
    reports = tick(at=args.at or timezone.now())
    for name, report in reports.items():
        print(f"{name}：{report}", flush=True)
    return int(any(report.startswith(FAILED) for report in reports.values()))


def run_on(args: argparse.Namespace) -> int:
    """The first round at once: after a restart nobody waits half an hour for what is due."""
    while True:
        tick(at=timezone.now())
        time.sleep(args.every)
        close_old_connections()


def send_out(args: argparse.Namespace) -> int:
    while True:
        report = attempt("推送事件", deliver, args.at or timezone.now())
        print(report, flush=True)
        if not args.every:
            return int(report.startswith(FAILED))
        time.sleep(args.every)
        close_old_connections()

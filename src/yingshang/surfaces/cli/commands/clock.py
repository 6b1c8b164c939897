"""`yingshang clock due`: when a limit ends, and why; one clock or a CSV of them.
`yingshang clock announce`: a later notice changes the calendar, and open clocks follow."""

import argparse
import csv
import json
import re
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions


def register(sub: argparse._SubParsersAction) -> None:
    clock = sub.add_parser("clock", help="期限的计算与说明").add_subparsers(
        dest="verb", required=True
    )
    due = clock.add_parser("due", help="算出届满日，可逐日说明理由")
    due.add_argument("--start", help="起算时间，如 2025-09-24 或 2025-09-24T10:00（中国时间）")
    due.add_argument("--limit", help="时限，如 “10 workdays”、20天、24 hours、3个月")
    due.add_argument("--region", default="", help="行政区划代码；没有地方日历时用全国日历")
    due.add_argument("--unit", default="", help="单位编码，如 990100-hall：按本单位的办公时间计算")
    due.add_argument(
        "--pause", nargs="+", action="extend", default=[], metavar="A/B", help="暂停，不含 B 当日"
    )
    due.add_argument("--extend", action="append", default=[], metavar="LIMIT", help="批准的延长")
    due.add_argument("--same-day", action="store_true", help="起算当日计入（含本数）")
    due.add_argument("--next-workday", action="store_true", help="下班后收到的视为次一工作日收到")
    due.add_argument("--explain", action="store_true", help="逐日列出计与不计的理由")
    due.add_argument("--batch", type=Path, metavar="FILE.csv", help="列：start,limit[,pauses]")
    due.add_argument("--json", action="store_true")
    due.set_defaults(func=run)
    notice = clock.add_parser("announce", help="发布放假安排的变更通知，未办结的件随之改期")
    notice.add_argument("file", type=Path, help="YAML：year、notice、holidays（可加 region）")
    notice.add_argument("--json", action="store_true")
    notice.set_defaults(func=announce)
    moved = clock.add_parser("moves", help="日历变更使哪些办件改了期")
    moved.add_argument("--json", action="store_true")
    moved.set_defaults(func=moves)


def run(args: argparse.Namespace) -> int:
    """0 answered, 2 for anything that cannot be read; the reason is one sentence on stderr."""
    try:
        if args.region and not re.fullmatch(r"\d{6}", args.region, re.ASCII):
            raise ValueError(_("行政区划代码应为六位数字，不能是“%s”。") % args.region)
        if args.unit and not re.fullmatch(r"\d{6}-[a-z0-9-]+", args.unit, re.ASCII):
            raise ValueError(_("单位编码应形如 990100-hall，不能是“%s”。") % args.unit)
        if args.batch:
            return _batch(args)
        return _one(args)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2


def announce(args: argparse.Namespace) -> int:
    """Publish a later notice and let open clocks follow; Refusal in one sentence, exit 1."""
    told = definitions.read_notice(args.file)
    at = timezone.now()
    added = definitions.announce(**told, by=SYSTEM, at=at)
    run = cases.follow_calendar(at=at, by=SYSTEM)
    answer = {
        "added": added,
        "changed": run.changed if run else [],
        "looked": run.looked if run else 0,
        "moved": run.moved if run else 0,
    }
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    elif not added:
        print(_("这份通知已经发布过，没有变化。"))
    else:
        words = _("已发布。变化的日子：%(days)s；改期 %(moved)s 件。")
        days = "、".join(answer["changed"]) or _("无")
        print(words % {"days": days, "moved": answer["moved"]})
    return 0


def moves(args: argparse.Namespace) -> int:
    """The changes of the calendar, and with each the cases that moved, from when to when."""
    told = [_told(run) for run in cases.clock_runs()]
    if args.json:
        print(json.dumps(told, ensure_ascii=False))
        return 0
    for run in told:
        print(f"{run['at']}  {run['reason']}  " + _("改期 %s 件") % run["moved"])
        for row in run["moves"]:
            print(f"  {row['case']}  {row['clock']}  {row['from']} → {row['to']}")
    return 0


def _told(run: cases.RunView) -> dict[str, Any]:
    rows = [
        {"case": m.ref, "clock": m.clock, "from": _local(m.before), "to": _local(m.after)}
        for m in cases.clock_moves(run.edition)
    ]
    return {
        "at": _local(run.at),
        "reason": run.reason,
        "days": run.changed,
        "looked": run.looked,
        "moved": run.moved,
        "moves": rows,
    }


def _local(moment: datetime | None) -> str | None:
    """China time, ISO."""
    return timezone.localtime(moment).isoformat() if moment else None


def _one(args: argparse.Namespace) -> int:
    if not args.start or not args.limit:
        raise ValueError(
            _("请用 --start 和 --limit 给出起算时间和时限，或用 --batch 给出 CSV 文件。")
        )
    answer = definitions.clock_due(
        definitions.declared_calendar(args.region, args.unit),
        start=args.start,
        limit=args.limit,
        pauses=args.pause,
        extensions=args.extend,
        count_from="same_day" if args.same_day else "next_day",
        after_hours="next_workday" if args.next_workday else "same_day",
        days=args.explain,
    )
    if args.json:
        print(json.dumps(answer.as_json(), ensure_ascii=False))
        return 0
    mark = _("（暂定）") if answer.due and answer.provisional else ""
    print(f"{answer.due or _('暂停中，届满日未定')}{mark}")
    print(answer.sentence)
    for row in answer.days:
        number = "" if row.number is None else str(row.number)
        print(f"{row.day}  {number:>4}  {row.why}")
    return 0


def _batch(args: argparse.Namespace) -> int:
    """Answer a whole file, or nothing: a line that cannot be read leaves no half answer."""
    if args.start or args.limit or args.pause or args.extend or args.explain:
        raise ValueError(
            _("--batch 与 --start、--limit、--pause、--extend、--explain 不能同时使用。")
        )
    rows = list(
        definitions.clock_rows(definitions.declared_calendar(), StringIO(_read(args.batch)))
    )
    if args.json:
        keys, answers = rows[0], []
        for row in rows[1:]:
            answer: dict[str, object] = dict(zip(keys, row, strict=True))
            answer |= {"due": row[-2] or None, "provisional": row[-1] == "true"}
            answers.append(answer)
        print(json.dumps(answers, ensure_ascii=False))
    else:
        csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    return 0


def _read(path: Path) -> str:
    """The text of a CSV saved as UTF-8 (with or without mark) or by a Chinese Excel."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(_("文件 %s 不是 UTF-8 或 GB18030 编码的文本。") % path)

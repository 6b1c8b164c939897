"""`yingshang log`: event logs of other systems as they stand, and ours for other tools."""

import argparse
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.surfaces.cli.log_flow import register_flow

SPAN = timedelta(days=90)


def register(sub: argparse._SubParsersAction) -> None:
    verbs = sub.add_parser("log", help="其他系统的事件日志（XES、CSV）").add_subparsers(
        dest="verb", required=True
    )
    stats = verbs.add_parser("stats", help="件数、条数、走法、中位用时")
    stats.add_argument("file", type=Path, metavar="FILE.xes|FILE.csv[.gz]")
    stats.add_argument(
        "--map",
        type=Path,
        metavar="MAP.json",
        help='CSV 的列：{"case": …, "activity": …, "timestamp": …}；不给则按表头猜',
    )
    stats.add_argument("--partial", action="store_true", help="文件中断时只用完整的部分")
    stats.add_argument("--json", action="store_true")
    stats.set_defaults(func=run)
    _register_import(verbs)
    export = verbs.add_parser("export", help="把本平台的办件事实写成日志，不含姓名和文字内容")
    form = export.add_mutually_exclusive_group(required=True)
    form.add_argument("--xes", type=Path, metavar="FILE.xes", help="IEEE 1849 XES")
    form.add_argument("--ocel", type=Path, metavar="FILE.json", help="OCEL 2.0（JSON）")
    export.add_argument("--region", required=True)
    export.add_argument("--item", default="", help="只要这一事项")
    export.add_argument("--since", help="受理申请的第一天，默认 90 天前")
    export.add_argument("--until", help="最后一天（含），默认今天")
    export.add_argument("--json", action="store_true")
    export.set_defaults(func=run_export)

    register_flow(verbs)
    checked = verbs.add_parser("check", help="一份 JSON 是不是合格的 OCEL 2.0 日志")
    checked.add_argument("file", type=Path, metavar="FILE.json")
    checked.set_defaults(func=run_check)


def _register_import(verbs: argparse._SubParsersAction) -> None:
    taken = verbs.add_parser("import", help="把其他系统的日志收进来，按来源存为件和记录")
    taken.add_argument("file", type=Path, metavar="FILE.xes|FILE.csv[.gz]")
    taken.add_argument("--region", required=True)
    taken.add_argument("--source", required=True, help="哪个系统，如“公积金业务系统”")
    taken.add_argument("--map", type=Path, metavar="MAP.json", help="CSV 的列；不给则按上次的或猜")
    taken.add_argument("--partial", action="store_true", help="文件中断时只用完整的部分")
    taken.add_argument("--dry-run", action="store_true", help="只算，不写入")
    taken.add_argument("--json", action="store_true")
    taken.set_defaults(func=run_import)


def run(args: argparse.Namespace) -> int:
    """0 counted, 1 refused in one sentence."""
    found = indicators.log_stats(args.file, args.map, partial=args.partial)
    print(json.dumps(found, ensure_ascii=False) if args.json else _told(found))
    return 0


def _told(found: dict[str, Any]) -> str:
    hours = found["median_throughput_hours"]
    lines = [
        _("%(cases)s 件，%(events)s 条记录，%(activities)s 种环节，%(variants)s 种走法") % found,
        _("从 %(first_event)s 到 %(last_event)s") % found,
        _("没有可计算的用时") if hours is None else _("用时中位数 %.3f 小时") % hours,
    ]
    for row in found["top_variants"]:
        lines.append(f"{row['cases']:>8}  {' → '.join(row['activities'])}")
    return "\n".join([*lines, *found["notes"]])


def run_check(args: argparse.Namespace) -> int:
    """0 it is, 1 it is not."""
    faults = indicators.check_ocel(args.file)
    print("\n".join(faults or [_("合格：符合 OCEL 2.0 的规则。")]))
    return int(bool(faults))


def run_import(args: argparse.Namespace) -> int:
    """0 taken over (or had been before), 1 refused in one sentence. A dry run shows first rows."""
    sample = []
    if args.dry_run:
        sample = indicators.propose_log(
            args.file, region=args.region, source=args.source, mapping=args.map
        )["sample"]
    found = indicators.import_log(
        args.file,
        region=args.region,
        source=args.source,
        mapping=args.map,
        partial=args.partial,
        dry_run=args.dry_run,
        by=SYSTEM,
        at=timezone.now(),
    )
    found |= {"dry_run": args.dry_run, "sample": sample}
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    line = _("%(source)s：读到 %(events)d 条，新收 %(added)d 条，原来就有 %(known)d 条") % found
    columns = [_("%(a)s＝列“%(b)s”") % {"a": a, "b": b} for a, b in found["columns"].items()]
    draft = [_("这是试算，没有写入。")] if args.dry_run else []
    columns += [f"    {row['case']} | {row['activity']} | {row['resource']}" for row in sample]
    print("\n".join([line, *columns, *found["notes"], *draft]))
    return 0


def run_export(args: argparse.Namespace) -> int:
    """0 written, 1 refused in one sentence; no half-written file is left behind."""
    until = _day(args.until) or timezone.localdate()
    since = _day(args.since) or until - SPAN
    path, form = (args.xes, "xes") if args.xes else (args.ocel, "ocel")
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8") as out:
            written, events = indicators.export_log(
                out,
                region=args.region,
                item=args.item,
                since=_morning(since),
                until=_morning(until + timedelta(days=1)),
                form=form,
            )
        if form == "ocel" and (faults := indicators.check_ocel(draft)):
            raise Refusal("ocel", _("写出的日志不合 OCEL 2.0 的规则，没有保留：%s") % faults[0])
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    told = {"file": str(path), "cases": written, "events": events}
    line = _("%(cases)d 件、%(events)d 条已写入 %(file)s") % told
    print(json.dumps(told, ensure_ascii=False) if args.json else line)
    return 0


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("day", _("看不懂日期“%s”，请写成 2026-11-22。") % text) from None


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

"""`yingshang log stats`: an event log of another system, as it stands."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.indicators import service as indicators


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

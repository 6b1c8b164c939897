"""`yingshang data load`: publish what files declare; `data try`: a draft on past cases."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions


def register(sub: argparse._SubParsersAction) -> None:
    data = sub.add_parser("data", help="装载 data/ 下声明的事项、指标、日历等").add_subparsers(
        dest="verb", required=True
    )
    load = data.add_parser("load", help="发布有变化的版本；重复执行不产生新版本")
    load.add_argument("--folder", type=Path, action="append", default=[], help="再叠加一个数据目录")
    load.add_argument("--json", action="store_true")
    load.set_defaults(func=run)
    trial = data.add_parser("try", help="用草案试算过去的办件：有多少会变；什么也不写")
    trial.add_argument("file", type=Path, metavar="FILE.yaml")
    trial.add_argument("--region", required=True, help="城市的行政区划代码")
    trial.add_argument("--months", type=int, default=6, help="试算最近几个月办结的（默认 6）")
    trial.add_argument("--at", type=datetime.fromisoformat, help="以哪个时间为今天")
    trial.add_argument("--json", action="store_true")
    trial.set_defaults(func=run_trial)


def run(args: argparse.Namespace) -> int:
    report = definitions.load([*settings.DATA_DIRS, *args.folder], at=timezone.now())
    if args.json:
        print(json.dumps(vars(report)))
    else:
        print(f"新增 {report.added} 个版本，{report.unchanged} 个未变，{report.places} 个地区。")
    return 0


def run_trial(args: argparse.Namespace) -> int:
    """0 tried, 1 the draft is refused, 2 the file cannot be read."""
    try:
        text = args.file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        print(f"文件 {args.file} 不是 UTF-8 文本。请另存后重试。", file=sys.stderr)
        return 2
    at = args.at or timezone.now()
    at = at if at.tzinfo else timezone.make_aware(at)
    report = cases.try_definition(
        text=text, region=args.region, by=SYSTEM, at=at, months=args.months
    )
    if args.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return 0
    print(f"{report.item_name}：{report.since} 至 {report.until} 办结 {report.cases} 件")
    print(f"超期 {report.late_before} → {report.late_after}，有变化的 {report.touched} 件")
    for change in report.changes:
        print(f"{change.label}：{change.cases} 件")
        for ref, words in change.examples:
            print(f"  {ref}  {words}")
    return 0

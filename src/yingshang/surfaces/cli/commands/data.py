"""`yingshang data load`: publish what the files under data/ declare."""

import argparse
import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from yingshang.city.definitions import service as definitions


def register(sub: argparse._SubParsersAction) -> None:
    data = sub.add_parser("data", help="装载 data/ 下声明的事项、指标、日历等").add_subparsers(
        dest="verb", required=True
    )
    load = data.add_parser("load", help="发布有变化的版本；重复执行不产生新版本")
    load.add_argument("--folder", type=Path, action="append", default=[], help="再叠加一个数据目录")
    load.add_argument("--json", action="store_true")
    load.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    report = definitions.load([*settings.DATA_DIRS, *args.folder], at=timezone.now())
    if args.json:
        print(json.dumps(vars(report)))
    else:
        print(f"新增 {report.added} 个版本，{report.unchanged} 个未变，{report.places} 个地区。")
    return 0

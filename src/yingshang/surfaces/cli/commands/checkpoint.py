"""`checkpoint make|list|check`: the nightly signed Merkle root over all facts."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases

__all__ = ["register"]


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text if "T" in text or " " in text else f"{text}T23:59")
    except ValueError:
        found = None
    if found is None:
        raise argparse.ArgumentTypeError(f"看不懂时间 {text!r}，请写成 2026-03-02T10:00")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the commands in; exit 0 done, 1 refused."""
    parser = sub.add_parser("checkpoint", help="夜间校验点：全部事实的签名默克尔根")
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("make", help="生成最近一个零点的校验点；已有则报告它")
    make.add_argument("--at", type=_moment, help="以哪个时刻为准（默认现在）")
    make.add_argument("--json", action="store_true", help="以 JSON 输出")
    make.set_defaults(func=run_make)
    shown = verbs.add_parser("list", help="列出校验点；--json 输出公布的全部记录")
    shown.add_argument("--json", action="store_true", help="以 JSON 输出")
    shown.set_defaults(func=run_list)
    check = verbs.add_parser("check", help="核对一份公布的校验点记录；不需要数据库和网络")
    check.add_argument("log", type=Path, help="下载的 checkpoints.json")
    check.add_argument("--keys", type=Path, help="平台公布的公钥文件（默认用本机的公钥）")
    check.add_argument("--earlier", type=Path, help="以前留存的一份：新的必须原样包含它")
    check.set_defaults(func=run_check)


def run_make(args: argparse.Namespace) -> int:
    made = cases.make_checkpoint(at=args.at or timezone.now(), by=SYSTEM)
    if args.json:
        print(json.dumps({"head": made.head, "hash": made.hash, "signature": made.signature}))
    else:
        print(
            f"第 {made.number} 号校验点：{made.size} 条事实，累计 {made.total} 条，根 {made.root}"
        )
    return 0


def run_check(args: argparse.Namespace) -> int:
    data = args.log.read_bytes()
    trusted = cases.keys_in(args.keys.read_bytes()) if args.keys else cases.trusted_keys()
    if not trusted:
        print("没有可信的公钥可对照。请用 --keys 给出平台公布的公钥文件。", file=sys.stderr)
        return 2
    wrong = cases.check_log(data, trusted=trusted, receipt=None)
    if not wrong and args.earlier:
        wrong = cases.check_growth(args.earlier.read_bytes(), data)
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    print("记录完整：每个校验点都有签名，并与前一个相连。")
    return 0


def run_list(args: argparse.Namespace) -> int:
    if args.json:
        print(json.dumps(cases.checkpoint_log(), ensure_ascii=False, indent=1))
        return 0
    for made in cases.checkpoints(limit=30):
        night = timezone.localtime(made.cutoff_at)
        print(f"{made.number}  {night:%Y-%m-%d %H:%M}  {made.size} 条  {made.root}")
    return 0

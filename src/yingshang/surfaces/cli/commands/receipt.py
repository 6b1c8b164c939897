"""`receipt verify|make|keys`: check a receipt without any database, or write one out."""

import argparse
import json
import sys
from pathlib import Path

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import SYSTEM
from yingshang.city.cases import service as cases

__all__ = ["register"]


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the commands in; verify: exit 0 proven, 1 false, 2 not checkable."""
    parser = sub.add_parser("receipt", help="办件回执：离线核验，或导出")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="核验回执文件；不需要数据库和网络")
    verify.add_argument("file", type=Path, help="下载的回执文件（.json）")
    verify.add_argument(
        "--keys", type=Path, help="平台公布的公钥文件（默认用本机 var/keys 里的公钥）"
    )
    verify.add_argument("--log", type=Path, help="再与公布的校验点记录（checkpoints.json）核对")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    verify.set_defaults(func=run_verify)
    make = verbs.add_parser("make", help="导出一件办件某条记录的回执")
    make.add_argument("ref", help="办件编号")
    make.add_argument("--seq", type=int, default=1, help="第几条记录（默认第 1 条：提交）")
    make.set_defaults(func=run_make)
    verbs.add_parser("keys", help="输出公钥文件").set_defaults(func=run_keys)


def run_verify(args: argparse.Namespace) -> int:
    data, keys = _read(args.file), _read(args.keys) if args.keys else None
    trusted = frozenset(cases.keys_in(keys)) if keys is not None else cases.trusted_keys()
    receipt = cases.read_receipt(data)
    report = cases.verify_receipt(receipt, trusted=trusted)
    wrong = cases.check_log(_read(args.log), trusted=trusted, receipt=receipt) if args.log else ""
    sentence = wrong if report.ok and wrong else report.sentence
    if args.json:
        told = {**report.as_json(), "ok": report.ok and not wrong, "sentence": sentence}
        if args.log:
            told["log"] = "broken" if wrong else "whole"
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(sentence, file=sys.stdout if report.ok and not wrong else sys.stderr)
    if report.ok:
        return 1 if wrong else 0
    return 2 if report.genuine else 1


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise Refusal("no-file", f"{path} 是一个文件夹，不是文件。请写出文件的路径。")
    return path.read_bytes()


def run_make(args: argparse.Namespace) -> int:
    try:
        found = cases.receipt(SYSTEM, args.ref, args.seq)
    except cases.NotVisible:
        print(f"没有办件 {args.ref} 的第 {args.seq} 条记录。请核对编号。", file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


def run_keys(args: argparse.Namespace) -> int:
    print(json.dumps({"keys": cases.public_keys()}, indent=1))
    return 0

"""`register list | import FILE | export`: registers on the command line; all or nothing."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone

__all__ = ["register"]


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the commands in; exit 0 done, 1 refused or wrong cells, 2 bad usage."""
    parser = sub.add_parser("register", help="登记簿：列出、整张导入、导出")
    verbs = parser.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="有哪些登记簿，各有多少条、多少到期")
    listed.add_argument("--region", required=True, help="城市代码，例如 990100")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(func=lambda args: _told(run_list, args))
    brought = verbs.add_parser("import", help="把一张表整张导入；有一格不对就一条也不写")
    brought.add_argument("file", type=Path, metavar="FILE", help="xlsx、xls 或 csv")
    _which(brought)
    brought.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="C=栏目",
        help="这一列是哪一栏（英文栏目名）；“C=-”不导入这一列。可重复",
    )
    brought.add_argument("--json", action="store_true")
    brought.set_defaults(func=lambda args: _told(run_import, args))
    out = verbs.add_parser("export", help="导出一个登记簿")
    _which(out)
    out.add_argument("--out", type=Path, metavar="FILE", help="写到哪里（默认标准输出）")
    out.add_argument("--format", choices=("xlsx", "csv", "json"), help="默认看文件名，否则 csv")
    out.add_argument("--full", metavar="用途", help="导出完整的个人信息，须写用途（留痕）")
    out.add_argument("--json", action="store_true", help="同 --format json")
    out.set_defaults(func=lambda args: _told(run_export, args))


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--register", required=True, help="登记簿代码，例如 port-fees")
    parser.add_argument("--region", required=True, help="城市代码，例如 990100")


def _told(run: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    from yingshang.city.accounts.kinds import NotVisible

    try:
        return run(args)
    except NotVisible as error:
        print(f"没有登记簿 {error}。请用 register list 查看代码。", file=sys.stderr)
        return 1


def _pair(text: str) -> tuple[str, str]:
    letter, _equals, field = text.partition("=")
    if not letter or not field:
        raise SystemExit(2)
    return letter.upper(), field


def run_list(args: argparse.Namespace) -> int:
    from yingshang.city.accounts.service import SYSTEM
    from yingshang.city.registers import service

    rows = service.directory(SYSTEM, region=args.region, on=timezone.localdate())
    if args.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, default=str))
        return 0
    for row in rows:
        more = f"，{row.near} 条即将到期，{row.late} 条已过期" if row.near or row.late else ""
        print(f"{row.code}  {row.name}（{row.owner_name}）：{row.records} 条{more}")
    return 0


def run_import(args: argparse.Namespace) -> int:
    from yingshang.city.accounts.service import SYSTEM
    from yingshang.city.registers import service

    def show(stage: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{stage} {done:,}/{total:,}  ", end="", file=sys.stderr, flush=True)

    done = service.bring_in(
        register=args.register,
        region=args.region,
        data=args.file.read_bytes(),
        name=args.file.name,
        by=SYSTEM,
        at=timezone.now(),
        choices=dict(_pair(text) for text in args.column),
        progress=show,
    )
    if args.json:
        print(json.dumps(asdict(done), ensure_ascii=False))
    elif done.errors:
        print(f"{done.faults} 处不对，一条也没有写入：", file=sys.stderr)
        for error in done.errors:
            print(f"{error.cell}  {error.label}：{error.sentence}", file=sys.stderr)
    else:
        print(f"新增 {done.added} 条，修改 {done.changed} 条，{done.same} 条没有变化。")
    return 1 if done.errors else 0


def run_export(args: argparse.Namespace) -> int:
    from yingshang.city.accounts.service import SYSTEM
    from yingshang.city.registers import service

    suffix = args.out.suffix.lstrip(".") if args.out else ""
    form = "json" if args.json else args.format or (suffix if suffix in ("xlsx", "json") else "csv")
    more: dict[str, Any] = {"full": True, "why": args.full} if args.full else {}
    file = service.export(
        SYSTEM, args.register, region=args.region, at=timezone.now(), form=form, **more
    )
    if args.out:
        args.out.write_bytes(file.data)
        print(f"已写出 {args.out}，{file.rows} 条。", file=sys.stderr)
    else:
        sys.stdout.buffer.write(file.data)
    return 0

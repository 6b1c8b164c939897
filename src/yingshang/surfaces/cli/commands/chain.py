"""`chain verify`: facts, what is stored of them, and checkpoints; every break is named."""

import argparse
import json
import sys
import time
from collections.abc import Callable

__all__ = ["register"]

EVERY = 2.0  # seconds between two lines of progress


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the command in; exit 0 whole, 1 broken."""
    parser = sub.add_parser("chain", help="核对办件事实链")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="逐件重算哈希、重演状态，核对校验点，列出每一处不符")
    verify.add_argument("--region", help="只核对一个区划（不核对校验点）")
    verify.add_argument("--quiet", action="store_true", help="不显示进度")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    verify.set_defaults(func=run_verify)


def _progress() -> Callable[[int, int], None]:
    """A line on stderr now and then, for those who wait."""
    begun = told = time.monotonic()

    def tell(cases: int, events: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= EVERY:
            told = now
            pace = round(events / (now - begun))
            print(f"… {cases} 件，{events} 条事实，每秒 {pace} 条", file=sys.stderr, flush=True)

    return tell


def run_verify(args: argparse.Namespace) -> int:
    from yingshang.city.cases import service as cases

    report = cases.verify_chain(args.region, progress=None if args.quiet else _progress())
    if args.json:
        names = ("case", "seq", "what")
        breaks = [dict(zip(names, one, strict=True)) for one in report.breaks]
        told = {
            "cases": report.cases,
            "events": report.events,
            "checkpoints": report.checkpoints,
            "broken": breaks[0] if breaks else None,
            "breaks": breaks,
        }
        print(json.dumps(told, ensure_ascii=False))
    elif report.ok:
        whole = f"{report.cases} 件、{report.events} 条事实、{report.checkpoints} 个校验点"
        print(f"核对 {whole}，全部完整。")
    else:
        for sentence in report.sentences:
            print(f"{sentence}。", file=sys.stderr)
        print("请停止写入并从备份核对。", file=sys.stderr)
    return 0 if report.ok else 1

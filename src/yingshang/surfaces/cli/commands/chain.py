"""`chain verify`: walk the hash chains of all cases and name the first break."""

import argparse
import json
import sys

__all__ = ["register"]


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the command in; exit 0 whole, 1 broken."""
    parser = sub.add_parser("chain", help="核对办件事实链")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="逐件重算哈希，报告第一处断裂")
    verify.add_argument("--region", help="只核对一个区划")
    verify.add_argument("--json", action="store_true", help="以 JSON 输出")
    verify.set_defaults(func=run_verify)


def run_verify(args: argparse.Namespace) -> int:
    from yingshang.city.cases import service as cases

    report = cases.verify_chain(args.region)
    if args.json:
        broken = (
            dict(zip(("case", "seq", "what"), report.broken, strict=True))
            if report.broken
            else None
        )
        print(
            json.dumps(
                {"cases": report.cases, "events": report.events, "broken": broken},
                ensure_ascii=False,
            )
        )
    elif report.ok:
        print(f"核对 {report.cases} 件、{report.events} 条事实，全部完整。")
    if report.broken and not args.json:
        case, seq, what = report.broken
        print(f"{case} 第 {seq} 条：{what}。请停止写入并从备份核对。", file=sys.stderr)
    return 0 if report.ok else 1

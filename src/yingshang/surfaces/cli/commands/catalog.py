"""`yingshang catalog`: check the guides of a city's items, and count its distinct flows."""

import argparse
import json
from dataclasses import asdict
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

__all__ = ["register"]

REGION = "990100"


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the command in. `check` exits 1 only with --strict, where something fails."""
    parser = sub.add_parser("catalog", help="事项目录：体检、流程归并")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="逐项体检指南要素：哪一项、哪一条、怎么改")
    check.add_argument("--strict", action="store_true", help="有不符合的，以 1 退出")
    check.set_defaults(func=run_check)
    flows = verbs.add_parser("flows", help="不同的办理流程有多少种，各含哪些事项")
    flows.set_defaults(func=run_flows)
    for one in (check, flows):
        one.add_argument("--region", default=REGION, help="城市区划代码，默认 %(default)s")
        one.add_argument("--on", type=date.fromisoformat, help="哪一天的目录（默认今天）")
        one.add_argument("--json", action="store_true", help="以 JSON 输出")


def run_check(args: argparse.Namespace) -> int:
    from yingshang.city.catalog import service as catalog

    found = catalog.checkup(args.region, args.on or timezone.localdate())
    code = 1 if args.strict and found.failing else 0
    if args.json:
        shown = asdict(found) | {"failing": found.failing, "total": len(found.items)}
        print(json.dumps(shown, ensure_ascii=False))
        return code
    print(
        _("共 %(n)d 项，%(bad)d 项有不符合，合计 %(faults)d 处。")
        % {"n": len(found.items), "bad": found.failing, "faults": found.faults}
    )
    for item in found.items:
        for fault in item.faults:
            print(f"{item.code}\t{item.name}\t{fault.number} {fault.title}\t{fault.sentence}")
    return code


def run_flows(args: argparse.Namespace) -> int:
    from yingshang.city.catalog import service as catalog

    groups = catalog.flow_shapes(args.region, args.on or timezone.localdate())
    counts = {
        "distinct": len(groups),
        "distinct_items": sum(g.kind == "item" for g in groups),
        "distinct_bundles": sum(g.kind == "bundle" for g in groups),
        "distinct_step_graphs": len({(g.kind, g.graph) for g in groups}),
        "members": sum(len(g.members) for g in groups),
    }
    if args.json:
        print(json.dumps({**counts, "groups": [asdict(g) for g in groups]}, ensure_ascii=False))
        return 0
    print(
        _(
            "%(members)d 个事项和一件事，走 %(distinct)d 种不同的流程；"
            "只看环节的先后和归属，有 %(distinct_step_graphs)d 种。"
        )
        % counts
    )
    for group in groups:
        names = "、".join(name for _code, name in group.members)
        print(f"{group.signature}  {len(group.members):3d}  {group.words}\n    {names}")
    return 0

"""`yingshang plan parse|import|compare|score`: from a document to promises side by side."""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import SYSTEM, Refusal
from yingshang.city.plans import service as plans
from yingshang.surfaces.cli import parsing
from yingshang.surfaces.cli.plan_scores import score_lines
from yingshang.surfaces.kit.exports import harmless

COLUMNS = (
    "metric",
    "metric_name",
    "region",
    "region_name",
    "rank",
    "rank_low",
    "rank_high",
    "among",
    "beneath",
    "checked",
    "promised",
    "value",
    "unit",
    "scope",
    "statistic",
    "said",
    "year",
    "sentence",
    "plan_title",
    "plan",
    "target",
)


def register(sub: argparse._SubParsersAction) -> None:
    """Add `plan` and its verbs to the command line."""
    plan = sub.add_parser("plan", help="方案：读取、导入、对比").add_subparsers(
        dest="verb", required=True
    )
    parse = plan.add_parser("parse", help="读出任务、单位、时限和量化目标（不用数据库）")
    parsing.arguments(parse)
    parse.set_defaults(func=parsing.parse)
    keep = plan.add_parser("import", help="导入方案台账；同一文件再导入不变")
    keep.add_argument("file", type=Path)
    keep.add_argument("--region", required=True, help="行政区划代码")
    twin = keep.add_mutually_exclusive_group()
    twin.add_argument("--edition-of", type=int, metavar="ID", help="是编号为 ID 的方案的新一版")
    twin.add_argument("--anyway", action="store_true", help="文号与已有方案相同，也另作一份导入")
    keep.add_argument("--json", action="store_true")
    keep.set_defaults(func=_import)
    compare = plan.add_parser("compare", help="各市同一指标的承诺并列对比")
    compare.add_argument("--metric", help="只看一个指标（指标库代码）")
    compare.add_argument("--json", action="store_true")
    compare.add_argument("--csv", action="store_true")
    compare.set_defaults(func=_compare)
    score = plan.add_parser("score", help="与人工标注对照，给出读取质量")
    score.add_argument("gold", type=Path, help="标注文件或文件夹（JSON）")
    score.add_argument("texts", type=Path, help="原文文件或文件夹")
    score.add_argument("--json", action="store_true")
    score.add_argument("--errors", action="store_true", help="逐处列出读错的地方，并按类计数")
    score.add_argument("--calibration", action="store_true", help="各档把握各有多少读对")
    score.set_defaults(func=_score)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _import(args: argparse.Namespace) -> int:
    try:
        found = plans.import_plan(
            data=args.file.read_bytes(),
            name=args.file.name,
            region=args.region,
            by=SYSTEM,
            at=timezone.now(),
            edition_of=args.edition_of,
            anyway=args.anyway,
        )
    except Refusal as refusal:
        if refusal.code != "edition-unsaid":
            raise
        how = _("是的，加 --edition-of 和它的编号；不是，另作一份，加 --anyway。")
        raise Refusal(refusal.code, refusal.sentence + how) from None
    row = found.row
    if args.json:
        _print_json(
            {
                "id": row.id,
                "new": found.new,
                "title": row.title,
                "region": row.region,
                "tasks": row.tasks,
                "targets": row.targets,
                "unresolved": list(found.unresolved),
            }
        )
        return 0
    words = _("已导入《%s》：") if found.new else _("这份文件此前已导入，没有重复写入：《%s》，")
    print(words % row.title + _("%d 项任务，%d 个量化目标。") % (row.tasks, row.targets))
    return 0


def _compare(args: argparse.Namespace) -> int:
    rows = plans.compare(on=timezone.localdate(), metric=args.metric)
    answers = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
    if args.json:
        _print_json(answers)
    elif args.csv:
        out = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        out.writeheader()
        out.writerows({k: harmless(v) for k, v in row.items()} for row in answers)
    else:
        _print_table(answers)
    return 0


def _print_table(rows: list[dict[str, Any]]) -> None:
    last = None
    for row in rows:
        if row["metric"] != last:
            print(f"\n{row['metric_name']}（{row['metric']}）")
            last = row["metric"]
        rank = "-" if row["rank"] is None else f"{row['rank_low']}–{row['rank_high']}"
        part = f"（{row['said']}）" if row["scope"] or row["beneath"] else ""
        mark = "" if row["checked"] else _("（待核对）")
        print(
            f"  {rank:>4}  {row['region_name']}  {row['promised']}{part}{mark}  {row['sentence']}"
        )


def _score(args: argparse.Namespace) -> int:
    answer = plans.score_files(
        args.gold, args.texts, errors=args.errors, calibrate=args.calibration
    )
    for name in answer["missing"]:
        print(_("没有找到 %s 的原文，未计入。") % name, file=sys.stderr)
    if args.json:
        _print_json(answer)
        return 0
    for line in score_lines(answer):
        print(line)
    return 0

"""`yingshang frontier score`: the distance to frontier of any table of raw values."""

import argparse
import json
from pathlib import Path

from django.utils.translation import gettext as _

from yingshang.city.indicators import service as indicators


def register(sub: argparse._SubParsersAction) -> None:
    verbs = sub.add_parser("frontier", help="前沿距离得分与排名").add_subparsers(
        dest="verb", required=True
    )
    score = verbs.add_parser("score", help="由原始值和最优、最差值算出分项、专题、总分和排名")
    score.add_argument(
        "raw", type=Path, metavar="RAW.csv", help="列：entity,period,topic,component,value"
    )
    score.add_argument(
        "--bounds",
        type=Path,
        required=True,
        metavar="BOUNDS.csv",
        help="列：topic,component,worst,best[,weight,form]；form 为 linear 或 tax",
    )
    score.add_argument("--json", action="store_true")
    score.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """0 scored (what is missing says why), 1 refused in one sentence."""
    rows = indicators.score_files(args.raw, args.bounds)
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        if row["topic"] is None:
            score = _("缺（%s）") % row["reason"] if row["score"] is None else f"{row['score']:.2f}"
            place = _("第 %s 名") % row["rank"] if "rank" in row else ""
            print(f"{row['period']}  {row['entity']}  {score}  {place}".rstrip())
    return 0

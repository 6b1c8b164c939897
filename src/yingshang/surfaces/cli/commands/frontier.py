"""`yingshang frontier score`: the distance to frontier of any table of raw values."""

import argparse
import json
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
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
    change = verbs.add_parser("set", help="由本市改一项指标的最优值和最差值，理由公布在得分页上")
    change.add_argument("code", metavar="指标代码")
    change.add_argument("--region", required=True, help="城市代码")
    change.add_argument("--best", required=True)
    change.add_argument("--worst", required=True)
    change.add_argument("--why", required=True, help="为什么改")
    change.add_argument("--from", dest="first", required=True, help="自哪一天起，如 2027-01-01")
    change.add_argument("--by", required=True, metavar="用户名", help="作决定的人")
    change.set_defaults(func=change_ends)


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


def change_ends(args: argparse.Namespace) -> int:
    """0 published or already so, 1 refused in one sentence."""
    try:
        first = date.fromisoformat(args.first)
    except ValueError:
        raise Refusal("date", _("日期“%s”看不懂，请写成 2027-01-01 这样。") % args.first) from None
    user = accounts.user_of(args.by)
    if user is None:
        raise Refusal("user", _("没有“%s”这个用户，请核对用户名。") % args.by)
    new = indicators.set_frontier(
        code=args.code,
        region=args.region,
        best=args.best,
        worst=args.worst,
        why=args.why,
        first_day=first,
        by=accounts.actor_of(user),
        at=timezone.now(),
    )
    print(_("已公布，自 %s 起按新的最优值和最差值打分。") % first if new else _("没有变化。"))
    return 0

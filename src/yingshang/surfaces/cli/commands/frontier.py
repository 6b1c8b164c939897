"""`yingshang frontier score`: the distance to frontier of any table of raw values."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
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
    change = verbs.add_parser("set", help="提出一项指标新的最优值和最差值，由另一个人审核发布")
    change.add_argument("code", metavar="指标代码")
    change.add_argument("--best", required=True)
    change.add_argument("--worst", required=True)
    change.add_argument("--why", required=True, help="为什么改，会公布在得分页上")
    change.add_argument("--number", default="", help="决定文号")
    change.add_argument("--from", dest="first", required=True, help="自哪一天起，如 2027-01-01")
    change.add_argument("--by", required=True, metavar="用户名", help="提出的人，改的是其所在城市")
    change.set_defaults(func=change_ends)
    rule = verbs.add_parser("rule", help="审核一份修改：发布，或写明理由不通过")
    rule.add_argument("proposal", type=int, metavar="草案编号")
    rule.add_argument(
        "--refuse", default="", metavar="理由", help="不通过的理由；不写就是通过并发布"
    )
    rule.add_argument("--by", required=True, metavar="用户名", help="审核的人，不能是提出的人")
    rule.set_defaults(func=rule_ends)


def run(args: argparse.Namespace) -> int:
    """0 scored (what is missing says why), 1 refused in one sentence."""
    rows = indicators.score_files(args.raw, args.bounds)
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        if row["topic"] is None:
            score = _("缺（%s）") % row["reason"] if row["score"] is None else f"{row['score']:.2f}"
            print(f"{row['period']}  {row['entity']}  {score}  {_place(row)}".rstrip())
    return 0


def _place(row: dict[str, Any]) -> str:
    """Never a bare rank: those without a score may stand anywhere."""
    if "rank" not in row:
        return ""
    if row["rank_low"] == row["rank_high"]:
        return str(_("第 %s 名（确定）") % row["rank"])
    return str(_("第 %(low)s–%(high)s 名") % {"low": row["rank_low"], "high": row["rank_high"]})


def _who(name: str) -> Actor:
    user = accounts.user_of(name)
    if user is None:
        raise Refusal("user", _("没有“%s”这个用户，请核对用户名。") % name)
    return accounts.actor_of(user)


def change_ends(args: argparse.Namespace) -> int:
    """0 proposed, 1 refused in one sentence."""
    try:
        first = date.fromisoformat(args.first)
    except ValueError:
        raise Refusal("date", _("日期“%s”看不懂，请写成 2027-01-01 这样。") % args.first) from None
    number = indicators.propose_scale(
        code=args.code,
        best=args.best,
        worst=args.worst,
        why=args.why,
        number=args.number,
        first_day=first,
        by=_who(args.by),
        at=timezone.now(),
    )
    print(_("草案 %d 已提交，由另一个人审核发布后生效。") % number)
    return 0


def rule_ends(args: argparse.Namespace) -> int:
    """0 ruled, 1 refused in one sentence."""
    indicators.rule_scale(
        proposal=args.proposal,
        agreed=not args.refuse,
        words=args.refuse,
        by=_who(args.by),
        at=timezone.now(),
    )
    print(_("已退回草案。") if args.refuse else _("已发布，自起算日起按新的最优值和最差值打分。"))
    return 0

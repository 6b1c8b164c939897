"""`yingshang indicators`: measure from the cases, list definitions, show values and scores."""

import argparse
import json
import sys
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from time import perf_counter
from typing import Any

from django.utils import timezone as clock
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.kinds import ValueView

CST = timezone(timedelta(hours=8))


def register(sub: argparse._SubParsersAction) -> None:
    verbs = sub.add_parser("indicators", help="指标：由办件计算，可回算到任一天").add_subparsers(
        dest="verb", required=True
    )
    compute = verbs.add_parser("compute", help="按办件事实重新计算指标值")
    compute.add_argument("--region", action="append", help="只算这个城市，可重复；默认全部")
    compute.set_defaults(func=_compute)
    listed = verbs.add_parser("list", help="列出在用的指标及其公式")
    listed.add_argument("--region", default="")
    listed.set_defaults(func=_list)
    values = verbs.add_parser("values", help="一个指标逐月的数值；缺失的写明原因")
    values.add_argument("code")
    values.add_argument("--region", required=True)
    values.add_argument("--unit", help="只看一个部门，例如 990100-market")
    values.add_argument("--period", choices=["month", "year"], default="month")
    values.add_argument("--as-known", help="当时所知：截至这一天已经算出的数，例如印发报告那天")
    values.set_defaults(func=_values)
    scores = verbs.add_parser("frontier", help="各市的前沿距离得分")
    scores.add_argument("--region", action="append", required=True)
    scores.set_defaults(func=_frontier)
    for verb in (compute, listed, values, scores):
        verb.add_argument("--at", help="截至哪一天（含），例如 2026-11-22；默认现在")
        verb.add_argument("--json", action="store_true")


def _at(args: argparse.Namespace) -> datetime | None:
    """The instant meant; a day means its end. None and a sentence on stderr where unreadable."""
    if not args.at:
        return clock.now()
    try:
        if len(args.at) == 10:
            following = date.fromisoformat(args.at) + timedelta(days=1)
            return datetime.combine(following, time.min, CST) - timedelta(seconds=1)
        moment = datetime.fromisoformat(args.at)
    except ValueError:
        print(_("看不懂日期“%s”，请写成 2026-11-22。") % args.at, file=sys.stderr)
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CST)


def _compute(args: argparse.Namespace) -> int:
    at = _at(args)
    if at is None:
        return 2
    started = perf_counter()
    report = indicators.compute(at=at, by=SYSTEM, regions=args.region)
    seconds = round(perf_counter() - started, 2)
    if args.json:
        _print({**_plain(report), "seconds": seconds})
        return 0
    cases, values = report.facts["cases"], report.values
    print(
        _("已由 %(cases)d 件办件算出 %(values)d 个指标值，用时 %(seconds)s 秒。")
        % {"cases": cases, "values": values, "seconds": seconds}
    )
    changes = {"added": report.added, "changed": report.changed, "removed": report.removed}
    print(_("新增 %(added)d，变化 %(changed)d，消失 %(removed)d。") % changes)
    if report.not_stored:
        print(_("已有更晚的计算，本次只作比对，未保存：%s") % "、".join(report.not_stored))
    if report.without_data:
        print(_("暂无数据：%s") % "、".join(report.without_data))
    return 0


def _list(args: argparse.Namespace) -> int:
    at = _at(args)
    if at is None:
        return 2
    found = indicators.definitions(args.region, at.astimezone(CST).date())
    if args.json:
        _print(_plain(found))
        return 0
    for one in found:
        print(f"{one.code:32}{one.name}（{one.unit}，{one.statistic_label}）\n    {one.formula}")
    return 0


def _values(args: argparse.Namespace) -> int:
    at = _at(args)
    if at is None:
        return 2
    if args.as_known:
        try:
            known = date.fromisoformat(args.as_known)
        except ValueError:
            print(_("看不懂日期“%s”，请写成 2026-11-22。") % args.as_known, file=sys.stderr)
            return 2
        if known > clock.localdate():
            print(_("%s 还没有到，请填今天或以前的日期。") % args.as_known, file=sys.stderr)
            return 2
        found = indicators.as_known(
            args.code, args.region, known=known, kind=args.period, unit=args.unit or ""
        )
    else:
        found = indicators.values(
            args.code, args.region, as_of=at, unit=args.unit, period=args.period
        )
    if args.json:
        _print(_plain(found))
        return 0
    for one in found:
        print(f"{one.period}  {_shown(one)}")
    return 0


def _shown(one: ValueView) -> str:
    if one.value is None:
        return one.missing_reason
    return f"{one.value.normalize():f} {one.unit}{indicators.few_mark(one.few)}"


def _frontier(args: argparse.Namespace) -> int:
    at = _at(args)
    if at is None:
        return 2
    table = indicators.frontier(args.region, as_of=at)
    if args.json:
        _print(_plain(table))
        return 0
    for row in table.rows:
        scores = "\t".join(
            "—" if c.score is None else f"{c.score}{indicators.few_mark(c.few)}" for c in row.cells
        )
        print(f"{row.topic} {row.name or _('（平均）')}\t{scores}")
    return 0


def _print(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, default=_text))


def _plain(found: Any) -> Any:
    if isinstance(found, list):
        return [_plain(one) for one in found]
    return asdict(found) if is_dataclass(found) and not isinstance(found, type) else found


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)

"""`yingshang simulate`: what would shorten an item, after its own past was foretold."""

import argparse
import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators


def register(sub: argparse._SubParsersAction) -> None:
    parser = sub.add_parser("simulate", help="改一改再算：一个事项怎样能更快")
    parser.add_argument("item", metavar="ITEM")
    parser.add_argument("--region", required=True)
    parser.add_argument("--days", type=int, default=365, help="用最近多少天的办件（默认 365）")
    parser.add_argument("--staff", action="append", default=[], metavar="STAGE=+1")
    parser.add_argument("--limit", action="append", default=[], metavar="STAGE=工作日")
    parser.add_argument("--parallel", action="append", default=[], metavar="STAGE")
    parser.add_argument("--whole", action="store_true", help="材料一次收齐，没有补正")
    parser.add_argument("--load", type=float, default=1.0, help="件数变为几倍")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """0 foretold; 1 where the past is not foretold, or a stage is unknown."""
    now = timezone.now()
    found = indicators.history(
        args.region, item=args.item, since=now - timedelta(days=args.days), until=now
    )
    checked = indicators.check(found)
    if checked is None:
        raise Refusal("simulation-thin", _("办结的件太少，模拟没有依据；把 --days 放长再试。"))
    if not checked.holds:
        raise Refusal(
            "simulation-off",
            _("模拟对不上最近的办件（平均差 %+.0f%%），不作预测。") % (100 * checked.off["mean"]),
        )
    change = indicators.change_of(
        found,
        staff=_pairs(args.staff),
        days=_pairs(args.limit),
        parallel=args.parallel,
        whole=args.whole,
        load=args.load,
    )
    answer: dict[str, Any] = {
        "item": found.item,
        "cases": len(found.pasts),
        "day_minutes": found.day,
        "stages": [asdict(stage) for stage in found.stages],
        "check": asdict(checked),
    }
    if change:
        (one,) = indicators.tried(found, [change])
        answer["tried"] = _plain(one)
    else:
        told = indicators.ideas(found)
        answer["single"] = [_plain(one) for one in told.single]
        answer["together"] = _plain(told.together) if told.together else None
        answer["halves"] = told.halves
    print(json.dumps(answer, ensure_ascii=False) if args.json else _told(answer))
    return 0


def _pairs(given: list[str]) -> dict[str, float]:
    pairs = {}
    for one in given:
        code, _equals, number = one.partition("=")
        try:
            pairs[code.strip()] = float(number)
        except ValueError:
            raise Refusal(
                "simulation-pair", _("“%s”看不懂，请写成 环节=数字，例如 book=1。") % one
            ) from None
    return pairs


def _plain(one: Any) -> dict[str, Any]:
    told = asdict(one)
    told["change"]["parallel"] = sorted(told["change"]["parallel"])
    return told


def _told(answer: dict[str, Any]) -> str:
    lines = [
        _("%(cases)d 件；留出最近三成核对：平均差 %(off)+.0f%%")
        % {"cases": answer["cases"], "off": 100 * answer["check"]["off"]["mean"]}
    ]
    for one in answer.get("single", [answer.get("tried")]):
        lines.append(
            f"{100 * one['effect']:+6.1f}%  {json.dumps(one['change'], ensure_ascii=False)}"
        )
    if answer.get("together"):
        lines.append(_("合在一起：%+.1f%%") % (100 * answer["together"]["effect"]))
    return "\n".join(lines)

"""`yingshang simulate`: what would shorten an item, after its own past was foretold."""

import argparse
import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.indicators import service as indicators


def register(sub: argparse._SubParsersAction) -> None:
    parser = sub.add_parser("simulate", help="改一改再算：一个事项怎样能更快")
    parser.add_argument(
        "item", metavar="ITEM", help="事项代码，如 power-low；不带改动则找怎样能快一半"
    )
    parser.add_argument("--region", required=True, help="城市代码，如 990100")
    parser.add_argument("--days", type=int, default=365, help="用最近多少天的办件（默认 365）")
    for name, form, told in (
        ("staff", "STAGE=+1", "环节加减几人，可写多次"),
        ("limit", "STAGE=工作日", "环节每件最多几个工作日，可写多次"),
        ("parallel", "STAGE", "环节受理后就同时开始，可写多次"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=form, help=told)
    parser.add_argument("--whole", action="store_true", help="材料一次收齐，没有补正")
    parser.add_argument("--load", type=float, default=1.0, help="件数变为几倍")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """0 foretold; 1 where the past is not foretold, or a stage is unknown."""
    now = timezone.now()
    if args.region not in dict(accounts.regions()):
        raise Refusal("region", _("没有代码为“%s”的城市，请核对后重试。") % args.region)
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
        answer["tried"] = _plain(one, found)
    else:
        told = indicators.ideas(found)
        answer["single"] = [_plain(one, found) for one in told.single]
        answer["together"] = _plain(told.together, found) if told.together else None
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


def _plain(one: Any, found: Any) -> dict[str, Any]:
    names = {stage.code: stage.name for stage in found.stages}
    told = asdict(one) | {"words": indicators.change_words(one.change, found.day, names)}
    told["change"]["parallel"] = sorted(told["change"]["parallel"])
    return told


def _told(answer: dict[str, Any]) -> str:
    day = answer["day_minutes"]
    lines = [
        _("%(cases)d 件；留出最近三成核对：平均差 %(off)+.0f%%")
        % {"cases": answer["cases"], "off": 100 * answer["check"]["off"]["mean"]},
        _("环节（代码、占时间、一半在、九成在）："),
    ]
    for stage in answer["stages"]:
        spans = [indicators.span_words(stage[name], day) for name in ("middle", "slow")]
        share = f"{100 * stage['share']:.0f}%"
        lines.append(f"  {stage['code']:<12} {share:>4}  {' / '.join(spans)}  {stage['name']}")
    if one := answer.get("tried"):
        return "\n".join([*lines, _("改了以后："), *_both(one, day)])
    lines.append(_("只改一项："))
    lines += [f"{100 * one['effect']:+6.1f}%  {one['words']}" for one in answer["single"]]
    if both := answer.get("together"):
        lines.append(_("合在一起，可减半：") if answer["halves"] else _("合在一起，仍不能减半："))
        lines += _both(both, day)
    return "\n".join(lines)


def _both(one: dict[str, Any], day: int) -> list[str]:
    """A change, and what it does to the mean and to the slow ones."""
    lines = [f"{100 * one['effect']:+6.1f}%  {one['words']}"]
    for name, word in (("mean", _("平均")), ("median", _("一半在")), ("slow", _("九成在"))):
        spans = [indicators.span_words(one[when][name], day) for when in ("before", "after")]
        lines.append(f"         {word} {' → '.join(spans)}")
    return lines

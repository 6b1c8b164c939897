"""`yingshang rule list`, `yingshang rule try CODE --fact name=value …`: rules declared in data/."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import NotVisible
from yingshang.city.catalog import service as catalog


def register(sub: argparse._SubParsersAction) -> None:
    rule = sub.add_parser("rule", help="自测与分流规则").add_subparsers(dest="verb", required=True)
    listed = rule.add_parser("list", help="列出一地有效的规则")
    tried = rule.add_parser("try", help="用已知的事实试一条规则")
    tried.add_argument("code")
    tried.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE")
    for parser in (listed, tried):
        parser.add_argument("--region", default="990100", help="行政区划代码")
        parser.add_argument("--json", action="store_true")
    listed.set_defaults(func=show)
    tried.set_defaults(func=judge)


def show(args: argparse.Namespace) -> int:
    found = catalog.rules(region=args.region, on=timezone.localdate(), staff=True)
    rows = [{"code": r.code, "name": r.name, "topic": r.topic} for r in found]
    if args.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            print(f"{row['code']:<32} {row['name']}（{row['topic']}）")
    return 0


def judge(args: argparse.Namespace) -> int:
    """0 with an answer or the next question; 1 where the city has no such rule."""
    facts = dict(pair.partition("=")[::2] for pair in args.fact)
    try:
        found = catalog.rule(args.code, region=args.region, on=timezone.localdate(), staff=True)
    except NotVisible:
        print(_("这里没有规则“%s”。用 rule list 看有哪些。") % args.code, file=sys.stderr)
        return 1
    unknown = set(facts) - {ask.name for ask in found.asks}
    if unknown:
        names = "、".join(ask.name for ask in found.asks)
        said = {"given": "、".join(sorted(unknown)), "names": names}
        print(_("规则里没有“%(given)s”；可以给的是：%(names)s。") % said, file=sys.stderr)
        return 2
    judged = catalog.judge(found, facts)
    if args.json:
        print(json.dumps(asdict(judged), ensure_ascii=False, default=str))
    else:
        print(_worded(judged))
    return 0


def _worded(judged: Any) -> str:
    if judged.ask:
        hint = f"（{' / '.join(judged.ask.choices)}）" if judged.ask.choices else ""
        return judged.ask.error or _("还要知道：%s") % f"{judged.ask.label}{hint}"
    if not judged.answer:
        return _("没有对得上的结果。")
    because = f"\n{_('因为：')}{'；'.join(judged.because)}" if judged.because else ""
    return f"{judged.name}：{judged.say}{because}"

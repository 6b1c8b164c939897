"""`yingshang demo load`: the sample cities with their plans and a simulated year (演示数据).

`yingshang demo sheet` writes a department's flattering monthly sheet, to be dropped in live.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_date

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.indicators import service as indicators
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo.appraising import appraise_sample_city
from yingshang.surfaces.demo.gathering import gather_in_sample_city
from yingshang.surfaces.demo.ledger import track_sample_plans
from yingshang.surfaces.demo.lineage import link_sample_plans
from yingshang.surfaces.demo.other_logs import log_of_another_system
from yingshang.surfaces.demo.overseeing import (
    climb_sample_ladders,
    oversee_in_sample_city,
    supervisor_of_sample,
)
from yingshang.surfaces.demo.people import load_cast
from yingshang.surfaces.demo.simulator import simulate
from yingshang.surfaces.demo.simulator.gaming import gaming_year, load_gaming_year
from yingshang.surfaces.demo.story import (
    bind_sample_plans,
    hand_in_reports,
    import_plans,
    share_out,
)

SAMPLE_CITIES = ("990100", "990200", "990300")


def register(sub: argparse._SubParsersAction) -> None:
    demo = sub.add_parser("demo", help="演示数据（仅写入虚构城市）").add_subparsers(
        dest="verb", required=True
    )
    load = demo.add_parser("load", help="装载示例方案与一年的模拟办件")
    load.add_argument("--if-empty", action="store_true", help="已有办件时什么也不做")
    load.add_argument("--until", help="模拟到哪一天为止（默认昨天）")
    load.add_argument("--scale", type=float, default=1.0, help="件数倍数")
    load.add_argument("--no-cases", action="store_true", help="只装载人物与方案")
    load.set_defaults(func=run)
    sheet = demo.add_parser("sheet", help="写出一份部门月报样表（xlsx），供现场导入")
    sheet.add_argument("out", type=Path, metavar="OUT.xlsx")
    sheet.add_argument("--unit", default="990100-market", help="单位编码（仅限虚构城市）")
    sheet.set_defaults(func=write_sheet)


def run(args: argparse.Namespace) -> int:
    if args.if_empty and any(True for _row in cases.facts()):
        print("已有办件，保留现状。")
        return 0
    until = _until(args.until)
    steps: list[tuple[str, Callable[[], str]]] = [
        ("事项、指标、日历与演示人物", lambda: _basics(until)),
        ("示例方案与公开方案", lambda: _plans(until)),
        ("登记簿的演示记录", lambda: _registers(until)),
    ]
    if not args.no_cases:
        steps += [
            ("一年的模拟办件", lambda: _cases(until, args.scale)),
            ("另一批待督查的模拟办件", lambda: _more_cases(until, args.scale)),
            ("同事认领的办件", lambda: f"{share_out(at=until)} 件"),
            ("计算指标", lambda: f"{indicators.compute(at=until, by=SYSTEM).values} 个指标值"),
            ("部门自报", lambda: f"{hand_in_reports(at=until)} 个自报数字"),
            ("目标与指标绑定", lambda: _bindings(until)),
            ("方案任务跟踪", lambda: track_sample_plans(SAMPLE_CITIES, at=until)),
            ("前后版与上下级方案", lambda: _lineage(until)),
            ("检查预警", lambda: f"{len(supervision.watch(at=until, by=SYSTEM))} 条预警"),
            ("查看办理情况", lambda: _look(until)),
            (
                "材料报送与联席会议",
                lambda: gather_in_sample_city(SAMPLE_CITIES[0], by="shen", at=until),
            ),
            (
                "批示、建议提案与走流程",
                lambda: oversee_in_sample_city(SAMPLE_CITIES[0], by="shen", at=until),
            ),
            ("督办阶梯", lambda: climb_sample_ladders(SAMPLE_CITIES, at=until)),
            ("通报", lambda: _bulletins(until)),
            ("旧审批系统的日志", lambda: f"{_other_log(until)} 条记录"),
            (
                "年度考核与日历",
                lambda: appraise_sample_city(SAMPLE_CITIES[0], by="shen", at=until),
            ),
        ]
    for number, (name, step) in enumerate(steps, 1):
        begun = time.monotonic()
        print(f"  ({number}/{len(steps)}) {name} …", end="", flush=True)
        said = step()
        print(f"\r  ({number}/{len(steps)}) {name}：{said}（{time.monotonic() - begun:.1f} 秒）")
    return 0


def _look(until: datetime) -> str:
    """The whole year at once, so that the supervisor finds something to verify."""
    looked = supervision.detect_suspicion(at=until, by=SYSTEM, since=until - timedelta(days=400))
    return f"{looked.new} 条待核实线索"


def _bulletins(until: datetime) -> str:
    """A daily issue sent by a person, a weekly and a monthly draft that wait for the supervisor."""
    sender = supervisor_of_sample()
    made = [
        supervision.draft_bulletin(kind=kind, region=SAMPLE_CITIES[0], by=by, at=until)
        for kind, by in (("daily", sender), ("weekly", SYSTEM), ("monthly", SYSTEM))
    ]
    supervision.send_bulletin(id=made[0], by=sender, at=until)
    return f"{len(made)} 期"


def _other_log(until: datetime) -> int:
    return log_of_another_system(region=SAMPLE_CITIES[0], by="fang", at=until)


def write_sheet(args: argparse.Namespace) -> int:
    """The unit's measured values of this year, with the on-time rate flattered."""
    region = args.unit.partition("-")[0]
    data = indicators.sample_sheet(region=region, unit=args.unit, as_of=timezone.now())
    args.out.write_bytes(data)
    print(f"已写出 {args.out}（演示数据），可在“部门报数”页导入。")
    return 0


def _until(text: str | None) -> datetime:
    """The evening of the day named, or of yesterday: today's cases are for people to make."""
    day = parse_date(text) if text else timezone.localdate() - timedelta(days=1)
    if day is None:
        raise SystemExit(f"看不懂日期 {text!r}，请写成 2026-10-31")
    return timezone.make_aware(datetime(day.year, day.month, day.day, 20))


def _basics(at: datetime) -> str:
    report = definitions.load(settings.DATA_DIRS, at=at)
    load_cast(at=at)
    return f"{report.added + report.unchanged} 项定义"


def _registers(at: datetime) -> str:
    """Records for the sample cities only; what has lapsed is told to its owner."""
    number = sum(registers.enter_samples(region=c, by=SYSTEM, at=at) for c in SAMPLE_CITIES)
    told = registers.warn_lapsing(at=at, by=SYSTEM)
    return f"{number} 条，{told.messages} 条到期提醒"


def _plans(at: datetime) -> str:
    folders = [settings.PACKAGE / "data" / "samples", settings.SHARED / "seeds"]
    number, problems = import_plans(folders, by=SYSTEM, at=at)
    for problem in problems:
        print(problem, file=sys.stderr)
    return f"{number} 份方案"


def _cases(until: datetime, scale: float) -> str:
    def show(city: str, done: int, total: int) -> None:
        print(f"\r  一年的模拟办件（演示数据）：{city} {done}/{total}", end="", flush=True)

    report = simulate(until=until, scale=scale, progress=show)
    return f"{report.cases} 件，{report.ratings} 条评价"


def _more_cases(until: datetime, scale: float) -> str:
    """Some cases of the first sample city that a supervisor would want to look at, and others."""
    number = max(160, round(500 * scale))
    year = gaming_year(seed=until.year, region=SAMPLE_CITIES[0], cases=number, until=until)
    return f"{len(load_gaming_year(year, at=until))} 件，{len(year.ratings)} 条评价"


def _bindings(at: datetime) -> str:
    return f"{sum(bind_sample_plans(r, by=SYSTEM, at=at) for r in SAMPLE_CITIES)} 个目标已绑定"


def _lineage(at: datetime) -> str:
    folder = settings.PACKAGE / "data" / "samples"
    return f"{link_sample_plans(folder, by=SYSTEM, at=at)} 处关联"

"""The log of another system in the first sample city (演示数据), its activities put to steps.

Made up like the cases: most keep to the declared flow, some leave a step out, turn two round, add a
reminder, or let one step lie.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators

__all__ = ["SOURCE", "log_of_another_system"]

SOURCE = "市场准入旧审批系统（演示）"
KINDS: dict[str, tuple[str, ...]] = {
    "企业开办": (
        "窗口受理", "核发营业执照", "印章刻制", "税务信息确认", "社会保险登记", "公积金缴存登记",
        "预约银行开户", "办结",
    ),
    "食品经营许可": ("窗口受理", "材料审查", "现场核查", "许可决定"),
}  # fmt: skip
CASES = 75  # of each kind
SLOW = {"预约银行开户": 0.3, "现场核查": 0.25}  # how often it lies for days
Row = tuple[str, str, str, str, str]


def log_of_another_system(*, region: str, by: str, at: datetime) -> int:
    """Import the log and confirm the guesses; answers its events. Nothing is doubled."""
    actor = accounts.actor_of(accounts.user_of(by))
    rows = sorted(_rows(at), key=lambda row: row[3])
    with TemporaryDirectory(prefix="log-") as folder:
        path = Path(folder) / "导出.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            table = csv.writer(out)
            table.writerow(["办件编号", "业务类型", "环节名称", "办理时间", "办理人"])
            table.writerows(rows)
        done = indicators.import_log(path, region=region, source=SOURCE, by=actor, at=at)
    for kind in KINDS:
        asked = indicators.log_flow_asked(actor, source=done["source_id"], on=at.date(), kind=kind)
        indicators.confirm_log_flow(
            source=done["source_id"],
            kind=kind,
            item=asked.item,
            steps={row.activity: row.step for row in asked.rows},
            counted=(),
            by=actor,
            at=at,
            on=at.date(),
        )
    return int(done["events"])


def _rows(until: datetime) -> Iterator[Row]:
    chance = Random(SOURCE)
    for kind, acts in KINDS.items():
        for number in range(1, CASES + 1):
            start = until - timedelta(days=chance.randrange(25, 110))
            start = _open(start.replace(hour=9, minute=chance.randrange(60), second=0))
            ref = f"{'QY' if kind == '企业开办' else 'SP'}{number:04}"
            yield from _case(ref, kind, _strayed(acts, chance), start, chance)


def _strayed(acts: Sequence[str], chance: Random) -> list[str]:
    way = list(acts)
    luck = chance.random()
    if luck < 0.08:
        way[1], way[2] = way[2], way[1]
    elif luck < 0.14:
        way.pop(chance.randrange(2, len(way) - 1))
    elif luck < 0.26:
        way.insert(1, "补正通知")
    elif luck < 0.30:
        way.insert(-1, "电话催办")
    return way


def _case(
    ref: str, kind: str, way: Sequence[str], start: datetime, chance: Random
) -> Iterator[Row]:
    moment = start
    for act in way:
        yield ref, kind, act, f"{moment:%Y-%m-%d %H:%M:%S}", f"经办{chance.randrange(1, 6)}"
        hours = chance.choice((0.2, 0.5, 1, 2))
        moment += timedelta(hours=hours)
        if chance.random() < SLOW.get(act, 0.05):
            moment += timedelta(days=chance.randrange(1, 5))
        moment = _open(moment)


def _open(moment: datetime) -> datetime:
    """The next time somebody is at a desk."""
    if moment.hour >= 17:
        moment = (moment + timedelta(days=1)).replace(hour=9)
    while moment.weekday() > 4:
        moment = (moment + timedelta(days=1)).replace(hour=9)
    return moment

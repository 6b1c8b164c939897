"""A register of a hundred thousand records: brought in from a sheet, listed, counted, exported."""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from yingshang.bench.own_database import in_its_own_database

__all__ = ["register_job", "registers"]

ROWS, ROUNDS = 100_000, 40
FLOOR = 60.0  # seconds for the whole import (issue 4)
HEAD = (
    "收费项目 收费单位 收费性质 标准（元） 计费单位 最高限价 "
    "收费依据 执行日期 有效期至 咨询电话 说明"
)
NATURES = ("政府定价", "政府指导价", "市场调节价", "行政事业性收费")
LISTS: dict[str, dict[str, Any]] = {
    "newest": {},
    "sorted by number": {"sort": "-price"},
    "sorted, page 1500": {"sort": "price", "page": 1500},
    "filtered and sorted": {"filters": {"nature": "市场调节价"}, "sort": "price"},
    "searched": {"q": "项目 99"},
    "searched and sorted": {"q": "单位 7", "sort": "item"},
    "from to": {"since": {"valid_until": "2026-10-01"}, "until": {"valid_until": "2026-10-31"}},
}


def registers() -> list[dict[str, Any]]:
    """Rows of numbers, on SQLite and on PostgreSQL, each in a database of its own."""
    found: list[dict[str, Any]] = []
    for name in ("sqlite", "postgresql"):
        found += in_its_own_database(name, "registers")["rows"]
    return found


def register_job() -> dict[str, Any]:
    """What the worker does: the import as xlsx (new, again, a broken last row), then reading."""
    from django.db import connection

    from yingshang.bench.worker import prepared
    from yingshang.city.accounts.service import SYSTEM
    from yingshang.city.registers import service

    at = prepared()
    by = replace(SYSTEM, region="990100", unit="990100-port")
    sheet, broken = _book(ROWS), _csv(ROWS, broken=True)
    args: dict[str, Any] = {"register": "port-fees", "region": "990100", "by": by, "at": at}
    vendor, rows = connection.vendor, []

    def measured(what: str, run: Callable[[], Any], **more: Any) -> Any:
        begun, worked = time.perf_counter(), time.process_time()
        answer = run()
        own = round(time.process_time() - worked, 1)
        rows.append({"database": vendor, "what": what, "s": _since(begun), "cpu_s": own, **more})
        return answer

    wrong = measured(
        f"{ROWS} rows, the last one wrong",
        lambda: service.bring_in(data=broken, name="a.csv", **args),
    )
    assert [e.row for e in wrong.errors] == [ROWS + 1], wrong.errors[:3]
    done = measured(
        f"{ROWS} rows of xlsx brought in",
        lambda: service.bring_in(data=sheet, name="a.xlsx", **args),
        floor=FLOOR,
    )
    assert done.added == ROWS, done.errors[:3]
    again = measured("the same again", lambda: service.bring_in(data=sheet, name="a.xlsx", **args))
    assert again.same == ROWS
    place: dict[str, Any] = {"region": "990100", "on": at.date()}
    for name, asked in LISTS.items():
        wanted = service.Asked(**asked)
        rows.append(
            _list(vendor, name, lambda w=wanted: service.listing(by, "port-fees", w, **place))
        )
    rows.append(_list(vendor, "counts", lambda: service.counts(by, "port-fees", **place)))
    rows.append(_list(vendor, "directory", lambda: service.directory(by, **place)))
    measured("exported as xlsx", lambda: service.export(by, "port-fees", region="990100", at=at))
    measured("warned", lambda: service.warn_lapsing(at=at, by=SYSTEM))
    return {"rows": rows}


def _since(begun: float) -> float:
    return round(time.perf_counter() - begun, 1)


def _list(vendor: str, name: str, run: Callable[[], Any]) -> dict[str, Any]:
    took = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        answer = run()
        took.append((time.perf_counter() - begun) * 1000)
    total = getattr(answer, "total", "")
    median, p95 = statistics.median(took), sorted(took)[int(ROUNDS * 0.95) - 1]
    return {
        "database": vendor,
        "what": f"list: {name}",
        "found": total,
        "median_ms": round(median, 1),
        "p95_ms": round(p95, 1),
    }


def _rows(number: int) -> Any:
    for n in range(number):
        until = f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
        price = f"{n % 977}.{n % 10}"
        yield (
            f"项目 {n}",
            f"单位 {n % 400}",
            NATURES[n % 4],
            price,
            "20 英尺箱",
            "2000",
            f"演示文件〔{n % 90}〕号",
            "2026-01-01",
            until,
            "0531-88880009",
            "演示数据",
        )


def _csv(number: int, *, broken: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD.split())
    for n, row in enumerate(_rows(number), 1):
        writer.writerow([*row[:3], "不是数", *row[4:]] if broken and n == number else row)
    return out.getvalue().encode()


def _book(number: int) -> bytes:
    from yingshang.adapters.sheets import write_table

    kinds = ["number" if n in (3, 5) else "date" if n in (7, 8) else "text" for n in range(11)]
    return write_table(sheet="清单", header=HEAD.split(), kinds=kinds, rows=_rows(number))

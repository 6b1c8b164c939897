"""How fast plans are read inside the process: real papers, layouts, and texts made to be slow.

Every text is read with empty caches, the best of several rounds counts. A text made to be slow is
read at a quarter and at its whole length: the growth of the time says whether it stays linear.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from yingshang.bench.plan_layouts import layouts
from yingshang.kernel.plantext import parse

__all__ = ["FLOOR", "plantext", "worst"]

FLOOR = 1.0  # MB of text a second on every paper (issue 5)
ROUNDS = 9
LONG = 1_000_000  # bytes of one line

HEAD = (
    "澄州市2026年优化营商环境行动方案\n一、主要任务\n"
    "1.推进网上办理。2026年底前网上办理率达到90%以上。（市审批局负责）\n2.优化服务。"
)


def plantext() -> list[dict[str, Any]]:
    """Rows: each paper, the slowest of them, then the texts made to be slow."""
    papers = [*_papers(), *layouts()]
    rows = [_paper(name, text) for name, text in papers]
    least = min(rows, key=lambda row: row["MB_per_s"])
    rows.append({"what": "slowest paper", "MB_per_s": least["MB_per_s"], "floor": FLOOR})
    peer = _words()
    if peer is not None:
        whole = "\n".join(text for _, text in papers)
        rows.append(_row("rjieba 0.2.2, cutting the same papers into words, no more", whole, peer))
    for what, text in worst(LONG):
        rows.append(_grown(what, text))
    return rows


def _papers() -> Iterator[tuple[str, str]]:
    """The real plans where they are present, and our own."""
    shared = [settings.SHARED / "seeds", settings.SHARED / "data" / "plans"]
    for folder in (*shared, settings.PACKAGE / "data" / "samples"):
        for path in sorted(Path(folder).glob("*.txt")) if folder.is_dir() else ():
            yield path.stem[:28], path.read_text(encoding="utf-8")


def _words() -> Callable[[str], object] | None:
    try:
        import rjieba
    except ImportError:
        return None
    rjieba.cut("热身")
    return lambda text: list(rjieba.cut(text))


def _paper(name: str, text: str) -> dict[str, Any]:
    return _row(name, text, parse)


def _row(what: str, text: str, read: Callable[[str], object]) -> dict[str, Any]:
    took = min(_seconds(text, read) for _ in range(ROUNDS))
    size = len(text.encode())
    return {
        "what": what,
        "bytes": size,
        "ms": round(took * 1000, 1),
        "MB_per_s": round(size / took / 1e6, 2),
    }


def _grown(what: str, text: str) -> dict[str, Any]:
    quarter = text[: len(text) // 4]
    short, whole = _seconds(quarter, parse), _seconds(text, parse)
    size = len(text.encode())
    return {
        "what": what,
        "bytes": size,
        "ms": round(whole * 1000, 1),
        "MB_per_s": round(size / whole / 1e6, 2),
        "growth": round(whole / short / 4, 2),
    }


def _seconds(text: str, read: Callable[[str], object]) -> float:
    _forget()
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


def _forget() -> None:
    """Empty the grammar's caches: each paper is read as if it were the first."""
    for name, module in list(sys.modules.items()):
        if name.startswith("yingshang.kernel.plantext"):
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if clear is not None:
                    clear()


def worst(size: int) -> Iterator[tuple[str, str]]:
    """Texts of about so many bytes (three a character) that have made readers slow."""
    count = size // 3
    kinds = {
        "one line, no end of it": "到2026年6月底前建成园区3个，时间压缩至2个工作日以内。",
        "100,000 short lines": "\n市局",
        "numbers and no stop": "建成园区3个",
        "a list of units": "市税务局、",
        "brackets opened only": "（",
        "quotes opened only": "“",
        "blanks": " ",
        "digits": "123456789",
        "field after field": "责任单位：市税务局\n完成时限：2026年\n",
        "numbering that restarts": "\n1.推进网上办理工作\n2.推进",
        "cells and no headings": "\n文甲|字|词|句",
        "unequal cells": "\t文\t字\n",
        "labels set wide": "牵 头 单 位：市局 ",
    }
    for what, unit in kinds.items():
        body = (unit * (count // len(unit) + 1))[:count]
        yield what, (HEAD + ("责任单位：" if unit.endswith("、") else "") + body)
    yield "10,000 nested brackets", HEAD + "（" * 10_000 + "市税务局牵头" + "）" * 10_000
    names = "、".join(f"市{_hanzi(number)}局" for number in range(count // 8))
    yield "a list of different units", f"{HEAD}责任单位：{names}"


def _hanzi(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))

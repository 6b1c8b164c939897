"""Draws from files: made and checked by anybody, without a database."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yingshang.kernel.draw import draw, verify
from yingshang.kernel.flow import Refusal

__all__ = ["draw_from_file", "verify_files"]


def draw_from_file(
    path: Path, *, wanted: int, secret: str, public: str, least: int = 0
) -> dict[str, Any]:
    """The proof of a draw from a CSV of id and stratum."""
    try:
        return dict(
            draw(_population(path), wanted=wanted, secret=secret, public=public, least=least).proof
        )
    except ValueError:
        raise Refusal(
            "draw-impossible", _("抽样缺少总体名单、公开数或样本数不对，请核对后再抽。")
        ) from None


def verify_files(proof: Path, population: Path, committed: str = "") -> tuple[str, ...]:
    """What is wrong with a proof file, in sentences; none where it holds."""
    try:
        told = json.loads(proof.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal("proof-unreadable", _("证明文件读不出来：%s。") % error) from None
    if not isinstance(told, dict):
        raise Refusal("proof-unreadable", _("证明文件应是一个 JSON 对象。"))
    return verify(told, _population(population), committed)


def _population(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal("population-unreadable", _("总体名单读不出来：%s。") % error) from None
    if not rows or "id" not in rows[0]:
        raise Refusal(
            "population-columns", _("总体名单应是带表头的 CSV，至少有 id 列，可有 stratum 列。")
        )
    found = {row["id"]: row.get("stratum") or "" for row in rows if row["id"]}
    if len(found) != len(rows):
        raise Refusal("population-doubles", _("总体名单里有重复或空白的 id，请改正后再抽。"))
    return found

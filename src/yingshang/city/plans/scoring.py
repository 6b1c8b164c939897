"""How well the machine reads, against people's annotations. No database."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.plans.reading import ENDINGS, parse_file
from yingshang.kernel.flow import Refusal
from yingshang.kernel.plantext.score import (
    Score,
    calibration,
    disagreements,
    readings,
    score,
    tally,
    total,
)

__all__ = ["score_files"]


def score_files(
    gold: Path, texts: Path, *, errors: bool = False, calibrate: bool = False
) -> dict[str, Any]:
    """Scores per document and in total; ``gold`` and ``texts`` are files or folders.

    In folders a gold NAME.json (or NAME.gold.json) belongs to the text whose name begins with
    NAME. Annotations without a text are listed under ``missing``; Refusal where all are. With
    ``errors``, every disagreement of each document and their counts by kind; with ``calibrate``,
    how many readings of each confidence are right.
    """
    golds = _golds(gold)
    pairs = [(path, text) for path in golds if (text := _text_of(path, texts))]
    if not pairs:
        raise Refusal(
            "gold-missing",
            _("%(gold)s 里没有一份标注能在 %(texts)s 里找到原文，请检查两个路径。")
            % {"gold": gold, "texts": texts},
        )
    read = {text.name: _sides(path, text) for path, text in pairs}
    scores = {text.name: _scored(path, *read[text.name]) for path, text in pairs}
    answer: dict[str, Any] = {
        "documents": {name: one.to_json() for name, one in scores.items()},
        "total": total(scores.values()).to_json(),
        "missing": sorted({path.name for path in golds} - {path.name for path, _text in pairs}),
    }
    if errors:
        found = {name: disagreements(*sides) for name, sides in read.items()}
        answer["errors"] = {name: [one.to_json() for one in some] for name, some in found.items()}
        answer["error_counts"] = tally(found)
    if calibrate:
        every = [one for sides in read.values() for one in readings(*sides)]
        answer["calibration"] = calibration(every).to_json()
    return answer


def _sides(gold: Path, text: Path) -> tuple[Any, Any]:
    """What a person and what the reader made of one document."""
    try:
        wanted = json.loads(gold.read_text("utf-8"))
    except ValueError:
        raise _broken(gold, _("不是 JSON")) from None
    if not isinstance(wanted, dict) or "tasks" not in wanted:
        raise _broken(gold, _("没有 tasks"))
    return wanted, parse_file(text.read_bytes(), text.name)


def _scored(gold: Path, wanted: Any, have: Any) -> Score:
    try:
        return score(wanted, have)
    except KeyError as lacks:
        raise _broken(gold, _("有一条缺少 %(name)s") % {"name": lacks.args[0]}) from None
    except (TypeError, ValueError) as wrong:
        raise _broken(gold, _("有一个值不是数字或日期（%(what)s）") % {"what": wrong}) from None


def _broken(gold: Path, why: str) -> Refusal:
    return Refusal(
        "gold-broken",
        _("标注 %(gold)s 读不了：%(why)s，请照 tests/kernel/plantext/gold 里的样子改好。")
        % {"gold": gold.name, "why": why},
    )


def _golds(gold: Path) -> list[Path]:
    return sorted(gold.glob("*.json")) if gold.is_dir() else [gold]


def _text_of(gold: Path, texts: Path) -> Path | None:
    if texts.is_file():
        return texts
    stem = gold.name.removesuffix(".json").removesuffix(".gold")
    found = sorted(path for path in texts.glob(f"{stem}.*") if path.suffix.lower() in ENDINGS)
    return found[0] if found else None

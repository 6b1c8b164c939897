"""How well the machine reads, against people's annotations. No database."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.plans.reading import parse_file
from yingshang.kernel.flow import Refusal
from yingshang.kernel.plantext.score import score, total

__all__ = ["score_files"]


def score_files(gold: Path, texts: Path) -> dict[str, Any]:
    """Scores per document and in total; ``gold`` and ``texts`` are files or folders.

    In folders a gold NAME.json (or NAME.gold.json) belongs to the text whose name begins with
    NAME. Refused where a text is missing, so that nothing is silently left out.
    """
    pairs = [(path, _text_of(path, texts)) for path in _golds(gold)]
    if not pairs:
        raise Refusal("gold-missing", _("在 %s 里没有标注文件（JSON），请检查路径。") % gold)
    scores = {}
    for path, text in pairs:
        wanted = json.loads(path.read_text("utf-8"))
        scores[text.name] = score(wanted, parse_file(text.read_bytes(), text.name))
    return {
        "documents": {name: one.to_json() for name, one in scores.items()},
        "total": total(scores.values()).to_json(),
    }


def _golds(gold: Path) -> list[Path]:
    return sorted(gold.glob("*.json")) if gold.is_dir() else [gold]


def _text_of(gold: Path, texts: Path) -> Path:
    if texts.is_file():
        return texts
    stem = gold.name.removesuffix(".json").removesuffix(".gold")
    found = [
        path
        for path in sorted(texts.glob(f"{stem}.*"))
        if path.suffix.lower() in {".txt", ".html", ".htm", ".docx", ".pdf"}
    ]
    if not found:
        raise Refusal(
            "text-missing",
            _("标注 %(gold)s 对应的原文在 %(texts)s 里找不到，请补上后重试。")
            % {"gold": gold.name, "texts": texts},
        )
    return found[0]

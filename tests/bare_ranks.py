"""A rank never stands alone: it is a range, or it says that it is sure."""

import re
from collections.abc import Iterable
from typing import Any

TAGS = re.compile(r"<(script|style|title)\b.*?</\1>|<[^>]+>", re.S)
RANK = re.compile(r"(?:第|并列第|排第)\s*\d+\s*(?:[位名](?![置字额称单])|/\s*\d+)|名次[:：]?\s*\d+")
# what may stand around it and says how sure it is
SAID = re.compile(r"区间|确定|稳定|可能|之间|怎样都|到第\s*\d|90%")
HEADS = re.compile(r"名次|位次|排名|^rank$")
RANGES = re.compile(r"区间|最差|确定|rank_(low|high)|很可能")


def bare_ranks(page: str) -> list[str]:
    """Ranks in the text of a page that nothing near them qualifies."""
    text = re.sub(r"\s+", " ", TAGS.sub(" ", page))
    return [
        text[max(0, hit.start() - 30) : hit.end() + 40]
        for hit in RANK.finditer(text)
        if not SAID.search(text[max(0, hit.start() - 12) : hit.end() + 45])
    ]


def bare_heads(header: Iterable[Any]) -> list[str]:
    """Columns of ranks in a table that has none of intervals."""
    names = [str(one or "") for one in header]
    found = [one for one in names if HEADS.search(one)]
    return [] if any(RANGES.search(one) for one in names) else found


def bare_keys(value: Any, where: str = "") -> list[str]:
    """Objects of plain data with a rank and without its ends."""
    if isinstance(value, dict):
        here = [where] if "rank" in value and not {"rank_low", "rank_high"} <= set(value) else []
        return here + [bad for k, v in value.items() for bad in bare_keys(v, f"{where}/{k}")]
    if isinstance(value, list):
        return [bad for n, v in enumerate(value) for bad in bare_keys(v, f"{where}/{n}")]
    return []

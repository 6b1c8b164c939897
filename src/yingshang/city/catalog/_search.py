"""Finds items by what people type: 开公司, kaigongsi, kgs, 开办企液."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from yingshang.city.catalog._pinyin import first_letters, syllables

# Weights: a name beats an alias beats a mention; a typing error costs.
NAME, ALIAS, SUMMARY, PINYIN, TYPO = 100, 90, 30, 60, 40


@dataclass(frozen=True)
class Entry:
    code: str
    words: tuple[str, ...]  # name first, then aliases
    sounds: tuple[str, ...]
    initials: tuple[str, ...]
    summary: str


@lru_cache(maxsize=20_000)
def sound(text: str) -> str:
    return "".join(syllables(text))


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    return "".join(first_letters(text))


def pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def likeness(a: str, b: str) -> float:
    """Share of letter pairs of the shorter text that the longer one has, 0..1."""
    pa, pb = pairs(a), pairs(b)
    return len(pa & pb) / min(len(pa), len(pb)) if pa and pb else 0.0


class Index:
    """A small index over (code, name, aliases, summary)."""

    def __init__(self, rows: Iterable[tuple[str, str, Sequence[str], str]]) -> None:
        self.entries = [
            Entry(
                code,
                (name, *aliases),
                tuple(sound(w) for w in (name, *aliases)),
                tuple(initials(w) for w in (name, *aliases)),
                summary,
            )
            for code, name, aliases, summary in rows
        ]

    def find(self, text: str, limit: int) -> list[str]:
        """Codes in order of fitness; an empty question finds nothing."""
        query = "".join(text.split()).lower()[:60]
        if not query:
            return []
        scored = [(self._score(entry, query), entry.code) for entry in self.entries]
        best = sorted((s, c) for s, c in ((-score, code) for score, code in scored) if s < 0)
        return [code for _score, code in best[:limit]]

    def _score(self, entry: Entry, query: str) -> float:
        for weight, words in ((NAME, entry.words[:1]), (ALIAS, entry.words[1:])):
            if any(query in w.lower() or w.lower() in query for w in words):
                return weight
        if query.isascii():
            if any(query in s for s in entry.sounds):
                return PINYIN
            if len(query) > 1 and any(i.startswith(query) for i in entry.initials):
                return PINYIN - 5
            return TYPO * max(
                (r for r in (likeness(query, s) for s in entry.sounds) if r >= 0.75), default=0
            )
        if query in entry.summary:
            return SUMMARY
        return max(
            self._close(entry, query), self._homophone(entry, query), self._shuffled(entry, query)
        )

    @staticmethod
    def _close(entry: Entry, query: str) -> float:
        best = max(likeness(query, w) for w in entry.words)
        return TYPO * best if best >= 0.5 else 0.0

    @staticmethod
    def _homophone(entry: Entry, query: str) -> float:
        typed = sound(query)
        return PINYIN - 10 if len(query) > 1 and any(typed in s for s in entry.sounds) else 0.0

    @staticmethod
    def _shuffled(entry: Entry, query: str) -> float:
        """The same syllables in another order or with a wrong character: 开办企液 → 企业开办."""
        typed = set(syllables(query))
        if len(typed) < 3:
            return 0.0
        best = max(len(typed & set(syllables(w))) / len(typed) for w in entry.words)
        return TYPO * best if best >= 0.75 else 0.0

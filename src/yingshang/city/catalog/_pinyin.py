"""Pinyin, loaded at first use: its dictionary costs every command a quarter of a second.

A character has the reading that comes first, unless a known phrase around it says otherwise
(银行 is yin hang). Ten times as fast as asking the library phrase by phrase, which an index of a
hundred thousand words needs.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["first_letters", "syllables"]

LONGEST = 4  # characters of a phrase
_LATIN = re.compile(r"[a-z0-9]+")
_PLAIN = str.maketrans({"ü": "v", "ê": "e"})


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """开公司 → kai, gong, si; Latin letters and figures stay together as they are."""
    return tuple(_spoken(text.lower()))


@lru_cache(maxsize=20_000)
def first_letters(text: str) -> tuple[str, ...]:
    """开公司 → k, g, s."""
    return tuple(part[:1] for part in syllables(text))


def _spoken(text: str) -> Iterator[str]:
    phrases, starts = _phrases()
    at = 0
    while at < len(text):
        latin = _LATIN.match(text, at)
        if latin:
            yield latin[0]
            at = latin.end()
            continue
        if text[at] in starts:
            pieces = (text[at : at + size] for size in range(LONGEST, 1, -1))
            known = next((p for p in pieces if p in phrases), None)
            if known is not None:
                yield from phrases[known]
                at += len(known)
                continue
        yield _reading(text[at])
        at += 1


@lru_cache(maxsize=8_000)
def _reading(character: str) -> str:
    from pypinyin.constants import PINYIN_DICT

    return _toneless(PINYIN_DICT.get(ord(character), character).split(",")[0])


@lru_cache(maxsize=2_000)
def _toneless(syllable: str) -> str:
    kept = syllable.replace("ü", "v")
    if kept == syllable:  # ǖ ǘ ǚ ǜ come apart into u, two dots and a tone
        kept = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in kept if not unicodedata.combining(c)).translate(_PLAIN)


@lru_cache(maxsize=1)
def _phrases() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Phrases that are not read character by character, and their first characters."""
    from pypinyin.constants import PHRASES_DICT

    odd = {}
    for phrase, spoken in PHRASES_DICT.items():
        if not 1 < len(phrase) <= LONGEST or len(phrase) != len(spoken):
            continue
        read = tuple(_toneless(one[0]) for one in spoken)
        if read != tuple(_reading(c) for c in phrase):
            odd[phrase] = read
    return odd, frozenset(phrase[0] for phrase in odd)

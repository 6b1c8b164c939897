"""Pinyin, loaded at first use: its dictionary costs every command a quarter of a second."""

from functools import lru_cache

__all__ = ["first_letters", "syllables"]


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """开公司 → kai, gong, si; Latin letters stay as they are."""
    from pypinyin import lazy_pinyin

    return tuple(part.lower() for part in lazy_pinyin(text))


@lru_cache(maxsize=20_000)
def first_letters(text: str) -> tuple[str, ...]:
    """开公司 → k, g, s."""
    return tuple(part[:1] for part in syllables(text))

"""Finds what people mean by what they type: 开公司, kaigongsi, kgs, 开办企液, kiagongsi.

An inverted index over pairs of characters, pairs of syllables, pieces of the pinyin and initials
gives a few hundred candidates; each of these is then looked at closely. A name beats an everyday
word, the word itself beats its sound, and every typing error costs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from yingshang.city.catalog._edits import Typed
from yingshang.city.catalog._pinyin import first_letters, syllables

__all__ = ["Hit", "Index", "Row", "plain"]

Row = tuple[str, str, Sequence[str], str]  # code, name, everyday words, summary
LONGEST = 60  # characters of a question
CANDIDATES = 160  # looked at closely, by each way of hearing
LEAST = 40.0  # what fits worse was not meant
EXACT, BEGINS, INSIDE, HOLDS = 100.0, 94.0, 88.0, 82.0
SOUND, SOUND_INSIDE, LETTERS, LETTERS_INSIDE, SHORTENED = 80.0, 74.0, 84.0, 74.0, 66.0
TYPO, MENTION = 72.0, 30.0
EVERYDAY = 3.0  # an everyday word comes after a name that fits as well
FILLERS = re.compile(
    "我想要|我想|我要|想要|需要|请问|帮我|怎么样|怎么|如何|怎样|哪里|在哪|去哪|"
    "一家|一个|一下|一张|办理|申请|可以|能不能|能否|流程|吗|呢|啊|的|了"
)
_SIGNS = re.compile(r"[^\w]|_")


def plain(text: str) -> str:
    """What was typed without spaces, signs, width and case."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())[:LONGEST]


@dataclass(frozen=True)
class Hit:
    """One thing found: `word` is the name or everyday word that fits, `score` up to 100."""

    code: str
    score: float
    word: str


@dataclass(frozen=True)
class _Word:
    """A name or an everyday word, as it is written, heard and abbreviated."""

    entry: int
    text: str
    shown: str
    heard: tuple[str, ...]
    sound: str
    initials: str
    is_name: bool

    @property
    def borders(self) -> set[int]:
        """Where a syllable begins in the sound."""
        at, found = 0, {0}
        for syllable in self.heard:
            at += len(syllable)
            found.add(at)
        return found


class Index:
    """An index over rows of (code, name, everyday words, summary)."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.codes: list[str] = []
        self._summaries: list[str] = []
        self._words: list[_Word] = []
        lists: dict[str, array[int]] = {}
        told: dict[str, array[int]] = {}
        for code, name, aliases, summary in rows:
            entry = len(self.codes)
            self.codes.append(code)
            self._summaries.append(plain(summary) if len(summary) <= LONGEST else _long(summary))
            for place, shown in enumerate(dict.fromkeys((name, *aliases))):
                word = _word(entry, shown, is_name=place == 0)
                if word is None:
                    continue
                number = len(self._words)
                self._words.append(word)
                for feature in _features(word):
                    lists.setdefault(feature, array("i")).append(number)
            for pair in set(_pieces(self._summaries[-1], 2)):
                told.setdefault(pair, array("i")).append(entry)
        self._lists = {name: np.frombuffer(found, np.int32) for name, found in lists.items()}
        self._told = {name: np.frombuffer(found, np.int32) for name, found in told.items()}

    def find(self, text: str, limit: int) -> list[str]:
        """Codes in order of fitness; an empty question finds nothing."""
        return [hit.code for hit in self.hits(text, limit)]

    def hits(self, text: str, limit: int) -> list[Hit]:
        """The same with what fitted and how well."""
        typed = plain(text)
        if not typed:
            return []
        asked = FILLERS.sub("", typed)
        best = self._closely(_Question(asked if len(asked) > 1 else typed))
        if asked != typed and len(asked) > 1:  # 个人申请 may be a word of its own
            for entry, found in self._closely(_Question(typed)).items():
                if entry not in best or found[0] > best[entry][0]:
                    best[entry] = found
        if len(best) < limit:
            for entry in self._mentions(typed):
                best.setdefault(entry, (MENTION, ""))
        order = sorted(best.items(), key=lambda one: (-one[1][0], self.codes[one[0]]))
        return [Hit(self.codes[entry], score, word) for entry, (score, word) in order[:limit]]

    def near(self, text: str, limit: int) -> list[Hit]:
        """What comes closest, however far it is: for a question that found nothing."""
        question = _Question(plain(text))
        found: dict[str, Hit] = {}
        for number in self._candidates(question):
            word = self._words[number]
            score = question.likeness(word)
            known = found.get(word.shown)
            if score and (known is None or known.score < score):
                found[word.shown] = Hit(self.codes[word.entry], score, word.shown)
        return sorted(found.values(), key=lambda hit: (-hit.score, len(hit.word)))[:limit]

    def _closely(self, question: _Question) -> dict[int, tuple[float, str]]:
        best: dict[int, tuple[float, str]] = {}
        for number in self._candidates(question):
            word = self._words[number]
            score = question.fits(word)
            if score >= LEAST and score > best.get(word.entry, (0.0, ""))[0]:
                best[word.entry] = (score, word.shown)
        return best

    def _candidates(self, question: _Question) -> list[int]:
        """Words that share most with the question, by each way of hearing it."""
        chosen: dict[int, None] = {}
        for features in question.channels:
            known = [self._lists[name] for name in features if name in self._lists]
            if not known:
                continue
            scores = np.zeros(len(self._words), np.float32)
            for numbers in known:
                scores[numbers] += math.log1p(len(self._words) / len(numbers))
            found = np.flatnonzero(scores)
            if len(found) > CANDIDATES:
                top = np.argpartition(scores[found], -CANDIDATES)[-CANDIDATES:]
                found = found[top]
            chosen |= dict.fromkeys(found.tolist())
        return list(chosen)

    def _mentions(self, typed: str) -> list[int]:
        """Entries whose summary says it word for word."""
        pairs = set(_pieces(typed, 2))
        if len(typed) < 2 or not pairs <= self._told.keys():
            return []
        lists = sorted((self._told[pair] for pair in pairs), key=len)
        common = lists[0]
        for more in lists[1:]:
            common = common[np.isin(common, more, assume_unique=True)]
        return [entry for entry in common.tolist() if typed in self._summaries[entry]]


class _Question:
    """What was typed, in the ways in which it may be meant."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.heard = syllables(typed)
        self.sound = "".join(self.heard)
        self.latin = typed.isascii()
        self._letters = Typed(self.sound)
        self._signs = Typed(typed)
        self._pairs = set(_pieces(typed, 2))
        self._syllables = set(self.heard)
        self.allowed = _allowed(len(self.sound))
        if self.latin:
            self.channels: tuple[list[str], ...] = (
                _prefixed("l", self.sound, 2, 3),
                _prefixed("i", f"^{typed}", 1, 2, 3),
                _prefixed("c", typed, 1, 2),
            )
        else:
            self.channels = (
                _prefixed("c", typed, 1, 2),
                [*_spoken(self.heard)],
                _prefixed("l", self.sound, 3),
            )

    def fits(self, word: _Word) -> float:
        """0 to 100 and a little for words not much longer than the question."""
        score = max(self._written(word), self._abbreviated(word) if self.latin else 0.0)
        if score < SOUND:
            score = max(score, self._spoken(word))
        if score < LETTERS_INSIDE:
            score = max(score, self._mistaken(word))
        if not score:
            return 0.0
        whole = min(len(self.sound), len(word.sound)) / max(len(self.sound), len(word.sound))
        return score + 5.0 * whole - (0.0 if word.is_name else EVERYDAY)

    def likeness(self, word: _Word) -> float:
        """How much of the question the word has, 0 to 1."""
        if not self.latin:
            shared = len(set(self.typed) & set(word.text)) / len(set(self.typed))
            return max(shared, len(self._syllables & set(word.heard)) / len(self._syllables))
        return 1 - self._letters.edits(word.sound) / max(1, self._letters.size)

    def _written(self, word: _Word) -> float:
        if self.typed == word.text:
            return EXACT
        if self.typed in word.text:
            return BEGINS if word.text.startswith(self.typed) else INSIDE
        if len(word.text) > 1 and word.text in self.typed and not word.text.isdigit():
            return HOLDS - 30 * (1 - len(word.text) / len(self.typed))
        return 0.0

    def _spoken(self, word: _Word) -> float:
        at = word.sound.find(self.sound)
        if at < 0 or len(self.sound) < 2:
            return 0.0
        if not self.latin and at not in word.borders:
            return 0.0
        if word.sound == self.sound:
            return LETTERS
        if at == 0:
            return SOUND
        return SOUND_INSIDE if at in word.borders else SOUND_INSIDE - 14

    def _abbreviated(self, word: _Word) -> float:
        if len(self.typed) < 2:
            return 0.0
        if word.initials == self.typed:
            return LETTERS
        if word.initials.startswith(self.typed):
            return LETTERS_INSIDE
        if len(self.typed) > 2 and self.typed in word.initials:
            return LETTERS_INSIDE - 12
        return SHORTENED if _shortened(self.typed, word.heard) else 0.0

    def _mistaken(self, word: _Word) -> float:
        """Wrong characters, wrong letters, another order."""
        best = 0.0
        wrong = self._letters.edits(word.sound)
        if wrong <= self.allowed:
            best = TYPO * (1 - 1.5 * wrong / self._letters.size)
        if self.latin:
            return max(best, self._half_abbreviated(word))
        size = len(self.typed)
        if size > 2:
            signs = self._signs.edits(word.text)
            if signs <= max(1, size // 3):
                best = max(best, TYPO * (1 - signs / size) + 6)
            pairs = len(self._pairs & set(_pieces(word.text, 2))) / len(self._pairs)
            heard = len(self._syllables & set(word.heard)) / len(self._syllables)
            if pairs >= 0.5:
                best = max(best, TYPO * (0.4 + 0.6 * pairs) * 0.9)
            if heard >= 0.75:
                best = max(best, TYPO * heard * 0.85)
        return best

    def _half_abbreviated(self, word: _Word) -> float:
        """One wrong letter among four or more initials."""
        size = len(self.typed)
        if size < 4 or abs(len(word.initials) - size) > 1:
            return 0.0
        return TYPO * 0.7 if self._letters.edits(word.initials) <= 1 else 0.0


def _allowed(size: int) -> int:
    """Typing errors forgiven in so many letters."""
    return 0 if size < 4 else 1 if size < 7 else 2 if size < 14 else 3


def _shortened(typed: str, heard: Sequence[str]) -> bool:
    """kaigs, kgongsi: some syllables whole, others by their first letters, from the beginning."""
    ways = {0}
    for syllable in heard:
        ways = {
            at + size
            for at in ways
            for size in range(1, len(syllable) + 1)
            if typed.startswith(syllable[:size], at)
        }
        if len(typed) in ways:
            return True
        if not ways:
            return False
    return False


def _word(entry: int, shown: str, *, is_name: bool) -> _Word | None:
    text = plain(shown)
    if not text:
        return None
    heard = syllables(text)
    return _Word(entry, text, shown, heard, "".join(heard), "".join(first_letters(text)), is_name)


def _long(summary: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", summary).lower())


def _features(word: _Word) -> set[str]:
    return {
        *_prefixed("c", word.text, 1, 2),
        *_spoken(word.heard),
        *_prefixed("l", word.sound, 2, 3),
        *_prefixed("i", f"^{word.initials}", 1, 2, 3),
    }


def _prefixed(channel: str, text: str, *sizes: int) -> list[str]:
    return [channel + piece for size in sizes for piece in set(_pieces(text, size))]


def _spoken(heard: Sequence[Hashable]) -> Iterator[str]:
    yield from {f"s{syllable}" for syllable in heard}
    yield from {f"s{a} {b}" for a, b in pairwise(heard)}


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]

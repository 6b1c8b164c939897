"""What is written into the record is Chinese; what is said to the person is in his language.

A verb words what it keeps while it runs, so it runs in Chinese, whatever language the screen
speaks. A refusal keeps nothing: it is said again in the language of the screen.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, transaction
from django.utils.translation import get_language, gettext, override

from yingshang.city.definitions._said import listed, said
from yingshang.kernel.flow import Refusal, Word

__all__ = ["OFFICIAL", "official", "told"]

OFFICIAL = "zh-hans"
P = ParamSpec("P")
T = TypeVar("T")


def official(verb: Callable[P, T]) -> Callable[P, T]:
    """A verb whose words are kept in Chinese, while its refusals are told in the language of the
    screen. It stands outside `transaction.atomic`, and what is handed to it can be read twice."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with override(OFFICIAL):
                return verb(*args, **kwargs)
        except Refusal as refusal:
            if get_language() in (None, OFFICIAL):
                raise
            raise _retold(refusal, lambda: verb(*args, **kwargs)) from refusal

    return run


def told(refusal: Refusal) -> Refusal:
    """A kernel's refusal in the language of the screen; kernels speak Chinese, and keep what they
    say as a pattern with its words."""
    if (get_language() or OFFICIAL).startswith("zh"):
        return refusal
    words = {name: _word(word) for name, word in refusal.words.items()}
    pattern = gettext(refusal.pattern)
    return Refusal(refusal.code, pattern % words if words else pattern)


def _word(word: Word) -> Word:
    if isinstance(word, tuple):
        return listed(map(said, word))
    return said(word) if isinstance(word, str) else word


def _retold(refusal: Refusal, again: Callable[[], object]) -> Refusal:
    """The refusal in the language of the screen: the verb is gone through once more, which comes
    to the same refusal, and nothing of it is kept. Where it comes to another one (somebody else
    wrote in between), what was said first stands."""
    try:
        with transaction.atomic():
            again()
            transaction.set_rollback(True)
    except Refusal as told:
        return told if told.code == refusal.code else refusal
    except DatabaseError:
        return refusal
    return refusal

"""Answers kept in a process under what they were reckoned from; the oldest go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

__all__ = ["Kept"]

Answer = TypeVar("Answer")


def _always(_answer: object) -> bool:
    return True


class Kept(Generic[Answer]):
    """The key must name everything that the answer hangs on: nothing is ever thrown out for
    being stale. Two threads may reckon the same at once; they get the same."""

    every: ClassVar["WeakSet[Kept[Any]]"] = WeakSet()

    def __init__(self, most: int) -> None:
        Kept.every.add(self)
        self._most = most
        self._found: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(
        self,
        key: Hashable,
        reckon: Callable[[], Answer],
        holds: Callable[[Answer], bool] = _always,
    ) -> Answer:
        """``holds``: whether what was kept is still true where time alone can change it."""
        found = self._found.get(key)
        if found is None or not holds(found):
            found = self._found[key] = reckon()
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return found

    def clear(self) -> None:
        self._found.clear()

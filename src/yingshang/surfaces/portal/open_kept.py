"""The newest of what takes a while to make, under what it was made of."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Newest"]


class Newest:
    """One a name: another of the same name takes its place. Two threads may make the same."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, bytes]] = {}

    def get(self, name: str, made_of: object, make: Callable[[], bytes]) -> bytes:
        kept = self._kept.get(name)
        if kept is None or kept[0] != made_of:
            kept = self._kept[name] = (made_of, make())
        return kept[1]

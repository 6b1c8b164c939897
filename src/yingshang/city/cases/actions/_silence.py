"""What silence decides, one case after another: the part that its three jobs share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from yingshang.city.cases._flows import item_flow_by_id
from yingshang.city.cases.kinds import Refusal

__all__ = ["one_by_one"]


def one_by_one(
    late: Iterable[tuple[str, int, str]], act: Callable[[str, str], object], limit: int
) -> list[str]:
    """Act on (case, edition, kind) in turn until `limit` are done: their numbers.

    What is refused is left for a person and keeps nobody behind it waiting; of what is handled
    elsewhere only the copy stands here, and it is passed over without a lock.
    """
    done: list[str] = []
    for ref, edition, kind in late:
        if len(done) == limit:
            break
        if not item_flow_by_id(edition).here:
            continue
        try:
            act(ref, kind)
        except Refusal:
            continue
        done.append(ref)
    return done

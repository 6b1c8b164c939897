"""Units as a plan prints them, and the units of ours that they mean."""

from collections.abc import Iterable

from yingshang.city.accounts import service as accounts
from yingshang.city.plans.kinds import UnitName

__all__ = ["resolve", "resolve_all"]


def _candidates(name: str) -> list[str]:
    """The printed name, and what it is without a bracket: 市人社局（市社保中心） → 市人社局."""
    bare = name.strip()
    for opening in "(\uff08":
        if opening in bare:
            return [bare, bare.split(opening)[0].strip()]
    return [bare]


def resolve(name: str, region: str) -> UnitName:
    """The printed name with the code of our unit, where the region has exactly that one."""
    for candidate in _candidates(name):
        found = accounts.resolve_unit(candidate, region)
        if found is not None:
            return UnitName(name, found.code)
    return UnitName(name)


def resolve_all(names: Iterable[str], region: str) -> tuple[UnitName, ...]:
    return tuple(resolve(name, region) for name in names)

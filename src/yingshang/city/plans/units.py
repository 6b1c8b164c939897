"""Units as a plan prints them, and the units of ours that they mean."""

from collections.abc import Iterable, Iterator

from yingshang.city.accounts import service as accounts
from yingshang.city.plans.kinds import UnitName

__all__ = ["resolve", "resolve_all"]


def _candidates(name: str, city: str) -> Iterator[str]:
    """The printed name; without its bracket; with the city's own name taken back to 市.

    市人社局（市社保中心） → 市人社局; 人民银行青岚市分行 → 人民银行市分行.
    """
    bare = name.strip()
    yield bare
    for opening in "(\uff08":
        if opening in bare:
            bare = bare.split(opening)[0].strip()
            yield bare
    if city.endswith("市") and city in bare:
        yield bare.replace(city, "市", 1)


def resolve(name: str, region: str) -> UnitName:
    """The printed name with the code of our unit, where the region has exactly that one."""
    for candidate in _candidates(name, accounts.region_name(region)):
        found = accounts.resolve_unit(candidate, region)
        if found is not None:
            return UnitName(name, found.code)
    return UnitName(name)


def resolve_all(names: Iterable[str], region: str) -> tuple[UnitName, ...]:
    return tuple(resolve(name, region) for name in names)

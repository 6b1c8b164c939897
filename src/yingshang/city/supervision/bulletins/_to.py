"""To whom a bulletin goes by its rule: persons of the named roles, units named or all."""

from collections.abc import Iterator

from yingshang.city.accounts import service as accounts
from yingshang.city.supervision.bulletins._declared import BulletinKind
from yingshang.city.supervision.bulletins.kinds import Content

__all__ = ["proposed"]


def proposed(kind: BulletinKind, content: Content) -> list[tuple[str, str]]:
    """(address, name) of everybody, persons first."""
    found = [
        (f"user:{actor.id}", actor.name)
        for role in kind.to_roles
        for actor in accounts.actors(region=content.region, role=role)
    ]
    return [*dict(found).items(), *_units(kind, content)]


def _units(kind: BulletinKind, content: Content) -> Iterator[tuple[str, str]]:
    named = {
        row.ref
        for section in content.sections
        for table in section.tables
        for row in table.rows
        if row.source in ("unit", "overdue")
    }
    for unit in accounts.units(content.region):
        if kind.to_units == "all" or (kind.to_units == "named" and unit.code in named):
            yield f"unit:{unit.code}", unit.name

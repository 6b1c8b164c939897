"""What is put right about a noted place: what it lies under, a wrong name, one place noted twice.

A place belongs to all who keep plans of it. It is changed by those whose city noted it, or where
no other city keeps plans of it; its plans follow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts._noted import (
    NOTED,
    bearers,
    check_name,
    level_of,
    note_place,
    over_noted,
    place_named,
    place_over,
    plain_name,
    whole_names,
)
from yingshang.city.accounts._units import places
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.models import Region, User
from yingshang.city.audit import service as audit

__all__ = [
    "PLACE_FOLLOWERS",
    "PLACE_KEEPERS",
    "PlaceChange",
    "give_superior",
    "may_change_place",
    "merge_place",
    "rename_place",
]


@dataclass(frozen=True)
class PlaceChange:
    """A noted place has another name (`old` and `new` are the same), or was found to be another."""

    old: str
    new: str
    old_name: str
    new_name: str
    reason: str


PLACE_KEEPERS: list[Callable[[str], Iterable[str]]] = []
"""Filled by the apps above: the user names of those who brought in what is kept of a place."""

PLACE_FOLLOWERS: list[Callable[[PlaceChange, Actor, datetime], None]] = []
"""Filled by the apps above: what they keep of the place follows, in the same transaction."""


def may_change_place(by: Actor, place: str) -> bool:
    """Whether this person may put right what is known of a noted place."""
    if not place.startswith(NOTED) or by.role not in ("supervisor", "bureau", "system"):
        return False
    return by.role == "system" or not _others(by, place)


def _others(by: Actor, place: str) -> set[str]:
    """The other cities that keep plans of a place which one's own city has not noted."""
    noted = {one.by for one in audit.records(obj=f"region:{place}", within="place.note")}
    if by.region in _cities(noted):
        return set()
    keepers = {name for ask in PLACE_KEEPERS for name in ask(place)}
    return _cities(keepers) - {by.region}


def _cities(people: Iterable[str]) -> set[str]:
    rows = User.objects.filter(username__in=set(people)).exclude(region=None)
    return set(rows.values_list("region_id", flat=True))


def _place(place: str, by: Actor) -> Region:
    """The row of a noted place; all noted places are held, or two people at once could put each
    of two under the other."""
    if by.role not in ("supervisor", "bureau", "system"):
        raise Refusal("not-yours", _("只有营商局和督办人员可以更正别处的地名和上级，没有改动。"))
    held = Region.objects.select_for_update().filter(code__startswith=NOTED).order_by("pk")
    row = next((one for one in held if one.pk == place), None)
    if row is None:
        raise Refusal("place-declared", _("这个地方的名称和上级由系统数据规定，不能在这里改。"))
    if row.same_as_id:
        raise Refusal("place-merged", _("“%s”已经并入别的地方，没有改动。请刷新页面。") % row.name)
    return row


def _require(by: Actor, row: Region) -> None:
    if by.role != "system" and (others := _others(by, row.pk)):
        names = "、".join(places()[0].get(code, code) for code in sorted(others))
        raise Refusal(
            "place-others",
            _("“%(place)s”不是您的城市登记的，%(cities)s也有它的方案，您不能改；请联系他们更正。")
            % {"place": row.name, "cities": names},
        )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal("reason-missing", _("请写明为什么这样改，没有改动；理由会留在修改记录里。"))
    return reason.strip()[:300]


@transaction.atomic
def give_superior(*, place: str, name: str, by: Actor, at: datetime) -> str:
    """Say what a noted place lies under, by name (noted where it is new); the superior's name."""
    row = _place(place, by)
    near = place_named(name)  # 西湖区 must not become 杭州市西湖区 unasked
    if near and (known := whole_names()[near]) != plain_name(name):
        raise Refusal("place-short", _("系统里有“%s”；上级地区请写全称。") % known)
    if row.parent_id and row.parent_id != near:
        _require(by, row)
    over = note_place(name=name, by=by, at=at)
    if place in (over, *over_noted(over)):
        raise Refusal("place-circle", _("上级不能是它自己或它的下级；请另填一个。"))
    detail = {"old": row.parent_id or "", "new": over}
    row.parent_id = over
    row.level = level_of(row.name, Region.objects.get(pk=over))
    row.changed_at = at
    row.save(update_fields=["parent", "level", "changed_at"])
    audit.record(by=by, at=at, action="place.superior", obj=f"region:{place}", detail=detail)
    places.cache_clear()
    return places()[0][over]


@transaction.atomic
def rename_place(*, place: str, name: str, reason: str, by: Actor, at: datetime) -> None:
    """A noted place was called wrongly. A name that another place bears is refused: those two are
    merged."""
    row, name = _place(place, by), plain_name(name)
    _require(by, row)
    check_name(name)
    if name == row.name:
        raise Refusal("place-same", _("名称没有变，没有改动。请写正确的名称。"))
    for other in bearers(name) - {place}:
        raise Refusal(
            "place-taken",
            _("已经有“%s”了，没有改动。如果是同一个地方，请用“与另一个地方合并”。")
            % places()[0].get(other, name),
        )
    change = PlaceChange(place, place, row.name, name, _reason(reason))
    over = place_over(name, by, at) or row.parent
    if over is not None and place in (over.pk, *over_noted(over.pk)):
        raise Refusal(
            "place-circle",
            _(
                "按“%(name)s”这个名称，它的上级会是它自己或它的下级“%(over)s”，没有改动；请核对名称。"
            )
            % {"name": name, "over": over.name},
        )
    row.name, row.parent, row.level, row.changed_at = name, over, level_of(name, over), at
    row.save(update_fields=["name", "parent", "level", "changed_at"])
    _follow("place.rename", change, by, at)


@transaction.atomic
def merge_place(*, place: str, into: str, reason: str, by: Actor, at: datetime) -> str:
    """A noted place is one that is known by another name, by its whole name: what is kept of the
    one is kept of the other from now on. The code of that one."""
    row = _place(place, by)
    found = sorted(bearers(into))
    held = Region.objects.select_for_update().filter(pk__in=found).order_by("pk")
    known = {one.pk: one for one in held}
    _require(by, row)
    if len(found) != 1 or known[found[0]].same_as_id:
        raise Refusal(
            "place-unknown",
            _("系统里没有“%s”，没有合并。请写另一个地方的全称；名称写错的，请用“更正名称”。")
            % into[:40],
        )
    if place in (found[0], *over_noted(found[0])):
        raise Refusal("place-circle", _("不能并入它自己或它的下级，没有合并；请另填一个。"))
    other = known[found[0]]
    change = PlaceChange(place, other.pk, row.name, other.name, _reason(reason))
    Region.objects.filter(parent=row).update(parent=other, changed_at=at)
    Region.objects.filter(same_as=row).update(same_as=other, changed_at=at)
    row.same_as, row.changed_at = other, at
    row.save(update_fields=["same_as", "changed_at"])
    _follow("place.merge", change, by, at)
    return other.pk


def _follow(action: str, change: PlaceChange, by: Actor, at: datetime) -> None:
    places.cache_clear()
    detail = {
        "old": change.old_name,
        "new": change.new_name,
        "into": change.new,
        "reason": change.reason,
    }
    audit.record(by=by, at=at, action=action, obj=f"region:{change.old}", detail=detail)
    transaction.on_commit(places.cache_clear)
    try:
        for follow in PLACE_FOLLOWERS:
            follow(change, by, at)
    finally:
        places.cache_clear()  # read half way through, and perhaps taken back

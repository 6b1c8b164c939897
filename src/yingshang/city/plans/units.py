"""Units as a plan prints them, and the units of ours that they mean.

In this order: what a person decided; the register's own names and aliases; a successor where the
name had another bearer on the plan's day; the names written out in full; the usual body by its
role. What is left is for a person (:func:`open_names`), with the best guesses and why.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import UnitView
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import day_words
from yingshang.city.plans import _naming
from yingshang.city.plans._bearing import Borne, borne_by, why_borne
from yingshang.city.plans._naming import Names, brackets, fold
from yingshang.city.plans.kinds import UnitGuess, UnitName
from yingshang.city.plans.review.dictionary import Decision, decisions

__all__ = ["Resolver", "resolve", "resolve_all", "resolver"]

LAST_DAY = date(2999, 12, 31)  # of a plan that bears no date: the present names
GUESSES = 3


@lru_cache(maxsize=16)
def _names(region: str, city: str, generation: int) -> Names:
    """What is declared about names in a city; read anew when definitions change."""
    found = definitions.editions("roster", region=region, on=LAST_DAY)
    nearest = sorted(found, key=lambda one: one.region, reverse=True)
    return _naming.names_of(city, [one.body for one in nearest], _level(region, city))


def _level(region: str, name: str) -> str:
    """Of a region by its code; Beijing and its like are cities, though they stand for provinces.
    A place that was only noted has no code that says it: its name does."""
    if region == "000000":
        return "state"
    if name.endswith(("省", "自治区")):
        return "province"
    return "province" if region.endswith("0000") and not name.endswith("市") else "city"


def _beneath(region: str, level: str) -> tuple[tuple[str, str], ...]:
    """What a plan means by its places: the districts of a city, the cities of a province."""
    if level == "province" and not accounts.is_noted(region):
        return tuple(one for one in accounts.regions() if one[0].startswith(region[:2]))
    return tuple(accounts.districts(region)) if level == "city" else ()


@dataclass(frozen=True)
class _Register:
    """The units of a city, those that have ended too, by every key they answer or answered to."""

    units: tuple[UnitView, ...]
    exact: Mapping[str, tuple[Borne, ...]]
    keyed: Mapping[str, tuple[Borne, ...]]
    roles: Mapping[str, str]
    by_code: Mapping[str, UnitView]


@lru_cache(maxsize=16)
def _register(units: tuple[UnitView, ...], names: tuple[str, int], region: str) -> _Register:
    declared = _names(region, *names)
    exact: dict[str, list[Borne]] = {}
    keyed: dict[str, list[Borne]] = {}
    for unit in units:
        for one in borne_by(unit):
            exact.setdefault(fold(one.name), []).append(one)
            keyed.setdefault(declared.key(one.name), []).append(one)
    return _Register(
        units,
        {key: tuple(found) for key, found in exact.items()},
        {key: tuple(found) for key, found in keyed.items()},
        {unit.role: unit.code for unit in units},
        {unit.code: unit for unit in units},
    )


class Resolver:
    """Resolves the names of one city's plan; made once for a page, asked for every name."""

    def __init__(self, region: str, on: date | None = None) -> None:
        city = accounts.region_name(region)
        self.region, self.on = region, on or LAST_DAY
        self.names = _names(region, city, definitions.generation())
        units = tuple(accounts.units(region, ended=True))
        self.register = _register(units, (city, definitions.generation()), region)
        self.decided: Mapping[str, Decision] = decisions(region)
        self.districts = _beneath(region, self.names.level)
        self._known: dict[str, UnitName] = {}

    def on_day(self, on: date | None) -> "Resolver":
        """The same city on another plan's day, without asking the database again."""
        other = copy(self)
        other.on, other._known = on or LAST_DAY, {}
        return other

    def __call__(self, name: str) -> UnitName:
        """The printed name with what it means here."""
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> UnitName:
        decided = self.decided.get(fold(name))
        if decided is None:
            return self._undecided(name)
        units = decided.units
        if decided.dated:
            units = tuple(code for code in units if self._begun(code))
        if not decided.units or self._heirs(units):
            return self._as_decided(name, decided, units)
        if units:
            return self._undecided(name)  # nobody followed it: to be decided anew
        found = self._undecided(name)  # of a day before any of these units was there
        return found if found.known else self._not_yet(name, decided)

    def _undecided(self, name: str) -> UnitName:
        if _naming.everywhere(name):
            places = tuple(code for code, _name in self.districts)
            how = _("指本省各市") if self.names.level == "province" else _("指本市各县区")
            return UnitName(name, what="place", places=places, how=how)
        if self._beneath_us(name):
            return UnitName(name, what="place", how=_("县区的部门，不在本级单位表里"))
        outer, inner = brackets(name)
        found = self._one(outer) or self._one(fold(name))
        others = [one for part in inner if (one := self._one(part)) and one.code]
        if found is None or not found.code:
            found = others.pop(0) if others and not (found and found.known) else found
        if found is None and len(parts := _naming.run_together(outer)) > 1:
            known = [one for part in parts if (one := self._one(part)) and one.known]
            found, others = (known[0], [*known[1:], *others]) if known else (None, others)
        if found is None:
            return UnitName(name)
        more = tuple(one.code for one in others if one.code and one.code != found.code)
        return replace(found, name=name, others=(*found.others, *more))

    def _beneath_us(self, name: str) -> bool:
        """区水务局 in a city's plan is no bureau of the city's: every county has its own."""
        city = self.names.level == "city" and self.names.city[-1:] not in ("区", "县", "旗")
        return city and _naming.of_county(name) and fold(name) not in self.register.exact

    def _not_yet(self, name: str, decided: Decision) -> UnitName:
        """Nothing is left to ask a person, and no unit of ours answers."""
        words = {"who": decided.by_name, "unit": accounts.unit_name(decided.units[0])}
        how = _("按本市词典（%(who)s确定）；当时还没有%(unit)s") % words
        return UnitName(name, what=decided.what, how=how, entry=decided.entry)

    def _as_decided(self, name: str, decided: Decision, units: tuple[str, ...]) -> UnitName:
        how = _("按本市词典（%s确定）") % decided.by_name
        if not all(map(self._begun, units)):
            how = _("%s；这个单位当时还没有设立，方案里是它的前身") % how
        first, *rest = self._heirs(units) or ("",)
        return UnitName(
            name,
            first or None,
            others=tuple(rest),
            what=decided.what,
            how=how,
            entry=decided.entry,
        )

    def _one(self, name: str) -> UnitName | None:
        succeeded = self.names.succeeded(name)
        if succeeded and self.on < succeeded.valid_from:
            return self._successor(name, succeeded)
        found = self._registered(name)
        if found is not None:
            return found
        if succeeded:
            return self._successor(name, succeeded)
        return self._place(name) or self._usual(name)

    def _registered(self, name: str) -> UnitName | None:
        found = self._bearer(name, self.register.exact.get(fold(name), ()))
        if found is not None:
            return found
        found = self._bearer(name, self.register.keyed.get(self.names.key(name), ()))
        return found and replace(found, how=found.how or _("简称还原后与单位表一致"))

    def _bearer(self, name: str, known: tuple[Borne, ...]) -> UnitName | None:
        """Whose name it was on the plan's day; else whose it is or was on another day, if there
        is one such unit: an old name goes on being printed, a new one is used before its day."""
        units = self.register.by_code
        then = [one for one in known if one.on(self.on) and self._stood(one.code)]
        mine, passed = {one.code for one in then}, {one.code for one in then if self._passes(one)}
        if len(passed) == 1:
            mine = passed  # it was one unit's before it became another's
        if len(mine) == 1:
            return UnitName(name, mine.pop(), what="unit")
        others = {one.code for one in known} if not mine else set()
        heirs = {heir.code for code in others if (heir := accounts.heir_of(code, self.on))}
        heirs = {code for code in heirs if self._stood(code)}
        if len(heirs) != 1:
            return None
        (code,) = heirs
        return UnitName(name, code, what="unit", how=why_borne(known, units[code], units))

    def _passes(self, one: Borne) -> bool:
        """Whether the unit is known to bear the name no more since some day."""
        return one.until is not None or self.register.by_code[one.code].ended_on is not None

    def _stood(self, code: str) -> bool:
        """Whether there was such a unit on the plan's day."""
        unit = self.register.by_code.get(code)
        return unit is None or unit.stood(self.on)

    def _begun(self, code: str) -> bool:
        unit = self.register.by_code.get(code)
        return unit is None or unit.valid_from is None or unit.valid_from <= self.on

    def _heirs(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those units, or where one had ended the one that it went into."""
        found = (accounts.heir_of(code, self.on) for code in codes)
        return tuple(dict.fromkeys(unit.code for unit in found if unit))

    def _successor(self, name: str, succeeded: _naming.Successor) -> UnitName | None:
        codes = [self.register.roles.get(role, "") for role in succeeded.becomes]
        codes = list(self._heirs(code for code in codes if code))
        labels = [accounts.unit_name(code) for code in codes] or [
            self._called(body.name, name)
            for body in self.names.bodies
            if body.role in succeeded.becomes
        ]
        how = _("%(old)s自 %(day)s 起由%(new)s承接（%(basis)s）") % {
            "old": succeeded.name,
            "day": day_words(succeeded.valid_from),
            "new": definitions.listed(labels),
            "basis": succeeded.basis,
        }
        if not codes:
            return None if self.register.units else UnitName(name, what="usual", how=how)
        return UnitName(name, codes[0], others=tuple(codes[1:]), what="unit", how=how)

    def _place(self, name: str) -> UnitName | None:
        """A district of the city, its government, or a body of it; or a body above the city."""
        printed = fold(name)
        for code, place in self.districts:
            if printed.startswith((place, f"{self.names.city}{place}")):
                rest = printed.partition(place)[2]
                province = self.names.level == "province"
                how = (_("本省%s") if province else _("本市%s")) % place
                if rest not in ("", "政府", "人民政府", "管委会", "党工委", "区委", "县委", "市委"):
                    how = _("%s的部门，不在本级单位表里") % place
                return UnitName(name, what="place", places=(code,), how=how)
        if self.names.upward(name):
            return UnitName(name, what="outside", how=_("上级单位，不在本级单位表里"))
        return None

    def _usual(self, name: str) -> UnitName | None:
        body = self.names.body(name)
        if body is None:
            return None
        (code,) = self._heirs([self.register.roles.get(body.role, "")]) or ("",)
        if code and self._stood(code):
            return UnitName(
                name, code, what="unit", how=_("通行名称：%s") % self._called(body.name, name)
            )
        if self.register.units:
            return None  # known by name, but this city's register lacks it: for a person
        how = _("通行名称：%s；该地没有单位表") % self._called(body.name, name)
        return UnitName(name, what="usual", how=how)

    def _called(self, body: str, printed: str) -> str:
        """A usual body as it is called here: 市税务局 of a city is 区税务局 of a district, unless
        the district's plan names the city's own."""
        if fold(printed).startswith("市"):
            return body
        own = self.names.city[-1:]
        district = self.names.level == "city" and not self.region[:6].endswith("00")
        if district and own in ("区", "县", "旗") and body.startswith("市"):
            return own + body[1:]
        return body

    def guesses(self, name: str) -> tuple[UnitGuess, ...]:
        """The units that a name may mean, best first, each with why."""
        outer, inner = brackets(name)
        scored = []
        for unit in self.register.units:
            names = [one.name for one in borne_by(unit)]
            pairs = [(mine, own) for mine in (outer, *inner) for own in names]
            told = [(*self.names.likeness(*pair), pair[1]) for pair in pairs]
            points, shared, own = max(told, key=lambda one: one[0])
            scored.append((points, unit, shared, own))
        scored.sort(key=lambda row: (-row[0], row[1].code))
        return tuple(
            UnitGuess(
                unit.code,
                unit.name,
                round(points, 2),
                _("都有“%(word)s”（%(own)s）") % {"word": shared, "own": own},
            )
            for points, unit, shared, own in scored[:GUESSES]
            if points >= _naming.ENOUGH
        )

    def usual_name(self, name: str) -> str:
        """The usual body that a name stands for, though this city's register lacks it; or ''."""
        body = self.names.body(brackets(name)[0])
        return self._called(body.name, name) if body else ""


def resolver(region: str, on: date | None = None) -> Resolver:
    """For many names at once."""
    return Resolver(region, on)


def resolve(name: str, region: str, on: date | None = None) -> UnitName:
    """The printed name with the unit of ours that it means (two questions to the database: for
    many names take a :class:`Resolver`)."""
    return Resolver(region, on)(name)


def resolve_all(
    names: Iterable[str], region: str, ask: Resolver | None = None
) -> tuple[UnitName, ...]:
    """Every name resolved; give the page's resolver, or one is made where there are names."""
    rows = list(names)
    if rows and ask is None:
        ask = Resolver(region)
    return tuple(ask(name) for name in rows) if ask else ()

"""A register as its edition declares it, read once an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import NotVisible
from yingshang.city.definitions import service as definitions
from yingshang.city.registers.kinds import Choice, Column
from yingshang.kernel.rules import Expr, Term, Vocabulary, parse
from yingshang.kernel.worktime import Limit

__all__ = [
    "Check",
    "Count",
    "Duty",
    "Rectify",
    "Register",
    "fact",
    "owner_unit",
    "read",
    "register",
    "registers",
    "typed",
    "vocabulary",
]

KIND = "register"
TYPES = {"number": "number", "date": "date", "yesno": "bool"}
ALWAYS = frozenset({"idno"})  # personal whatever the publicity says
CONTACT = frozenset({"phone", "email"})  # personal unless the register is open to everybody
FIRST = 6


@dataclass(frozen=True)
class Check:
    code: str
    rule: Expr
    say: str
    refuses: bool
    names: tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    code: str
    name: str
    start: str
    done: str
    limit: Limit
    when: Expr | None


@dataclass(frozen=True)
class Count:
    code: str
    name: str
    what: str
    field: str
    where: Expr | None
    of: Expr | None
    unit: str
    per: tuple[str, str] = ("", "")  # register and count that a ratio is over
    within: tuple[str, int] = ("", 0)  # date field, days: only the records of the last days
    words: Vocabulary | None = None

    def lately(self, on: date) -> Expr | None:
        """The rule that leaves only the records of the last days, as of a day."""
        name, days = self.within
        if not name or self.words is None:
            return None
        since = on - timedelta(days=days)
        return parse(f"{name} > '{since.isoformat()}' and {name} <= today", self.words)


@dataclass(frozen=True)
class Rectify:
    """A record for which ``when`` holds and ``closed`` does not asks its unit (named in field
    ``unit``) to put it right; ``closed`` may not begin to hold before that was done, nor in the
    write that begins to ask; ``settle``: what is entered then ({today}, {reply})."""

    when: Expr
    closed: Expr
    unit: str
    settle: Mapping[str, str]


@dataclass(frozen=True)
class Register:
    """One edition, ready to use. `shape` changes with what is written beside the body."""

    code: str
    name: str
    region: str
    owner: str
    keepers: tuple[str, ...]
    topic: str
    summary: str
    basis: tuple[str, ...]
    public: str
    key: tuple[str, ...]
    title: str
    columns: tuple[Column, ...]
    declared: Mapping[str, Mapping[str, Any]]
    when: Mapping[str, Expr]
    valid_from: str
    valid_until: str
    warn: Limit | None
    checks: tuple[Check, ...]
    duties: tuple[Duty, ...]
    counts: tuple[Count, ...]
    samples: tuple[Mapping[str, Any], ...]
    shape: str
    rectify: Rectify | None = None

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.shown)

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """Fields that lists are sorted and filtered by: each has its mark."""
        wanted = {c.name for c in self.columns if (c.shown or c.filter or c.sort)}
        wanted |= {self.title, self.valid_from, self.valid_until, *self.key}
        for duty in self.duties:
            wanted |= {duty.start, duty.done}
        long = {c.name for c in self.columns if c.type == "longtext"}
        return tuple(c.name for c in self.columns if c.name in wanted - long)

    @cached_property
    def personal(self) -> frozenset[str]:
        return frozenset(column.name for column in self.columns if column.personal)


def vocabulary(fields: Iterator[Mapping[str, Any]] | tuple[Mapping[str, Any], ...]) -> Vocabulary:
    """The words of a register's expressions: its fields, and the day of the check."""
    terms = {
        f["name"]: Term(f["label"], TYPES.get(f["type"], "text"), f.get("unit", "")) for f in fields
    }
    return Vocabulary({"today": Term("今天", "date"), **terms})


def typed(kind: str, text: str) -> Any:
    """A kept text as the fact that a rule reads."""
    if not text:
        return None
    if kind == "number":
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else float(number)
    if kind == "date":
        return date.fromisoformat(text)
    return text == "是" if kind == "yesno" else text


def fact(register: Register, body: Mapping[str, str], on: date) -> dict[str, Any]:
    """What the rules of a register know of one record on a day."""
    found: dict[str, Any] = {
        c.name: typed(c.type, body[c.name]) for c in register.columns if body.get(c.name)
    }
    found["today"] = on
    return found


def _column(place: int, body: Mapping[str, Any], declared: Mapping[str, Any]) -> Column:
    kind, some_listed = declared["type"], any("list" in f for f in body["fields"])
    contact = kind in CONTACT and body["public"] != "open"
    shown = declared.get("list", False) if some_listed else place < FIRST
    return Column(
        name=declared["name"],
        label=declared["label"],
        type=kind,
        unit=declared.get("unit", ""),
        personal=kind in ALWAYS or bool(declared.get("personal", contact)),
        required=bool(declared.get("required")),
        filter=bool(declared.get("filter")),
        sort=bool(declared.get("sort", shown and kind != "longtext")),
        search=bool(declared.get("search", kind in ("text", "uscc", "idno", "phone"))),
        shown=(bool(shown) and kind != "longtext") or bool(declared.get("list")),
        choices=tuple(_choice(c) for c in declared.get("choices", ())),
        help=declared.get("help", ""),
    )


def _choice(declared: Any) -> Choice:
    if isinstance(declared, Mapping):
        value = str(declared["value"])
        return Choice(value, str(declared.get("label", value)))
    return Choice(str(declared), str(declared))


def _limit(declared: Mapping[str, Any]) -> Limit:
    return Limit(declared["value"], declared["unit"], basis=declared.get("basis", ""))


def read(body: Mapping[str, Any], region: str) -> Register:
    """A body as a register; RuleError or ValueError for what it cannot mean."""
    words = vocabulary(tuple(body["fields"]))
    columns = tuple(_column(n, body, f) for n, f in enumerate(body["fields"]))
    valid = body.get("valid", {})
    found = Register(
        code=body["code"],
        name=body["name"],
        region=region,
        owner=body["owner"],
        keepers=tuple(body.get("keepers", ())),
        topic=body["topic"],
        summary=body.get("summary", ""),
        basis=tuple(body.get("basis", ())),
        public=body["public"],
        key=tuple(body.get("key", ())),
        title=body["title"],
        columns=columns,
        declared={f["name"]: f for f in body["fields"]},
        when={f["name"]: parse(f["when"], words) for f in body["fields"] if f.get("when")},
        valid_from=valid.get("from", ""),
        valid_until=valid.get("until", ""),
        warn=_limit(valid["warn"]) if "warn" in valid else None,
        checks=tuple(_check(c, words) for c in body.get("checks", ())),
        duties=tuple(_duty(d, words) for d in body.get("duties", ())),
        counts=tuple(_count(c, words) for c in body.get("counts", ())),
        samples=tuple(body.get("samples", ())),
        shape="",
        rectify=_rectify(body.get("rectify"), words),
    )
    searched = [c.name for c in columns if c.search]
    parts = [*found.marked, "|", *searched, "|", *sorted(found.personal), found.title]
    return replace(found, shape=sha256("\n".join(parts).encode()).hexdigest()[:16])


def _rectify(declared: Mapping[str, Any] | None, words: Vocabulary) -> Rectify | None:
    if declared is None:
        return None
    return Rectify(
        parse(declared["when"], words),
        parse(declared["closed"], words),
        declared["unit"],
        declared.get("settle", {}),
    )


def _check(declared: Mapping[str, Any], words: Vocabulary) -> Check:
    rule = parse(declared["unless"], words)
    names = tuple(name for name in rule.names if name != "today")
    refuses = declared.get("severity", "warn") == "refuse"
    return Check(declared["code"], rule, declared["say"], refuses, names)


def _duty(declared: Mapping[str, Any], words: Vocabulary) -> Duty:
    when = parse(declared["when"], words) if declared.get("when") else None
    done = declared.get("done", "")
    limit = _limit(declared["limit"])
    return Duty(declared["code"], declared["name"], declared["from"], done, limit, when)


def _count(declared: Mapping[str, Any], words: Vocabulary) -> Count:
    where = parse(declared["where"], words) if declared.get("where") else None
    of = parse(declared["of"], words) if declared.get("of") else None
    per = declared.get("per", {"register": "", "count": ""})
    within = declared.get("within", {"field": "", "days": 0})
    return Count(
        declared["code"],
        declared["name"],
        declared["what"],
        declared.get("field", ""),
        where,
        of,
        declared.get("unit", ""),
        (per["register"], per["count"]),
        (within["field"], within["days"]),
        words,
    )


@lru_cache(maxsize=4096)
def _of_edition(id: int, hash: str, region: str) -> Register:
    return read(definitions.edition_by_id(id).body, region)


def register(code: str, *, region: str, on: date) -> Register:
    """The register in force for a region on a day; NotVisible where there is none."""
    found = definitions.edition(KIND, code, region=region, on=on)
    if found is None:
        raise NotVisible(code)
    return _of_edition(found.id, found.hash, region)


def registers(*, region: str, on: date) -> list[Register]:
    """Every register in force for a region on a day, by topic and name."""
    found = definitions.editions(KIND, region=region, on=on)
    listed = [_of_edition(e.id, e.hash, region) for e in found]
    return sorted(listed, key=lambda one: (one.topic, one.name))


def owner_unit(found: Register) -> str:
    """The unit that keeps a register; the bureau where the city has no unit of that role."""
    known = {unit.role: unit.code for unit in accounts.units(found.region)}
    return known.get(found.owner) or known.get("bureau") or f"{found.region}-{found.owner}"

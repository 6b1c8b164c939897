"""The door of the catalogue: what can be applied for, its guide and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from yingshang.city.accounts.service import NotVisible
from yingshang.city.catalog._bundles import BundleView, PartView, check_declared, compile_bundle
from yingshang.city.catalog._elsewhere import handover
from yingshang.city.catalog._finding import SOURCES, Answer, Book, Entry, Found
from yingshang.city.catalog._rules import AskView, Judged, RuleView, judge, rule, rules
from yingshang.city.catalog.checking import (
    catalogue,
    checkup,
    coverage,
    cuts_between,
    cuts_declared,
    flow_shapes,
    four_do,
    guide,
)
from yingshang.city.catalog.checks import faults
from yingshang.city.catalog.codes import code_problems, read_code
from yingshang.city.catalog.drafting import (
    approve_draft,
    drop_draft,
    publish_draft,
    return_draft,
    save_draft,
    start_draft,
    submit_draft,
)
from yingshang.city.catalog.drafts import (
    compare_editions,
    draft_preview,
    draft_view,
    drafts,
    editions_of,
    may_write,
)
from yingshang.city.catalog.editing import write_draft
from yingshang.city.catalog.importing import export_catalogue, import_catalogue
from yingshang.city.catalog.superior import (
    TOUCHED,
    decline,
    receive_superior,
    superior_view,
    superiors,
    take_over,
)
from yingshang.city.catalog.tables import (
    cut_names,
    cuts_book,
    four_book,
    four_names,
    handled_names,
    unit_of,
)
from yingshang.city.definitions import service as definitions
from yingshang.city.definitions.service import EditionView
from yingshang.kernel.worktime import Limit

__all__ = [
    "SOURCES",
    "TOUCHED",
    "Answer",
    "AskView",
    "BundleView",
    "Entry",
    "Found",
    "ItemView",
    "Judged",
    "PartView",
    "RuleView",
    "approve_draft",
    "bundle",
    "bundles",
    "bundles_with",
    "catalogue",
    "check_declared",
    "checkup",
    "code_problems",
    "compare_editions",
    "compile_bundle",
    "coverage",
    "cut_names",
    "cuts_between",
    "cuts_book",
    "cuts_declared",
    "decline",
    "draft_preview",
    "draft_view",
    "drafts",
    "drop_draft",
    "editions_of",
    "export_catalogue",
    "faults",
    "find",
    "flow_shapes",
    "four_book",
    "four_do",
    "four_names",
    "guide",
    "handled_names",
    "handover",
    "import_catalogue",
    "item",
    "item_of_edition",
    "items",
    "judge",
    "may_write",
    "publish_draft",
    "read_code",
    "receive_superior",
    "return_draft",
    "rule",
    "rules",
    "save_draft",
    "search",
    "search_bundles",
    "start_draft",
    "submit_draft",
    "suggest",
    "superior_view",
    "superiors",
    "take_over",
    "themes",
    "unit_of",
    "write_draft",
]

UNVERIFIED = "须由本市核实"


@dataclass(frozen=True)
class ItemView:
    """A service item as its edition in force declares it; limits are worktime limits."""

    edition: int
    version: int
    region: str
    code: str
    name: str
    family: str
    kind: str
    handled: str
    audience: str
    lead: str
    summary: str
    themes: tuple[str, ...]
    aliases: tuple[str, ...]
    limits: Mapping[str, Limit]
    visits: int
    rating: bool
    body: Mapping[str, Any] = field(repr=False)

    @property
    def statutory(self) -> Limit | None:
        return self.limits.get("statutory")

    @property
    def promised(self) -> Limit | None:
        return self.limits.get("promised") or self.statutory

    @property
    def reduction_percent(self) -> int | None:
        """How far the promise shortens the law's limit, in per cent; None where units differ."""
        law, promise = self.statutory, self.promised
        if law is None or promise is None or law.unit != promise.unit or not law.value:
            return None
        if UNVERIFIED in law.basis:  # no boast against a number that nobody has checked
            return None
        return round(100 * (law.value - promise.value) / law.value)

    @property
    def is_here(self) -> bool:
        return self.handled == "here"


def item_of_edition(e: EditionView) -> ItemView:
    """Read an edition's body as an item."""
    body = e.body
    return ItemView(
        edition=e.id,
        version=e.version,
        region=e.region,
        code=e.code,
        name=body["name"],
        family=body["family"],
        kind=body.get("kind", "item"),
        handled=body["handled"],
        audience=body.get("audience", "both"),
        lead=body["lead"],
        summary=body.get("summary", ""),
        themes=tuple(body.get("themes", ())),
        aliases=tuple(body.get("aliases", ())),
        limits={name: _limit(value) for name, value in body.get("limits", {}).items()},
        visits=body.get("visits", 1),
        rating=body.get("rating", False),
        body=body,
    )


def _limit(value: Mapping[str, Any]) -> Limit:
    return Limit(
        value=value["value"],
        unit=value["unit"],
        count_from=value.get("count_from", "next_day"),
        basis=value.get("basis", ""),
    )


def item(code: str, *, region: str, on: date) -> ItemView:
    """The item in force; NotVisible where the city has none of that code."""
    found = definitions.edition("item", code, region=region, on=on)
    if found is None:
        raise NotVisible(code)
    return item_of_edition(found)


def items(*, region: str, on: date, portal_only: bool = True) -> list[ItemView]:
    """All items in force for a region; those that applicants can see unless told otherwise."""
    found = _items(region, on, definitions.generation())
    return [i for i in found if not portal_only or i.body.get("portal", True)]


@lru_cache(maxsize=16)
def _items(region: str, on: date, _generation: int) -> tuple[ItemView, ...]:
    return tuple(item_of_edition(e) for e in definitions.editions("item", region=region, on=on))


def themes(*, region: str, on: date) -> dict[str, list[ItemView]]:
    """Items by theme, in the order in which the themes first appear."""
    grouped: dict[str, list[ItemView]] = {}
    for i in items(region=region, on=on):
        for theme in i.themes:
            grouped.setdefault(theme, []).append(i)
    return grouped


# -- found by words --------------------------------------------------------------------------


def search(text: str, *, region: str, on: date, limit: int = 20) -> list[ItemView]:
    """Items that a person may mean, best first: name, everyday words, pinyin, typing errors."""
    return [row.entry.view for row in _book(region, on).of_kind("item", text, limit)]


def search_bundles(text: str, *, region: str, on: date, limit: int = 3) -> list[BundleView]:
    """Bundles that a person may mean, best first."""
    return [row.entry.view for row in _book(region, on).of_kind("bundle", text, limit)]


def find(text: str, *, region: str, on: date, limit: int = 20) -> Answer:
    """Everything that a person may mean: items, bundles, and what other apps offer (SOURCES)."""
    return _book(region, on).answer(text, limit)


def suggest(text: str, *, region: str, on: date, limit: int = 8) -> list[Found]:
    """What to offer while somebody is still typing."""
    return list(_book(region, on).suggest(text, limit))


def _book(region: str, on: date) -> Book:
    """One index a region, day and newest edition, kept in the process."""
    return _indexed(region, on, definitions.generation(), len(SOURCES))


@lru_cache(maxsize=16)
def _indexed(region: str, on: date, _generation: int, _sources: int) -> Book:
    found = items(region=region, on=on)
    entries = [Entry("item", i.code, i.name, i.summary, i.aliases, i) for i in found]
    whole = bundles(region=region, on=on)
    entries += [Entry("bundle", b.code, b.name, b.summary, b.aliases, b) for b in whole]
    tried = rules(region=region, on=on, staff=False)
    entries += [Entry("rule", r.code, r.name, r.summary, r.aliases, r) for r in tried]
    for source in SOURCES:
        entries.extend(source(region, on))
    return Book(entries)


# -- bundles ---------------------------------------------------------------------------------


TAKEN = {
    "number": "编号",
    "uscc": "统一社会信用代码",
    "issued_on": "发证日期",
    "valid_until": "有效期",
    "licence": "证照本身",
}


def bundle(code: str, *, region: str, on: date) -> BundleView:
    """The bundle in force; NotVisible where the city has none, or lacks one of its items."""
    found = definitions.edition("bundle", code, region=region, on=on)
    view = _bundle_of(found, region=region, on=on) if found else None
    if view is None:
        raise NotVisible(code)
    return view


def bundles(*, region: str, on: date) -> list[BundleView]:
    """All bundles whose items are in force in the region and handled here."""
    return list(_bundles(region, on, definitions.generation()))


@lru_cache(maxsize=16)
def _bundles(region: str, on: date, _generation: int) -> tuple[BundleView, ...]:
    found = definitions.editions("bundle", region=region, on=on)
    views = [_bundle_of(e, region=region, on=on) for e in found]
    return tuple(view for view in views if view is not None)


def bundles_with(code: str, *, region: str, on: date) -> list[BundleView]:
    """The bundles that an item may be applied for in."""
    found = bundles(region=region, on=on)
    return [view for view in found if any(part.item == code for part in view.parts)]


def _bundle_of(e: EditionView, *, region: str, on: date) -> BundleView | None:
    items: dict[str, ItemView] = {}
    for declared in e.body["items"]:
        found = definitions.edition("item", declared["item"], region=region, on=on)
        if found is None or found.body["handled"] != "here":
            return None
        items[declared["item"]] = item_of_edition(found)
    limits = e.body.get("limits", {})
    return BundleView(
        code=e.code,
        name=e.body["name"],
        region=region,
        version=e.version,
        lead=e.body["lead"],
        audience=e.body.get("audience", "both"),
        summary=e.body.get("summary", ""),
        themes=tuple(e.body.get("themes", ())),
        aliases=tuple(e.body.get("aliases", ())),
        promised=_limit(limits["promised"]) if "promised" in limits else None,
        parts=tuple(_part(d, items) for d in e.body["items"]),
        body=e.body,
        items={code: view.body for code, view in items.items()},
    )


def _part(declared: Mapping[str, Any], items: Mapping[str, ItemView]) -> PartView:
    item = items[declared["item"]]
    inputs = declared.get("inputs", ())
    waits = dict.fromkeys([i["of"] for i in inputs] + list(declared.get("after", ())))
    said = [
        f"{items[i['of']].body.get('licence', {}).get('name', '')}的{TAKEN[i['take']]}"
        for i in inputs
        if i["of"] in items
    ]
    return PartView(
        item=item.code,
        name=item.name,
        lead=item.lead,
        edition=item.edition,
        optional=bool(declared.get("optional")),
        why=declared.get("why", ""),
        waits_for=tuple(code for code in waits if code in items),
        inputs=tuple(said),
        promised=item.promised,
        charges=tuple((c["name"], c["fen"]) for c in item.body.get("charges", ())),
        summary=item.summary,
        licence=item.body.get("licence", {}).get("name", ""),
    )

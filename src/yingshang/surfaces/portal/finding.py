"""Where each kind of thing that was found has its page, and what it is called there."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yingshang.city.catalog.service import Entry
from yingshang.city.registers import service as registers

__all__ = ["PAGES", "open_registers", "shown"]

OPEN = ("open", "masked")

# kind of an entry -> (name of the page, what stands beside its name)
PAGES: dict[str, tuple[str, Any]] = {
    "item": ("portal:item", ""),
    "bundle": ("portal:bundle", _("一件事")),
    "rule": ("portal:rule", _("自己先测一测")),
    "register": ("portal:register", _("公开名录")),
}


def open_registers(region: str, on: date) -> Iterator[Entry]:
    """The registers that everybody may read, for the box that finds everything."""
    for one in registers.declared(region=region, on=on):
        if one.public in OPEN:
            yield Entry("register", one.code, one.name, one.summary)


def shown(rows: Any) -> list[dict[str, Any]]:
    """Found entries as rows of a list: name, the word that fitted, address, label."""
    lines = []
    for row in rows:
        page, label = PAGES[row.entry.kind]
        other = row.word if row.word != row.entry.name else ""
        address = reverse(page, args=[row.entry.code])
        lines.append({"name": row.entry.name, "word": other, "url": address, "label": label})
    return lines

"""Where each kind of thing that was found has its page, and what it is called there."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

__all__ = ["PAGES", "shown"]

# kind of an entry -> (name of the page, what stands beside its name)
PAGES: dict[str, tuple[str, Any]] = {
    "item": ("portal:item", ""),
    "bundle": ("portal:bundle", _("一件事")),
    "rule": ("portal:rule", _("自己先测一测")),
}


def shown(rows: Any) -> list[dict[str, Any]]:
    """Found entries as rows of a list: name, the word that fitted, address, label."""
    lines = []
    for row in rows:
        page, label = PAGES[row.entry.kind]
        other = row.word if row.word != row.entry.name else ""
        address = reverse(page, args=[row.entry.code])
        lines.append({"name": row.entry.name, "word": other, "url": address, "label": label})
    return lines

"""A licence in place of an upload: what is offered with a form, and what was chosen in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yingshang.city.licences import service as licences
from yingshang.city.licences.service import LicenceView

__all__ = ["Offered", "chosen", "offered"]

NONE = "upload"


@dataclass(frozen=True)
class Offered:
    """One material and the licences that stand in for it; `chosen` is a number, or NONE."""

    code: str
    name: str
    licences: tuple[LicenceView, ...]
    chosen: str


def offered(
    party: int | None,
    materials: Sequence[Mapping[str, Any]],
    *,
    on: date,
    posted: Mapping[str, str],
    only: Collection[str] | None = None,
    preselect: bool = True,
) -> list[Offered]:
    """The materials (those in `only`) that a licence of the party's stands in for; the newest
    licence is chosen until somebody chooses otherwise (`preselect`)."""
    asked = [m for m in materials if m.get("licence") and (only is None or m["code"] in only)]
    found = licences.usable(party, {m["code"]: m["licence"] for m in asked}, on=on)
    return [
        Offered(
            code=m["code"],
            name=m["name"],
            licences=tuple(found[m["code"]]),
            chosen=posted.get(
                f"own-{m['code']}", found[m["code"]][0].number if preselect else NONE
            ),
        )
        for m in asked
        if m["code"] in found
    ]


def chosen(
    request: HttpRequest, materials: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[str, str]]:
    """By material: the number that was posted, and the address that verifies it ({token} open)."""
    address = request.build_absolute_uri(reverse("portal:verify", args=["TOKEN"]))
    return {
        m["code"]: (number[:60], address.replace("TOKEN", "{token}"))
        for m in materials
        if (number := request.POST.get(f"own-{m['code']}", "")) and number != NONE
    }

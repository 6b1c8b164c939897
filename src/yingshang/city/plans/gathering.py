"""Many documents at once: which city each speaks for, told by its name or its own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.service import Actor
from yingshang.city.plans.importing import import_plan
from yingshang.city.plans.reading import ENDINGS, read
from yingshang.kernel.flow import Refusal

__all__ = ["Gathered", "import_folder", "region_of"]

HEAD = 1500  # characters in which a document says who speaks


@dataclass(frozen=True)
class Gathered:
    """What became of one file: a plan, or the sentence that says why not."""

    file: str
    region: str
    plan: int | None
    new: bool
    sentence: str = ""


def import_folder(folders: Iterable[Path], *, by: Actor, at: datetime) -> list[Gathered]:
    """Import every document of the folders; those already there stay as they are.

    A document that can't be read or placed is reported, and does not stop the others.
    """
    files = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in ENDINGS
    ]
    return [_import_one(path, by, at) for path in files]


def _import_one(path: Path, by: Actor, at: datetime) -> Gathered:
    data, region = path.read_bytes(), ""
    try:
        region = region_of(path.name, data)
        plan, new = import_plan(data=data, name=path.name, region=region, by=by, at=at)
    except Refusal as refused:
        return Gathered(path.name, region, None, False, refused.sentence)
    return Gathered(path.name, region, plan, new)


def region_of(name: str, data: bytes) -> str:
    """The city of a document: the code its file name begins with, else the place that its head
    names most often (the nearest: 长春市朝阳区 before 长春市). Refusal where none is known."""
    places = dict(accounts.regions(cities_only=False))
    code = re.match(r"\d{6}(?!\d)", name)
    if code and code[0] in places:
        return code[0]
    text, reading = read(data, name)
    said = " ".join(filter(None, (reading["title"], reading["issuer"], reading["region"])))
    head = said * 3 + text[:HEAD]
    counts = {code: head.count(place) for code, place in places.items()}
    best = max(counts, key=lambda code: (counts[code], len(places[code])), default="")
    if not best or not counts[best]:
        raise Refusal(
            "region-unknown",
            _("看不出“%s”是哪个市的方案；请在导入时选定地区。") % name,
        )
    return best

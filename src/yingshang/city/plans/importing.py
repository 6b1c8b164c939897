"""A document becomes a plan with its ledger: one transaction, and only once per file."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import Actor
from yingshang.city.plans import events
from yingshang.city.plans._fields import HEAD_FIELDS, read_field
from yingshang.city.plans._history import plain, write
from yingshang.city.plans.access import require_edit
from yingshang.city.plans.drafting import day_of, drafts, issuers
from yingshang.city.plans.lineage.declaring import declare
from yingshang.city.plans.lineage.models import Kind
from yingshang.city.plans.models import Document, Plan, Target
from yingshang.city.plans.reading import Paper, fingerprint, read_paper
from yingshang.city.plans.recognising import next_edition, repealed, same_number, same_words
from yingshang.city.plans.review.dictionary import columns
from yingshang.city.plans.withdrawing import restore
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import to_cst

__all__ = [
    "PLACED",
    "SAID",
    "Imported",
    "head_of",
    "import_plan",
    "refuse_without_tasks",
    "store",
    "title_of",
    "year_of",
]

PLACED = "placed"  # beside a reading that waits: a person has said whose plan it is
SAID = "said"  # beside a reading that waits: what a person said of its head, by field
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=\s*(?:年|[-—–~至]))")
_DOCUMENTS = (".docx", ".doc", ".wps", ".pdf")  # a plain text of such a name is none of them
Imported = tuple[int, bool]  # the plan's id, and whether it is new


def import_plan(
    *,
    data: bytes,
    name: str,
    region: str,
    by: Actor,
    at: datetime,
    edition_of: int | None = None,
    anyway: bool = True,
) -> Imported:
    """Read a file and keep it as a plan of the region.

    The same file again gives the plan that is there, unchanged. Refused: a file that can't be
    read (picture, empty, too large), and a document in which no task was found. ``edition_of``:
    the plan whose new edition it is. Neither that nor ``anyway``: refused as well where a plan in
    force has its number, for two would be counted.
    """
    require_edit(by, region)
    digest = fingerprint(data)
    known = Plan.objects.filter(document__sha256=digest, region=region, withdrawn_at=None).first()
    if known is not None:
        _link(edition_of, known.pk, by, at)
        return known.pk, False
    paper = read_paper(
        data, name, columns(region)
    )  # outside the transaction: reading takes seconds
    refuse_without_tasks(paper.reading, name, paper.media)
    if edition_of is None and not anyway:
        _ask_edition(paper, name, region)
    with transaction.atomic():
        kept = store(
            paper.text,
            paper.reading,
            digest=digest,
            name=name,
            region=region,
            by=by,
            at=at,
            notes=paper.notes,
        )
        _link(edition_of, kept[0], by, at)
    return kept


def _link(origin: int | None, heir: int, by: Actor, at: datetime) -> None:
    if origin is not None:
        declare(kind=Kind.EDITION, origin=origin, heir=heir, by=by, at=at)


def _ask_edition(paper: Paper, name: str, region: str) -> None:
    if same_words(paper.text, title=title_of(paper.reading, name), region=region):
        return
    back = Plan.objects.filter(document__sha256=paper.sha256, region=region)  # as it was
    if not back.exists() and (gone := repealed(paper.text, region)):
        raise Refusal(
            "edition-unsaid",
            _(
                "这份写明 %(number)s《%(title)s》（编号 %(id)d）同时废止，没有导入；"
                "请先说明这份是不是它的新一版。"
            )
            % {"number": gone[2], "title": gone[1], "id": gone[0]},
        )
    twin = same_number(paper.reading.get("doc_number") or "", sha256=paper.sha256, region=region)
    if twin:
        raise Refusal(
            "edition-unsaid",
            _(
                "《%(title)s》（编号 %(id)d）的文号与这份相同，没有导入；"
                "请先说明这份是不是它的新一版。"
            )
            % {"title": twin[1], "id": twin[0]},
        )


def refuse_without_tasks(reading: Mapping[str, Any], name: str, media: str = "") -> None:
    """What holds no task is no plan. ``media``: what the reader found the file to be."""
    if reading["tasks"] or reading.get("targets"):
        return
    ending = Path(name).suffix.lower()
    if media == "txt" and ending in _DOCUMENTS:
        raise Refusal(
            "not-that-kind",
            _(
                "“%(name)s”的名字是 %(ending)s，内容却不是 %(ending)s 文件，而是一段纯文本，"
                "里面没有带编号的任务，未导入；"
                "多半是下载不完整或改过文件名，请打开原文，另存为 docx 后再导入。"
            )
            % {"name": name, "ending": ending[1:]},
        )
    raise Refusal(
        "plan-without-tasks",
        _(
            "没有在“%s”里找到带编号的任务，未导入；"
            "请确认这是行动方案、措施或答复的正文（中文），而不是封面、附表或外文。"
        )
        % name,
    )


@transaction.atomic
def store(
    text: str,
    reading: dict[str, Any],
    *,
    digest: str,
    name: str,
    region: str,
    by: Actor,
    at: datetime,
    notes: Sequence[str] = (),
) -> Imported:
    """Write document, plan, tasks and targets; a second writer of the same file, or of the same
    words in another kind of file, finds the first."""
    here = same_words(text, title=title_of(reading, name), region=region)
    if here is not None:
        return here[0], False
    document, _new = Document.objects.get_or_create(
        sha256=digest,
        defaults={"name": Path(name).name[:255], "text": text, "notes": list(notes)},
    )
    known = Plan.objects.filter(document=document, region=region)  # in force, else the last one
    last = known.order_by(F("withdrawn_at").desc(nulls_first=True), "-pk").first()
    if last is not None:
        return last.pk, restore(last.pk, by=by, at=at)
    said = reading.pop(SAID, {})
    reading.pop(PLACED, None)
    plan, new = Plan.objects.get_or_create(
        document=document,
        region=region,
        withdrawn_at=None,
        defaults=_head(reading, said, name, region) | {"imported_by": by.id, "imported_at": at},
    )
    if not new:
        return plan.pk, False
    rows = drafts(plan, reading, text, on=to_cst(at).date())
    for task, targets in rows:
        task.save(force_insert=True)
        Target.objects.bulk_create(targets)
    counts = {
        "tasks": len(reading["tasks"]),
        "targets": sum(len(targets) for _task, targets in rows),
    }
    write(plan, events.IMPORTED, by=by, at=at, new=counts)
    was = head_of(reading, title_of(reading, name))
    for field, value in said.items():
        write(plan, events.HEADED, by=by, at=at, field=field, old=was[field], new=value)
    return plan.pk, True


def title_of(reading: Mapping[str, Any], name: str) -> str:
    """What the plan is called: as a person said, else its own title, else the file's name."""
    said = reading.get(SAID, {}).get("plan_title")
    return (said or reading.get("title") or Path(name).stem)[:300]


def head_of(reading: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The head of a plan by the names of its fields, as read or as a person said otherwise."""
    read = {
        "plan_title": title,
        "doc_number": (reading.get("doc_number") or "")[:80],
        "issuer": issuers(reading)[:200],
        "issued_on": day_of(reading.get("issue_date")),
        "kind": reading.get("kind") or "",
    }
    said = reading.get(SAID, {})
    return read | {name: read_field(HEAD_FIELDS, name, value) for name, value in said.items()}


def _head(
    reading: dict[str, Any], said: Mapping[str, Any], name: str, region: str
) -> dict[str, Any]:
    told = {**reading, SAID: said}
    head = head_of(told, title_of(told, name))
    title = head.pop("plan_title")
    year = year_of({**reading, "issue_date": plain(head["issued_on"])}, title)
    edition = next_edition(title, region)
    return {**head, "title": title, "year": year, "edition": edition, "reading": reading}


def year_of(reading: Mapping[str, Any], title: str) -> int | None:
    """The year that a plan is of: the one printed in its title, whenever it was issued; of a title
    with several years the one it was issued in, else the last; else that of its deadlines."""
    month = reading.get("issue_month")
    issued_on = day_of(reading.get("issue_date") or (f"{month}-01" if month else None))
    named = _years_named(title)
    if len(named) == 1:
        return named[0]
    if issued_on:
        return min(max(issued_on.year, named[0]), named[-1]) if named else issued_on.year
    return _last_year(reading) or (named[-1] if named else None)


def _years_named(title: str) -> list[int]:
    """2026 of 青岚市2026年工作方案, 2024 and 2026 of 2024—2026年, in their order."""
    found = {int(one) for one in _YEAR.findall(unicodedata.normalize("NFKC", title))}
    return sorted(one for one in found if 1990 <= one <= 2099)


def _last_year(reading: Mapping[str, Any]) -> int | None:
    days = [task["deadline"] for task in reading["tasks"] if task.get("deadline")]
    return int(max(days)[:4]) if days else None

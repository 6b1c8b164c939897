"""Bulletins as people read them: the list, one issue beside today's figures, its files."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.city.supervision.bulletins import paper
from yingshang.city.supervision.bulletins._declared import (
    BulletinKind,
    kinds_of,
    window,
)
from yingshang.city.supervision.bulletins._to import proposed
from yingshang.city.supervision.bulletins.access import addresses, fetch, may_write, visible
from yingshang.city.supervision.bulletins.acting import anew, issue_of, kind_of
from yingshang.city.supervision.bulletins.content import gather, today
from yingshang.city.supervision.bulletins.kinds import (
    BulletinRow,
    BulletinView,
    Content,
    Figure,
    ReaderView,
    content_of,
    digest_of,
)
from yingshang.city.supervision.bulletins.tables import Bulletin
from yingshang.kernel.worktime import to_cst

__all__ = [
    "bulletin",
    "bulletin_chart",
    "bulletin_file",
    "bulletin_kinds",
    "bulletins",
    "preview_docx",
]

MOST = 200


def bulletin_kinds(actor: Actor, *, at: datetime) -> list[BulletinKind]:
    """The kinds that the actor may draft; none for who may not."""
    return kinds_of(actor.region, to_cst(at).date()) if may_write(actor, actor.region) else []


def bulletins(actor: Actor, *, at: datetime, kind: str | None = None) -> list[BulletinRow]:
    """The bulletins that the actor sees, newest first; dropped drafts left out."""
    rows = visible(actor).exclude(status=Bulletin.Status.DROPPED)
    if kind:
        rows = rows.filter(kind=kind)
    return _rows(rows[:MOST], at)


def _rows(rows: Iterable[Bulletin], at: datetime) -> list[BulletinRow]:
    found = list(rows)
    keys = [row.pk for row in found]
    counted = {
        pk: (all_, read)
        for pk, all_, read in Bulletin.objects.filter(pk__in=keys)
        .order_by()
        .annotate(n=Count("readers"), r=Count("readers", filter=Q(readers__read_at__isnull=False)))
        .values_list("pk", "n", "r")
    }
    by_id = {one.pk: one for one in Bulletin.objects.filter(pk__in=[r.corrects_id for r in found])}
    later = {
        one.corrects_id: one
        for one in Bulletin.objects.filter(corrects__in=keys, status=Bulletin.Status.SENT)
    }
    day = to_cst(at).date()
    names = {
        region: {one.code: one.name for one in kinds_of(region, day)}
        for region in {row.region for row in found}
    }
    return [
        _row(
            row,
            names[row.region].get(row.kind, row.kind),
            counted.get(row.pk, (0, 0)),
            by_id.get(row.corrects_id or 0),
            later.get(row.pk),
        )
        for row in found
    ]


def _row(
    row: Bulletin,
    name: str,
    counted: tuple[int, int],
    before: Bulletin | None,
    later: Bulletin | None,
) -> BulletinRow:
    return BulletinRow(
        id=row.pk,
        kind=row.kind,
        kind_name=name,
        region=row.region,
        period=row.period,
        period_label=definitions.period_words(row.period),
        issue=issue_of(row),
        status=row.status,
        status_label=str(row.get_status_display()),
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        corrects=row.corrects_id,
        corrects_issue=issue_of(before),
        corrected_by=later.pk if later else None,
        corrected_issue=issue_of(later),
        readers=counted[0],
        read=counted[1],
    )


def bulletin(actor: Actor, id: int, *, at: datetime) -> BulletinView:
    """One issue; NotVisible unless the actor sees it. Overseers see today's figures beside."""
    row = fetch(actor, id)
    kind, content = kind_of(row, at), content_of(row.content)
    writes = may_write(actor, row.region)
    readers = list(row.readers.all())
    mine = set(addresses(actor))
    draft = row.status in (Bulletin.Status.DRAFT, Bulletin.Status.APPROVED)
    return BulletinView(
        row=_rows([row], at)[0],
        content=content,
        today=_now(row, kind, content, at) if actor.oversees else {},
        readers=tuple(ReaderView(r.to, r.name, r.read_at, r.read_by) for r in readers)
        if actor.oversees
        else (),
        digest=row.digest,
        docx_sha256=row.docx,
        xlsx_sha256=row.xlsx,
        pdf_sha256=row.pdf,
        correction_reason=row.correction_reason,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        needs_second=kind.second_person,
        basis=kind.basis,
        verbs=_verbs(row, kind, actor) if writes else frozenset(),
        proposed=tuple(proposed(kind, content)) if writes and draft else (),
        unread=any(r.to in mine and r.read_at is None for r in readers),
        intact=digest_of(row.content) == row.digest,
    )


def _now(row: Bulletin, kind: BulletinKind, content: Content, at: datetime) -> dict[str, Figure]:
    """Beside what was sent, the figures of today; beside a draft, those that it would have if it
    were made now, so that nobody sends numbers that have moved without being told."""
    if row.status == Bulletin.Status.DROPPED:
        return {}
    if row.status == Bulletin.Status.SENT:
        return today(kind, content, at=at)
    return {one.key: one for one in anew(row, at).figures}


def _verbs(row: Bulletin, kind: BulletinKind, actor: Actor) -> frozenset[str]:
    if row.status == Bulletin.Status.SENT:
        later = row.corrections.exclude(status=Bulletin.Status.DROPPED).exists()
        return frozenset() if later else frozenset({"correct"})
    if row.status == Bulletin.Status.DROPPED:
        return frozenset()
    found = {"redraft", "drop"}
    if kind.second_person and row.status == Bulletin.Status.DRAFT:
        return frozenset(found | ({"approve"} if row.drafted_id != actor.id else set()))
    if kind.second_person and row.approved_id == actor.id:
        return frozenset(found)
    return frozenset(found | {"send"})


def bulletin_file(actor: Actor, id: int, form: str, *, at: datetime) -> tuple[str, bytes]:
    """(name, bytes) as sent; of a draft as it would look, without a number.

    NotVisible where a kept file is no longer what its hash says: no altered paper leaves here.
    """
    row = fetch(actor, id)
    kind, content = kind_of(row, at), content_of(row.content)
    name = f"{kind.name}{issue_of(row) or definitions.period_words(row.period) + '草稿'}.{form}"
    if row.status == Bulletin.Status.SENT:
        digest = getattr(row, form)
        if not digest:
            raise NotVisible(f"bulletin {id} {form}")  # sent before there was this form
        return name, kept(digest)
    issue = paper.Issue("", at, issue_of(row.corrects), row.correction_reason)
    return name, _made(form, kind, content, issue)


def _made(form: str, kind: BulletinKind, content: Content, issue: paper.Issue) -> bytes:
    make = {"docx": paper.word, "xlsx": paper.book, "pdf": paper.pdf}[form]
    return make(kind, content, issue)


def bulletin_chart(actor: Actor, id: int, key: str) -> bytes:
    """One picture of an issue as PNG; NotVisible where there is none of that key."""
    for chart in content_of(fetch(actor, id).content).charts:
        if chart.key == key:
            return paper.picture(chart)
    raise NotVisible(f"bulletin {id} {key}")


def kept(digest: str) -> bytes:
    """A file of ours by its hash, checked."""
    from hashlib import sha256

    path = cases.path_of(digest)
    data = path.read_bytes() if path.exists() else b""
    if sha256(data).hexdigest() != digest:
        raise NotVisible(f"file {digest}")
    return data


def preview_docx(actor: Actor, region: str, code: str, *, at: datetime) -> bytes:
    """The paper of this moment without a draft being kept; for those who oversee the city."""
    if not actor.oversees or (actor.role != "system" and actor.region != region):
        raise NotVisible(f"bulletin {region}")
    kind = next((one for one in kinds_of(region, to_cst(at).date()) if one.code == code), None)
    if kind is None:
        raise NotVisible(f"bulletin {code}")
    content = gather(kind, region, window(kind, at), at=at)
    return paper.word(kind, content, paper.Issue("", at))

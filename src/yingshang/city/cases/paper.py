"""Honest outages: what was received on numbered paper is entered later, with the true time of
receipt, a scan, and the signature of a second person. The case's clock starts at the true time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases import _paper_views as v
from yingshang.city.cases._files import FileRow, Upload, store, uploads
from yingshang.city.cases._forms import validate
from yingshang.city.cases._numbers import allot
from yingshang.city.cases._views import CaseView
from yingshang.city.cases.actions._perform import save, seen_after
from yingshang.city.cases.actions.open_case import declared_item, new_work
from yingshang.city.cases.kinds import Refusal
from yingshang.city.cases.models import Outage, PaperBook, PaperReceipt
from yingshang.kernel.flow import Accept, Note
from yingshang.kernel.worktime import CST

__all__ = [
    "declare_outage",
    "end_outage",
    "enter_paper",
    "issue_book",
    "send_back_paper",
    "sign_paper",
    "void_paper",
]

DECLARERS = (Role.BUREAU, Role.SUPERVISOR, Role.SYSTEM)
LARGEST_BOOK = 2000
Files = Sequence[Upload | tuple[str, bytes] | tuple[str, bytes, str]]


# -- outages and books -----------------------------------------------------------------------------


def declare_outage(
    *,
    what: str,
    since: datetime,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
    unit: str = "",
    reason: str = "",
) -> v.OutageView:
    """Put on record that something was down from `since` to `until` (None: still is).

    By who oversees the city, never by the window that would profit from it.
    """
    _refuse_others(by)
    if not what.strip():
        raise Refusal("outage-what", _("没有写明什么停了。请写清停用的系统后再登记。"))
    if since > at or (until is not None and not since < until <= at):
        raise Refusal(
            "outage-times", _("停用的起止时间不对：应先开始、后恢复，都不晚于现在。请核对。")
        )
    if unit and unit not in {u.code for u in accounts.units(by.region)}:
        raise Refusal("outage-unit", _("停用的单位不在本市。请重新选择。"))
    row = Outage.objects.create(
        region=by.region,
        unit=unit,
        what=what.strip()[:120],
        reason=reason.strip()[:300],
        since=since,
        until=until,
        declared_by=by.id,
        declared_by_name=by.name,
        declared_at=at,
    )
    _record(by, at, "declare_outage", row.pk, {"what": row.what, "since": since.isoformat()})
    return v.outage_view(row)


def end_outage(*, outage: int, until: datetime, by: Actor, at: datetime) -> v.OutageView:
    """Put on record that it works again since `until`. Set once: what ended does not move."""
    _refuse_others(by)
    with transaction.atomic():
        row = Outage.objects.select_for_update().filter(pk=outage, region=by.region).first()
        if row is None:
            raise accounts.NotVisible(outage)
        if row.until is not None:
            raise Refusal("outage-ended", _("这次停用已登记恢复时间，不能再改。请刷新页面。"))
        if not row.since < until <= at:
            raise Refusal("outage-times", _("恢复时间应晚于停用开始、不晚于现在。请核对后再登记。"))
        row.until = until
        row.save(update_fields=["until"])
        _record(by, at, "end_outage", row.pk, {"until": until.isoformat()})
    return v.outage_view(row)


def issue_book(
    *, unit: str, series: str, first: int, last: int, by: Actor, at: datetime
) -> v.BookView:
    """Give a unit the numbers `first` to `last` of a series, printed beforehand."""
    _refuse_others(by)
    if unit not in {u.code for u in accounts.units(by.region)}:
        raise Refusal("book-unit", _("领用单位不在本市。请重新选择。"))
    series = series.strip().upper()
    if not series or len(series) > 20 or not series.replace("-", "").isalnum():
        raise Refusal("book-series", _("字头只能用字母、数字和短横线，最多 20 个字。请改正。"))
    if not 0 < first <= last or last - first + 1 > LARGEST_BOOK:
        raise Refusal(
            "book-range", _("号码段不对：起号不大于止号，一本最多 %d 号。请核对。") % LARGEST_BOOK
        )
    with transaction.atomic():
        books = PaperBook.objects.select_for_update().filter(region=by.region, series=series)
        if books.filter(first__lte=last, last__gte=first).exists():
            raise Refusal("book-overlap", _("这段号码与已发的一本重叠。请换一段号码。"))
        row = PaperBook.objects.create(
            region=by.region,
            unit=unit,
            series=series,
            first=first,
            last=last,
            issued_by=by.id,
            issued_at=at,
        )
        _record(by, at, "issue_book", row.pk, {"series": series, "first": first, "last": last})
    return v.book_view(row)


def _refuse_others(by: Actor) -> None:
    if by.role not in DECLARERS or not by.region:
        raise Refusal(
            "not-yours", _("停用登记和纸质收件单的发放由营商局或督查机构办理。请报请他们登记。")
        )


# -- papers ----------------------------------------------------------------------------------------


def enter_paper(
    *,
    series: str,
    number: int,
    item: str,
    form: Mapping[str, Any],
    party: int | None,
    received_at: datetime,
    scan: Upload | tuple[str, bytes] | None,
    by: Actor,
    at: datetime,
    district: str = "",
    accepted: bool = False,
    files: Files = (),
) -> v.PaperView:
    """Enter one paper; the case is opened when a second person has signed (sign_paper).

    `received_at`: when it was handed in, as the paper says; `accepted`: whether it was accepted at
    the window at once. Refused: a number that is not the unit's, or used; a time outside every
    declared outage; no scan.
    """
    book = _book(series, number, by)
    outage = _outage(received_at, by, at)
    if received_at < book.issued_at:
        raise Refusal(
            "paper-before-book", _("这本收件单在收件时间之后才发放，时间对不上。请核对。")
        )
    declared = declared_item(item, by.region, received_at)
    clean = validate(declared.body.get("fields", ()), form, at=received_at)
    if scan is None:
        raise Refusal("paper-scan", _("没有附纸质收件单的扫描件。请扫描或拍照后一并提交。"))
    (paper,) = store(uploads([scan]))
    kept = store(uploads(files))
    try:
        with transaction.atomic():
            row = PaperReceipt.objects.create(
                book=book,
                number=number,
                status="waiting",
                outage=outage,
                item=item,
                district=district,
                party_id=party,
                form=clean,
                files=[_plain(one) for one in kept],
                scan=_plain(paper),
                accepted=accepted,
                received_at=received_at,
                entered_by=by.id,
                entered_by_name=by.name,
                entered_at=at,
            )
            _record(by, at, "enter_paper", row.pk, {"series": series, "number": number})
    except IntegrityError:
        raise _used(series, number) from None
    return v.paper_view(row)


def _book(series: str, number: int, by: Actor) -> PaperBook:
    if by.role != Role.CLERK or not by.unit:
        raise Refusal("not-yours", _("补录由领用收件单的窗口办理。请转请窗口人员补录。"))
    book = PaperBook.objects.filter(
        region=by.region,
        unit=by.unit,
        series=series.strip().upper(),
        first__lte=number,
        last__gte=number,
    ).first()
    if book is None:
        raise Refusal(
            "paper-number",
            _("本单位没有领用过 %(series)s 第 %(number)s 号收件单。请对照纸质单核对号码。")
            % {"series": series, "number": number},
        )
    if PaperReceipt.objects.filter(book=book, number=number).exclude(status="back").exists():
        raise _used(series, number)
    return book


def _used(series: str, number: int) -> Refusal:
    return Refusal(
        "paper-used",
        _("%(series)s 第 %(number)s 号已经用过，一号只能补录一件。请对照纸质单核对号码。")
        % {"series": series, "number": number},
    )


def _outage(received_at: datetime, by: Actor, at: datetime) -> Outage:
    if received_at > at:
        raise Refusal("paper-future", _("收件时间晚于现在，不可能发生。请核对后再提交。"))
    found = (
        Outage.objects.filter(region=by.region, since__lte=received_at)
        .filter(Q(unit="") | Q(unit=by.unit or ""))
        .filter(Q(until=None) | Q(until__gte=received_at))
        .order_by("since")
        .first()
    )
    if found is None:
        raise Refusal(
            "paper-no-outage",
            _("%s 没有登记停用，不能用纸质收件单补录。请核对时间，或报请营商局登记停用。")
            % received_at.astimezone(CST).strftime("%Y-%m-%d %H:%M"),
        )
    return found


def sign_paper(*, paper: int, by: Actor, at: datetime) -> CaseView:
    """The second signature: the case is opened, and runs from the true time of receipt."""
    with transaction.atomic():
        row = _waiting(paper, by)
        if by.id == row.entered_by:
            raise Refusal(
                "paper-two", _("补录须由另一人复核签字，您是录入人。请由另一名同事签字。")
            )
        (ref,) = allot(row.book.region, at)
        first = _officer(row)
        beside = _facts(row, by, at)
        received = row.received_at
        assert received is not None
        work = new_work(
            ref=ref,
            item=declared_item(row.item, row.book.region, received),
            region=row.book.region,
            clean=dict(row.form),
            party=row.party_id,
            channel="window",
            by=first,
            at=received,
            district=row.district,
            key=f"#paper:{row.book_id}:{row.number}",
            files=[FileRow(**one) for one in [{**row.scan, "material": "paper"}, *row.files]],
            facts=beside,
        )
        if row.accepted and work.standing.state == "submitted":
            work.do(Accept(by=first.id, at=received), first, beside=beside)
        note = {"text": _words(row, by, at), **beside}
        work.do(Note(by=by.id, at=at, data=note), by)
        save(work)
        row.status, row.case, row.form, row.files = "opened", ref, {}, []
        row.signed_by, row.signed_by_name, row.signed_at = by.id, by.name, at
        row.save()
    return seen_after(by, work, at)


def _officer(row: PaperReceipt) -> Actor:
    """Who received it, as the facts name him."""
    user = accounts.user_of(row.entered_by)
    if user is not None:
        return accounts.actor_of(user)
    return Actor(row.entered_by, row.entered_by_name, Role.CLERK, row.book.region, row.book.unit)


def _facts(row: PaperReceipt, by: Actor, at: datetime) -> dict[str, Any]:
    """What every late-entered fact carries, for readers and for the detector of gaming."""
    assert row.received_at is not None
    return {
        "entered_at": _iso(row.entered_at),
        "paper": {
            "book": row.book.series,
            "number": row.number,
            "outage": row.outage_id,
            "received_at": _iso(row.received_at),
            "entered_by": row.entered_by,
            "signed_by": by.id,
            "signed_at": _iso(at),
            "scan": row.scan["sha256"],
        },
    }


@override("zh-hans")  # what is kept stays Chinese, whatever the screen speaks
def _words(row: PaperReceipt, by: Actor, at: datetime) -> str:
    assert row.received_at is not None
    return _(
        "补录：%(received)s 停用期间凭纸质收件单（%(book)s 第 %(number)d 号）收件，"
        "%(entered)s 由%(first)s录入，%(second)s复核签字"
    ) % {
        "received": _moment(row.received_at),
        "book": row.book.series,
        "number": row.number,
        "entered": _moment(row.entered_at),
        "first": row.entered_by_name,
        "second": by.name,
    }


def _iso(at: datetime) -> str:
    return at.astimezone(CST).isoformat()


def _moment(at: datetime) -> str:
    return at.astimezone(CST).strftime("%Y-%m-%d %H:%M")


def send_back_paper(*, paper: int, reason: str, by: Actor, at: datetime) -> None:
    """The second person does not sign: the entry goes back with the reason, the number is free."""
    if not reason.strip():
        raise Refusal("reason-missing", _("退回必须写明哪里不符。请补写后再提交。"))
    with transaction.atomic():
        row = _waiting(paper, by)
        row.status, row.reason, row.form, row.files = "back", reason.strip()[:300], {}, []
        row.save()
        _record(by, at, "send_back_paper", row.pk, {"reason": row.reason})


def void_paper(*, series: str, number: int, reason: str, by: Actor, at: datetime) -> v.PaperView:
    """A spoiled or lost number: it is accounted for and can never be used."""
    if not reason.strip():
        raise Refusal("reason-missing", _("作废必须写明原因。请补写后再提交。"))
    book = _book(series, number, by)
    try:
        with transaction.atomic():
            row = PaperReceipt.objects.create(
                book=book,
                number=number,
                status="void",
                reason=reason.strip()[:300],
                entered_by=by.id,
                entered_by_name=by.name,
                entered_at=at,
            )
            _record(by, at, "void_paper", row.pk, {"series": series, "number": number})
    except IntegrityError:
        raise _used(series, number) from None
    return v.paper_view(row)


def _waiting(paper: int, by: Actor) -> PaperReceipt:
    """The locked entry, for the clerks of its unit."""
    rows = PaperReceipt.objects.select_for_update(of=("self",)).select_related("book")
    row = rows.filter(pk=paper, book__unit=by.unit or "-").first()
    if row is None or by.role != Role.CLERK:
        raise accounts.NotVisible(paper)
    if row.status != "waiting":
        raise Refusal("paper-done", _("这张收件单已经处理过。请刷新页面查看结果。"))
    return row


def _plain(row: FileRow) -> dict[str, Any]:
    return {
        "material": row.material,
        "name": row.name,
        "sha256": row.sha256,
        "size": row.size,
        "mime": row.mime,
    }


def _record(by: Actor, at: datetime, verb: str, obj: object, detail: dict[str, Any]) -> None:
    audit.record(by=by, at=at, action=f"cases.{verb}", obj=str(obj), detail=detail)

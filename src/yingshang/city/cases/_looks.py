"""Who on the staff was shown personal data of a case: recorded beside it, never inside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases import _views as v
from yingshang.city.cases._reading import fetch
from yingshang.city.cases.kinds import LOOK_LABELS, Refusal
from yingshang.city.cases.models import Case, PaperReceipt

__all__ = ["looks", "my_looks", "record_look"]

MY_CASES = 100
OVERSEERS = frozenset({Role.SUPERVISOR, Role.BUREAU, Role.LEADER, Role.SYSTEM})


def record_look(
    *, case: v.CaseView, by: Actor, at: datetime, page: str, fields: Iterable[str] = ()
) -> None:
    """Before a page with personal data in full is sent, also during GET.

    `fields`: labels of what is shown beyond the applicant's name. Nothing is written where nothing
    personal is shown, or where the applicant reads their own. Refusal 'read-unrecorded': show
    nothing.
    """
    shown = [*(["申请人姓名"] if case.named else []), *fields]
    if not shown or not by.is_staff:
        return
    audit.record_read(by=by, at=at, obj=case.ref, fields=shown, page=page, unit=by.unit or "")


def looks(actor: Actor, ref: str) -> list[v.LookView]:
    """Who was shown personal data of the case, newest first: for the applicant and overseers."""
    case = fetch(actor, ref)
    own = actor.party is not None and case.party_id == actor.party
    if not own and actor.role not in OVERSEERS:
        raise Refusal(
            "not-yours",
            _("查看记录只对申请人本人和督查人员公开。需要核对的，请向本单位督查人员提出。"),
        )
    return [_view(row) for row in audit.reads_of(objs=[ref, *_sheets(case=ref)])]


def my_looks(actor: Actor) -> list[v.LookView]:
    """Every look at what the city holds about the actor's party: its latest cases, and itself."""
    if actor.party is None:
        return []
    latest = Case.objects.filter(party=actor.party).order_by("-submitted_at")
    refs = latest.values_list("ref", flat=True)[:MY_CASES]
    objs = [f"party:{actor.party}", *refs, *_sheets(party=actor.party)]
    return [_view(row) for row in audit.reads_of(objs=objs)]


def _sheets(**of: object) -> list[str]:
    """The papers of a case or a party: looks at them were kept before there was a case."""
    rows = PaperReceipt.objects.filter(**of).order_by("-pk")[:MY_CASES]
    return [f"paper:{row}" for row in rows.values_list("pk", flat=True)]


def _view(row: audit.ReadView) -> v.LookView:
    return v.LookView(
        at=row.at,
        by_name=row.by_name,
        unit_name=accounts.unit_name(row.unit),
        fields=row.fields,
        page_label=str(LOOK_LABELS.get(row.page, row.page)),
        why=row.why,
        ref="" if ":" in row.obj else row.obj,
    )

"""The later life of a certificate: renewed, changed, suspended, ended; each by its own case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.licences._versions import next_version
from yingshang.city.licences.kinds import ACT_LABELS, LicenceStatus
from yingshang.city.licences.models import Licence, LicenceAct

__all__ = [
    "ActRow",
    "ActView",
    "acts_of",
    "fit_to_act",
    "number_of_case",
    "renewed_until",
    "write_acts",
]

IN_FORCE = (LicenceStatus.VALID, LicenceStatus.SUSPENDED)
FROM = {
    "renew": IN_FORCE,
    "change": (LicenceStatus.VALID,),
    "suspend": (LicenceStatus.VALID,),
    "reinstate": (LicenceStatus.SUSPENDED,),
    "revoke": IN_FORCE,
    "withdraw": IN_FORCE,
    "forfeit": IN_FORCE,
    "cancel": tuple(status for status in LicenceStatus if status != LicenceStatus.CANCELLED),
}
INTO = {
    "suspend": LicenceStatus.SUSPENDED,
    "reinstate": LicenceStatus.VALID,
    "revoke": LicenceStatus.REVOKED,
    "withdraw": LicenceStatus.WITHDRAWN,
    "forfeit": LicenceStatus.FORFEITED,
    "cancel": LicenceStatus.CANCELLED,
}


@dataclass(frozen=True)
class ActRow:
    """One act ready to be written in the deciding transaction."""

    number: str
    act: str
    case_ref: str
    at: datetime
    reason: str = ""
    valid_until: date | None = None
    holder: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ActView:
    act: str
    label: str
    case_ref: str
    at: datetime
    reason: str
    valid_until: date | None


def fit_to_act(
    number: str,
    act: str,
    *,
    types: Sequence[str],
    region: str,
    party: int | None,
    on: date,
    before_days: int = 0,
) -> tuple[str, date | None]:
    """(name, last valid day) of a certificate that the act may be done to; Refusal else.

    `party`: whose it must be, None for the issuer's own motion. `before_days`: a renewal is
    applied for that many days before the end (law, art. 50).
    """
    row = Licence.objects.filter(number=number.strip(), region=region, type__in=types).first()
    if row is None or (party is not None and row.party_id != party):
        raise Refusal(
            "licence-unknown",
            f"没有找到您名下编号为“{number.strip()}”的这类证照。请对照证面核对编号后再提交。",
        )
    label = str(ACT_LABELS[act])
    if row.status not in FROM[act]:
        status = LicenceStatus(row.status).label
        raise Refusal(
            "licence-status", f"该证照现在的状态是“{status}”，不能{label}。请核对后另选事项。"
        )
    ended = row.valid_until is not None and row.valid_until < on
    if ended and act != "cancel":
        raise Refusal(
            "licence-expired", f"该证照已于 {row.valid_until} 到期，不能{label}。请重新申请许可。"
        )
    if act == "renew" and row.valid_until is None:
        raise Refusal("licence-endless", "该证照没有有效期，不需要延续。有变化的，请申请变更。")
    if before_days and row.valid_until and on > row.valid_until - timedelta(days=before_days):
        raise Refusal(
            "renewal-late",
            f"延续应在有效期届满 {before_days} 日前申请（行政许可法第五十条），"
            f"该证照 {row.valid_until} 到期，现已来不及。请重新申请许可。",
        )
    return row.name, row.valid_until


def write_acts(rows: Sequence[ActRow]) -> None:
    """Do the acts in the caller's transaction; Refusal where a certificate has changed since."""
    for row in rows:
        licence = Licence.objects.select_for_update().filter(number=row.number).first()
        if licence is None or licence.status not in FROM[row.act]:
            raise Refusal(
                "licence-changed",
                "这份证照的状态在办理期间变了，这次没有办成。请刷新页面，核对状态后再决定。",
            )
        if row.act in INTO:
            Licence.objects.filter(number=row.number).update(status=INTO[row.act])
        next_version(
            licence,
            case_ref=row.case_ref,
            at=row.at,
            holder=row.holder,
            valid_until=row.valid_until,
            facts=row.facts,
        )
    LicenceAct.objects.bulk_create(
        [
            LicenceAct(
                licence_id=row.number,
                act=row.act,
                case_ref=row.case_ref,
                at=row.at,
                reason=row.reason[:2000],
                valid_until=row.valid_until,
            )
            for row in rows
        ]
    )


def acts_of(number: str) -> list[ActView]:
    """What became of a certificate, oldest first."""
    rows = LicenceAct.objects.filter(licence=number).order_by("at", "pk")
    return [
        ActView(r.act, str(ACT_LABELS[r.act]), r.case_ref, r.at, r.reason, r.valid_until)
        for r in rows
    ]


def number_of_case(case_ref: str) -> str | None:
    """The certificate in force that a case brought."""
    found = Licence.objects.filter(case_ref=case_ref, status__in=IN_FORCE)
    return found.values_list("number", flat=True).first()


def renewed_until(old: date, years: int) -> date:
    """The last day of a renewal: it runs on from the old one."""
    try:
        return old.replace(year=old.year + years)
    except ValueError:
        return date(old.year + years, 2, 28)

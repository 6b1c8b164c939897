"""Who stands at a kiosk: nobody signs in; a case's number and the own number open one case."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import constant_time_compare

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible, Role
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.halls.kinds import Refusal

__all__ = ["KIOSK", "identify"]

KIOSK = Actor(id="kiosk", name="自助终端", role=Role.APPLICANT)


def identify(*, ref: str, code: str, hall: str, at: datetime) -> Actor:
    """The applicant of this case, for one page; recorded as a look at the kiosk.

    Refusal 'kiosk-unknown': one sentence, whether the case or the number is wrong.
    """
    wanted = "".join(code.split()).upper()
    try:
        case = cases.case_for(SYSTEM, ref.strip())
        known = accounts.party_view(case.party, masked=False).code if case.party else ""
    except NotVisible:
        known = ""
    if not known or not constant_time_compare(known.upper(), wanted):
        raise Refusal(
            "kiosk-unknown",
            "办件编号和证件号对不上，没有打开。请核对；也可以带证件到任何一个窗口查询。",
        )
    audit.record_reveal(
        by=KIOSK,
        at=at,
        obj=case.ref,
        fields=["receipt"],
        labels=["回执和证照"],
        unit="",
        why=f"自助终端打印（{hall}）",
    )
    return Actor(
        id="kiosk", name="自助终端", role=Role.APPLICANT, region=case.region, party=case.party
    )

"""Lockers: a result left for its owner (存件取件), documents dropped in by night (夜间投件)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor, NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.halls._facts import append
from yingshang.city.halls._halls import HallView, day_of, hall, worker
from yingshang.city.halls.kinds import BoxState, Refusal
from yingshang.city.halls.models import Box
from yingshang.city.notify import service as notify

__all__ = ["BoxView", "boxes", "drop", "leave", "open_box", "open_drop", "take_back"]

MISSES = 5


@dataclass(frozen=True)
class BoxView:
    """One box in use; who dropped something in is masked."""

    id: int
    number: int
    way: str
    slip: str
    ref: str
    item: str
    name: str
    phone: str
    state: str
    state_label: str
    put_at: datetime


def leave(*, code: str, ref: str, by: Actor, at: datetime) -> tuple[BoxView, str]:
    """Put a decided case's result into a box; (box, the six digits that open it).

    The digits are told to the applicant and printed for who has no phone; only their digest is
    kept. Refusal 'no-box', 'not-ready', 'boxed'.
    """
    found = worker(by, code, on=day_of(at))
    case = cases.case_for(by, ref)
    if not any(r.ref == ref for r in cases.to_hand_over(by, at=at, party=case.party, limit=200)):
        raise Refusal("not-ready", "这个办件还没有结果，或结果已经送达，没有存件。请核对编号。")
    if Box.objects.filter(case=ref, state=BoxState.WAITING).exists():
        raise Refusal("boxed", "这个办件的结果已经在柜里，没有再存。请看存件清单。")
    digits = f"{secrets.randbelow(10**6):06d}"
    row = _put(found, by, at, way="out", case_id=ref, item=case.item_name)
    row.code = _digest(row.slip, digits)
    row.save(update_fields=["code"])
    if case.party is not None:
        notify.send(
            to=f"party:{case.party}",
            topic="box-waiting",
            title=f"{case.item_name}的结果在 {found.name} 自助柜，可随时来取",
            body=f"取件单号 {row.slip}，取件码 {digits}。不用手机也可以：带身份证到窗口领取。",
            key=f"box:{row.pk}",
            at=at,
        )
    return _view(row), digits


def drop(
    *, code: str, region: str, name: str, phone: str, item: str, by: Actor, at: datetime
) -> BoxView:
    """Documents dropped in outside hours; the numbered slip is the proof. Refusal 'no-box'."""
    found = hall(code, region=region, on=day_of(at))
    if not name.strip() or not phone.strip():
        raise Refusal("drop-who", "投件要写姓名和联系电话，没有开柜。请补写，窗口好联系您。")
    said = {"name": name.strip()[:60], "phone": phone.strip()[:20], "item": item.strip()[:80]}
    return _view(_put(found, by, at, way="in", **said))


def _put(found: HallView, by: Actor, at: datetime, *, way: str, **said: str) -> Box:
    """The lowest free box; whoever is second takes the next one."""
    for _try in range(found.boxes):
        rows = Box.objects.filter(region=found.region, hall=found.code, state=BoxState.WAITING)
        used = set(rows.values_list("number", flat=True))
        free = next((n for n in range(1, found.boxes + 1) if n not in used), None)
        if free is None:
            break
        try:
            with transaction.atomic():
                row = Box.objects.create(
                    region=found.region,
                    hall=found.code,
                    number=free,
                    way=way,
                    slip=f"{day_of(at):%m%d}-{secrets.randbelow(10**5):05d}-{free:02d}",
                    state=BoxState.WAITING,
                    put_at=at,
                    put_by=by.id,
                    **said,
                )
                append("box", row, "put", by=by, at=at, way=way, box=free)
                row.save(update_fields=["seq"])
                return row
        except IntegrityError:
            continue
    raise Refusal("no-box", f"{found.name}没有空柜了，没有存入。请到窗口办理，或换一个大厅。")


def open_box(*, code: str, region: str, slip: str, digits: str, by: Actor, at: datetime) -> BoxView:
    """The owner opens the box with slip number and digits; that delivers the result.

    Refusal 'box-closed': one sentence for every reason; after five misses only the window opens.
    """
    with transaction.atomic():
        rows = Box.objects.select_for_update().filter(region=region, hall=code, way="out")
        row = rows.filter(slip=slip.strip(), state=BoxState.WAITING).first()
        fits = row is not None and constant_time_compare(row.code, _digest(row.slip, digits))
        if row is not None and not fits:
            row.misses += 1
            row.save(update_fields=["misses"])
        if row is not None and fits and row.misses < MISSES:
            cases.deliver(
                ref=str(row.case_id),
                way="pick-up",
                recipient=f"自助柜凭取件码领取（{row.slip}）",
                by=SYSTEM,
                at=at,
            )
            _end(row, BoxState.TAKEN, "taken", by, at)
            return _view(row)
    raise Refusal(
        "box-closed",
        "取件单号或取件码不对，柜子没有打开。请核对；输错五次后要带身份证到窗口领取。",
    )


def open_drop(*, id: int, by: Actor, at: datetime) -> BoxView:
    """The clerk empties the box in the morning; who dropped it in is shown, the look recorded."""
    with transaction.atomic():
        row = _locked(id, by, at, way="in")
        _end(row, BoxState.OPENED, "opened", by, at)
    labels = ["投件人姓名、电话"]
    audit.record_reveal(
        by=by,
        at=at,
        obj=f"box:{row.pk}",
        fields=["name", "phone"],
        labels=labels,
        unit=by.unit or "",
        why="开柜收件",
    )
    return _view(row, masked=False)


def take_back(*, id: int, by: Actor, at: datetime) -> BoxView:
    """Back to the window: nobody came, or the box is needed."""
    with transaction.atomic():
        row = _locked(id, by, at, way="out")
        _end(row, BoxState.BACK, "back", by, at)
    return _view(row)


def boxes(by: Actor, found: HallView, *, at: datetime) -> tuple[BoxView, ...]:
    """What lies in the boxes of a hall, for those who work there."""
    worker(by, found.code, on=day_of(at))
    rows = Box.objects.filter(region=found.region, hall=found.code, state=BoxState.WAITING)
    return tuple(_view(row) for row in rows.order_by("number"))


def _locked(id: int, by: Actor, at: datetime, *, way: str) -> Box:
    row = Box.objects.select_for_update().filter(pk=id, way=way).first()
    if row is None:
        raise NotVisible(id)
    worker(by, row.hall, region=row.region, on=day_of(at))
    if row.state != BoxState.WAITING:
        raise Refusal("box-empty", "这个柜子已经清空，没有改动。请刷新清单。")
    return row


def _end(row: Box, state: str, name: str, by: Actor, at: datetime) -> None:
    row.state, row.ended_at = state, at
    append("box", row, name, by=by, at=at)
    row.save(update_fields=["state", "ended_at", "seq"])


def _digest(slip: str, digits: str) -> str:
    return salted_hmac(f"halls.box.{slip}", digits.strip(), algorithm="sha256").hexdigest()


def _view(row: Box, *, masked: bool = True) -> BoxView:
    return BoxView(
        id=row.pk,
        number=row.number,
        way=row.way,
        slip=row.slip,
        ref=row.case_id or "",
        item=row.item,
        name=accounts.mask(row.name) if masked else row.name,
        phone=accounts.mask(row.phone) if masked else row.phone,
        state=row.state,
        state_label=str(BoxState(row.state).label),
        put_at=row.put_at,
    )

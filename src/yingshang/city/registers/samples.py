"""Declared samples as records, for the demo. Only in fictional cities."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.registers import _schema as schema
from yingshang.city.registers._values import clean, key_text
from yingshang.city.registers._write import Draft, Origin, write
from yingshang.city.registers.kinds import RecordInvalid, Source
from yingshang.city.registers.models import Record
from yingshang.kernel.worktime import to_cst

__all__ = ["enter_samples"]


def enter_samples(*, region: str, by: Actor, at: datetime) -> int:
    """Enter the samples of every register that holds nothing yet; how many. A sample that a check
    of the day refuses is passed over: it shows nothing that could be true."""
    if not accounts.is_fictional(region):
        raise Refusal("not-fictional", "演示数据只能装进虚构的示例城市。")
    held = set(Record.objects.filter(region=region).values_list("register", flat=True).distinct())
    entered = 0
    with transaction.atomic():
        for found in schema.registers(region=region, on=to_cst(at).date()):
            if found.code in held:
                continue
            drafts = _drafts(found, at)
            write(found, drafts, Origin(by, at, Source.DEMO, "演示数据"))
            entered += len(drafts)
    return entered


def _drafts(found: schema.Register, at: datetime) -> list[Draft]:
    owner, drafts = schema.owner_unit(found), {}
    for sample in found.samples:
        try:
            body = clean(found, sample, at=at)
        except RecordInvalid:
            continue
        key = key_text(found, body) or uuid.uuid4().hex
        drafts[key] = Draft(key, body, owner)
    return list(drafts.values())

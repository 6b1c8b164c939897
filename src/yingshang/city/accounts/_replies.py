"""A request with an Idempotency-Key is carried out once, and answered the same way every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor, Refusal
from yingshang.city.accounts.models import Reply

__all__ = ["Answer", "forget_replies", "once"]

KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    etag: str = ""
    replayed: bool = False


def once(*, by: Actor, key: str, digest: str, at: datetime, do: Callable[[], Answer]) -> Answer:
    """Do it and keep the answer in one transaction; the same key and digest again: the kept answer.

    Refusal 'key-reused' where the key came with another digest. A twin that arrives meanwhile
    waits for the first (the row of the key is its lock). What `do` raises leaves nothing behind.
    """
    code = by.id.removeprefix("system:")
    with transaction.atomic():
        row = Reply(system_id=code, key=key, digest=digest, at=at)
        Reply.objects.bulk_create([row], ignore_conflicts=True)
        kept = Reply.objects.select_for_update().get(system_id=code, key=key)
        if kept.digest != digest:
            raise Refusal(
                "key-reused",
                _("这个 Idempotency-Key 已用于另一个请求，本次没有执行。请换一个新的键。"),
            )
        if kept.status:
            return Answer(kept.status, kept.body, kept.etag, replayed=True)
        answer = do()
        kept.status, kept.body, kept.etag = answer.status, answer.body, answer.etag
        kept.save(update_fields=["status", "body", "etag"])
    return answer


def forget_replies(*, at: datetime) -> int:
    """Drop answers older than a week; how many."""
    return Reply.objects.filter(at__lt=at - KEPT).delete()[0]

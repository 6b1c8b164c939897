"""Cursors: signed, so that nobody makes one up, and good only for the list they came from."""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Actor
from yingshang.surfaces.api.problems import Fault

__all__ = ["read", "sealed"]


def _salt(by: Actor, what: str) -> str:
    return f"yingshang.api.cursor:{by.id}:{what}"


def sealed(by: Actor, what: str, place: str) -> str:
    """A place in the list `what` (its name and filters) of this system, as opaque text."""
    return signing.Signer(salt=_salt(by, what)).sign_object(place)


def read(by: Actor, what: str, cursor: str) -> str:
    """The place; a Fault (422) for one that was not given to this system for this list."""
    try:
        return str(signing.Signer(salt=_salt(by, what)).unsign_object(cursor))
    except (signing.BadSignature, ValueError):
        sentence = _("这个 cursor 不是这个列表给出的，没有执行。请从第一页重新开始。")
        raise Fault(
            422, "bad-cursor", sentence, errors=[{"field": "cursor", "detail": sentence}]
        ) from None

"""Persons by their username: what they are called, and which unit is theirs."""

from collections.abc import Iterable

from yingshang.city.accounts.models import User

__all__ = ["person_names", "person_units"]


def person_names(usernames: Iterable[str]) -> dict[str, str]:
    """What people are called, by username; who is gone without a trace keeps the username."""
    wanted = set(usernames)
    rows = User.objects.filter(username__in=wanted).values_list("username", "label")
    return {**{name: name for name in wanted}, **dict(rows)}


def person_units(usernames: Iterable[str]) -> dict[str, str]:
    """Whose officers they are, by username, also of those who may no longer sign in; without those
    of no unit."""
    rows = User.objects.filter(username__in=set(usernames), unit__isnull=False)
    return dict(rows.values_list("username", "unit_id"))

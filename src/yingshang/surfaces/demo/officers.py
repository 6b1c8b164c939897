"""Who of the cast acts in the sample city's stories."""

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Actor

__all__ = ["OFFICERS", "person"]

# by the role of their unit
OFFICERS = {"market": "ma", "tax": "wu", "land": "deng", "grid": "hu", "housing": "gao"}


def person(name: str) -> Actor:
    """One of the cast, who must have been loaded."""
    user = accounts.user_of(name)
    assert user is not None, name
    return accounts.actor_of(user)

"""The part of the door of supervision that leads to the bulletins."""

from yingshang.city.supervision.bulletins.acting import (
    acknowledge_bulletin,
    approve_bulletin,
    correct_bulletin,
    draft_bulletin,
    drop_bulletin,
    redraft_bulletin,
    send_bulletin,
)
from yingshang.city.supervision.bulletins.kinds import BulletinRow, BulletinView, Figure
from yingshang.city.supervision.bulletins.queries import (
    bulletin,
    bulletin_chart,
    bulletin_file,
    bulletin_kinds,
    bulletins,
)
from yingshang.city.supervision.bulletins.schedule import draft_due

__all__ = [
    "BulletinRow",
    "BulletinView",
    "Figure",
    "acknowledge_bulletin",
    "approve_bulletin",
    "bulletin",
    "bulletin_chart",
    "bulletin_file",
    "bulletin_kinds",
    "bulletins",
    "correct_bulletin",
    "draft_bulletin",
    "draft_due",
    "drop_bulletin",
    "redraft_bulletin",
    "send_bulletin",
]

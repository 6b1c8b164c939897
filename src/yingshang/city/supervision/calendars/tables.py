"""What falls due, as calendars are told of it; and the private addresses at which they ask."""

from django.db import models
from django.db.models import Q

__all__ = ["CalendarFeed", "CalendarItem"]


class CalendarItem(models.Model):
    """One dated thing as it was last told. Written by the tick, never by who asks.

    `uid` outlives every change; `sequence` and `modified_at` move with `digest`. `reader`: for
    this person alone, whatever the unit. `reminded`: of how many working days before the reminder
    went out last.
    """

    class State(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"  # nothing for the unit to do at present
        DONE = "done"
        CANCELLED = "cancelled"

    uid = models.CharField(max_length=150, unique=True)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    reader = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    starts_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    sequence = models.PositiveIntegerField(default=0)
    modified_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    reminded = models.PositiveSmallIntegerField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ("day", "uid")
        indexes = (models.Index(fields=("region", "unit", "day"), name="dated_things_of_a_unit"),)

    def __str__(self) -> str:
        return self.uid


class CalendarFeed(models.Model):
    """A private address: who knows it reads. Only its digest is kept; an owner has one at most."""

    class Kind(models.TextChoices):
        PERSON = "person"
        UNIT = "unit"

    kind = models.CharField(max_length=6, choices=Kind)
    owner = models.CharField(max_length=150)  # a person's id, a unit's code
    region = models.CharField(max_length=12)
    mark = models.CharField(max_length=16, unique=True)  # the part of the address that finds it
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=150)
    made_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "owner"),
                condition=Q(ended_at__isnull=True),
                name="an_owner_has_one_calendar_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.owner}"

"""What happens in halls. Facts are appended to HallEvent; the other rows are their cached folds."""

from django.db import models
from django.db.models import Q

from yingshang.city.halls.kinds import BookingState, BoxState, PostState, VisitState


class HallEvent(models.Model):
    """One fact about a number, a booking, a box or a parcel; only ever appended."""

    kind = models.CharField(max_length=8)  # visit, booking, box, post
    subject = models.BigIntegerField()
    seq = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=16)
    hall = models.CharField(max_length=40)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "seq"], name="a_hall_fact_has_one_place"
            )
        ]
        indexes = [models.Index(fields=["hall", "kind", "at"], name="halls_facts_of_a_day")]


class Booking(models.Model):
    """A seat in a slot. Seats are numbered up to the slot's capacity: two can never share one."""

    region = models.CharField(max_length=12)
    hall = models.CharField(max_length=40)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    seat = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=80, blank=True)
    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=6)
    state = models.CharField(max_length=10, choices=BookingState.choices)
    booked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    seq = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "hall", "day", "starts", "seat"],
                condition=~Q(state=BookingState.CANCELLED),
                name="a_seat_of_a_slot_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["party", "day", "starts"],
                condition=Q(state=BookingState.BOOKED),
                name="nobody_is_in_two_places_at_once",
            ),
        ]
        indexes = [
            models.Index(fields=["party", "day"], name="halls_bookings_of_a_party"),
            models.Index(fields=["state", "day"], name="halls_bookings_by_day"),
        ]


class Visit(models.Model):
    """A number in a hall's queue on one day."""

    region = models.CharField(max_length=12)
    hall = models.CharField(max_length=40)
    day = models.DateField()
    counter = models.CharField(max_length=40)
    number = models.CharField(max_length=8)
    order = models.PositiveIntegerField()
    token = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001
    how = models.CharField(max_length=8)
    priority = models.CharField(max_length=10, blank=True)
    item = models.CharField(max_length=80, blank=True)
    party = models.ForeignKey(
        "accounts.Party", null=True, on_delete=models.PROTECT, related_name="+"
    )
    booking = models.OneToOneField(Booking, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, choices=VisitState.choices)
    window = models.CharField(max_length=8, blank=True)
    clerk = models.CharField(max_length=150, blank=True)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seq = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "hall", "day", "number"], name="a_number_is_given_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["region", "hall", "day", "party"],
                condition=Q(state__in=[VisitState.WAITING, VisitState.CALLED, VisitState.SERVING]),
                name="one_running_number_for_one_person",
            ),
        ]
        indexes = [
            models.Index(fields=["hall", "day", "state"], name="halls_numbers_of_a_day"),
            models.Index(fields=["clerk", "day"], name="halls_numbers_of_a_clerk"),
        ]


class Box(models.Model):
    """A locker in use: a result left for its owner, or documents dropped in by night."""

    region = models.CharField(max_length=12)
    hall = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=3)  # out: left for the owner; in: dropped in
    slip = models.CharField(max_length=24, unique=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=64, blank=True)  # salted digest of the code to open it
    misses = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=BoxState.choices)
    put_at = models.DateTimeField()
    put_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    seq = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "hall", "number"],
                condition=Q(state=BoxState.WAITING),
                name="a_box_holds_one_thing",
            )
        ]


class Post(models.Model):
    """A result sent by courier: ordered, sent with a waybill, arrived."""

    region = models.CharField(max_length=12, db_index=True)
    hall = models.CharField(max_length=40)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    company = models.CharField(max_length=40, blank=True)
    waybill = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=PostState.choices)
    ordered_at = models.DateTimeField()
    seq = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[PostState.ORDERED, PostState.SENT]),
                name="a_result_is_on_one_way",
            )
        ]


class DayClose(models.Model):
    """A clerk's day, signed: what the facts say, what differs and why, who takes over."""

    region = models.CharField(max_length=12)
    hall = models.CharField(max_length=40)
    day = models.DateField()
    clerk = models.CharField(max_length=150)
    numbers = models.JSONField()
    counted = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    next = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "hall", "day", "clerk"], name="a_clerks_day_is_signed_once"
            )
        ]

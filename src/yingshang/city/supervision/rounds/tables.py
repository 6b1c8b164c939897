"""A round, what each unit owes in it, and every time it sent. Nothing that was sent is deleted.

Not cases: a round has no step and no outcome, one notice goes to many units, and what a unit
sends is only taken or sent back. Papers lie with the other files, by their content.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Round", "RoundSending", "RoundShare"]


class Round(models.Model):
    """One notice. ``series`` and ``nominal``: what recurs, and the day before rest days moved it.

    ``month``: the month within the period (1 to 12); ``day``: of that month (31: its last) or of
    the week (1: Monday).
    """

    class Every(models.TextChoices):
        ONCE = "", _("只报一次")
        WEEK = "week", _("每周")
        MONTH = "month", _("每月")
        QUARTER = "quarter", _("每季度")
        HALF = "half", _("每半年")
        YEAR = "year", _("每年")

    region = models.CharField(max_length=12)
    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    demand = models.TextField()
    basis = models.TextField(blank=True)  # the sentence of the plan that asks for it
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, null=True, related_name="+")
    series = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    every = models.CharField(max_length=10, choices=Every, blank=True)
    month = models.PositiveSmallIntegerField(default=1)
    day = models.PositiveSmallIntegerField(default=1)
    nominal = models.DateField()
    due_on = models.DateField()
    until = models.DateField(null=True)
    sealed = models.BooleanField(default=True)
    remind_before = models.PositiveSmallIntegerField(default=2)
    remind_after = models.PositiveSmallIntegerField(default=1)
    opened_by = models.CharField(max_length=100)
    opened_name = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=100, blank=True)
    stopped_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-due_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("series", "nominal"), name="a_period_is_asked_once"),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | ~Q(stopped_reason=""),
                name="a_stopped_series_says_why",
            ),
        )
        indexes = (models.Index(fields=("region", "-due_on"), name="rounds_of_a_region"),)

    def __str__(self) -> str:
        return self.number


class RoundShare(models.Model):
    """What one unit owes; ``due_on`` is the round's day or the new one after a return."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("待报送")
        SENT = "sent", _("已报送")
        RETURNED = "returned", _("退回重报")
        ACCEPTED = "accepted", _("已采用")
        EXCUSED = "excused", _("免报")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="shares")
    unit = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    due_on = models.DateField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=100, blank=True)
    sent_on = models.DateField(null=True)  # the first time: what punctuality counts
    returns = models.PositiveSmallIntegerField(default=0)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.CharField(max_length=100, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("unit", "pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "unit"), name="a_unit_is_asked_once_a_round"),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "excused"]) | ~Q(reason=""),
                name="a_return_or_an_excuse_says_why",
            ),
        )
        indexes = (models.Index(fields=("unit", "status"), name="what_a_unit_owes"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.unit}"


class RoundSending(models.Model):
    """One time of sending; ``files``: [{name, sha, mime, size, sealed}]."""

    share = models.ForeignKey(RoundShare, on_delete=models.PROTECT, related_name="sendings")
    files = models.JSONField(default=list)
    words = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=100, blank=True)
    returned_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.share_id} {self.at:%Y-%m-%d}"

"""A joint meeting, the topics of its agenda, its decisions. What was sent or signed is frozen.

Not cases and no register: a meeting binds many units at once, and its papers are frozen as sent;
what has an owner and a clock in it, the decision, becomes an order, which is a case.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Meeting", "MeetingDecision", "MeetingTopic"]


class Meeting(models.Model):
    """`members`: codes of units; `guests`: of those that are asked to sit in for a topic of theirs
    (列席); `attendance`: [{unit, name, state}] as recorded."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("征集议题")
        CALLED = "called", _("已通知")
        SIGNED = "signed", _("纪要已签发")

    region = models.CharField(max_length=12)
    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    meets_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    chair = models.CharField(max_length=60)
    members = models.JSONField(default=list)
    guests = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    planned_by = models.CharField(max_length=100)
    planned_name = models.CharField(max_length=100)
    planned_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    agenda_sha = models.CharField(max_length=64, blank=True)
    attendance = models.JSONField(default=list)
    signer = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=100, blank=True)
    minutes_sha = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-meets_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="signed") | ~Q(minutes_sha=""), name="signed_minutes_are_kept"
            ),
        )
        indexes = (models.Index(fields=("region", "-meets_at"), name="meetings_of_a_region"),)

    def __str__(self) -> str:
        return self.number

    @property
    def asked(self) -> list[str]:
        """Every unit that is asked to come."""
        return [*self.members, *self.guests]


class MeetingTopic(models.Model):
    """One line of the agenda, and where it comes from. Dropped topics stay, with `kept` off."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("上次议定事项")
        OVERDUE = "overdue", _("逾期任务")
        OBJECTION = "objection", _("任务异议")
        UNANSWERED = "unanswered", _("未答复的督办")
        PROPOSAL = "proposal", _("单位提议")
        OTHER = "other", _("其他")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="topics")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    unit = models.CharField(max_length=40, blank=True)
    ref = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=80)
    kept = models.BooleanField(default=True)
    said_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("meeting", "key"), name="a_topic_stands_once"),
        )

    def __str__(self) -> str:
        return self.title


class MeetingDecision(models.Model):
    """Numbered; with a unit and a day it becomes an order (`ref`) when the minutes are signed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    no = models.PositiveSmallIntegerField()
    text = models.TextField()
    unit = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    ref = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("no", "pk")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "no"), name="decisions_are_numbered"),
            models.CheckConstraint(
                condition=Q(unit="", due_on=None) | (~Q(unit="") & Q(due_on__isnull=False)),
                name="a_decision_for_a_unit_has_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.no}"

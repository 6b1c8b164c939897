"""Rungs that were proposed or taken. A rung is never deleted: it is answered, lifted or refused."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Escalation"]


class Escalation(models.Model):
    """One rung of the ladder for one case, with the demand, the answer and who decided what.

    `name`, `level` and `document` are copied from the rules of the day, so that a later change of
    the ladder cannot rename what a unit was sent. A unit has each rung of a case standing once at
    most.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("待批准")
        STANDING = "standing", _("待答复")
        ANSWERED = "answered", _("已答复")
        LIFTED = "lifted", _("已解除")
        REFUSED = "refused", _("不予批准")
        PASSED = "passed", _("已转入更高一级")

    ref = models.CharField(max_length=40, db_index=True)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=300)
    rung = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    document = models.CharField(max_length=60)
    meeting = models.BooleanField(default=False)
    number = models.CharField(max_length=60, blank=True)
    ground = models.TextField()
    addressee = models.CharField(max_length=100, blank=True)  # who may act, where not the unit
    skipped = models.TextField(blank=True)  # why lower rungs were left out
    demand = models.TextField()
    answer_workdays = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    place = models.CharField(max_length=200, blank=True)
    meet_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status)
    proposed_by = models.CharField(max_length=100)
    proposed_name = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    taken_by = models.CharField(max_length=100, blank=True)
    taken_name = models.CharField(max_length=100, blank=True)
    taken_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    papers = models.JSONField(default=list)  # [{id, name}]: files of the case that go with it
    # of a meeting, as the office wrote it down: it says nothing in the unit's name
    held_on = models.DateField(null=True)
    held_who = models.CharField(max_length=300, blank=True)
    held_words = models.TextField(blank=True)
    held_papers = models.JSONField(default=list)
    held_by = models.CharField(max_length=100, blank=True)
    held_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=100, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("ref", "unit", "rung"),
                condition=Q(status__in=["proposed", "standing"]),
                name="a_rung_stands_once",
            ),
            models.CheckConstraint(
                condition=~Q(status="standing") | Q(due_on__isnull=False),
                name="a_standing_rung_has_a_due_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["lifted", "refused", "passed"]) | ~Q(ended_reason=""),
                name="an_ended_rung_says_why",
            ),
            models.CheckConstraint(
                condition=Q(held_on=None) | ~Q(held_who="") & ~Q(held_words=""),
                name="a_meeting_that_was_held_says_who_and_what",
            ),
        )
        indexes = (
            models.Index(fields=("region", "status", "-proposed_at"), name="rungs_of_a_region"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.ref}"

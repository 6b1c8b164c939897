"""What a tracked task has beside its case: reports, milestones, requests, look-backs, shares."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = [
    "ClosingAsk",
    "ExtensionAsk",
    "LookBack",
    "Milestone",
    "Opinion",
    "Passage",
    "Report",
    "Share",
    "Track",
]

SAID = ("percent", "progress", "problems", "next_steps", "numbers")  # of a report, by its unit


class Track(models.Model):
    """A task that was sent out. The columns below `sent_by` are the fold of its case's facts,
    kept by :mod:`following` in the transaction that writes them."""

    task = models.OneToOneField("plans.Task", on_delete=models.PROTECT, related_name="track")
    region = models.CharField(max_length=12)
    ref = models.CharField(max_length=40, blank=True, db_index=True)
    every = models.CharField(max_length=8)  # week | month | quarter | never
    # how it was reported on before, and from which day otherwise: [[every, day], …], oldest first
    rhythms = models.JSONField(default=list)
    due_workdays = models.PositiveSmallIntegerField(default=3)
    first_after_days = models.PositiveSmallIntegerField(default=0)
    first_due_on = models.DateField(null=True)  # as the plan prints it
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=100)
    sent_by_name = models.CharField(max_length=100)
    contact = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    stage = models.CharField(max_length=12, default="unassigned")
    unit = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    again_on = models.DateField(null=True)  # later: asked for in time and sent back, or suspended
    assigned_at = models.DateTimeField(null=True)
    sign_due_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    pauses = models.JSONField(default=list)  # [[first day, last day or null], …]
    # the days from a request to close, an ending or a closing to the day it went on, likewise
    rests = models.JSONField(default=list)
    returned = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=150, blank=True)  # who asked may not verify
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    override_reason = models.TextField(blank=True)
    # what it was closed on, kept as it was: {plan, says, numbers}
    closed_on = models.JSONField(default=dict)
    look_back_on = models.DateField(null=True)  # from this day on it is looked at again
    look_back_due = models.DateField(null=True)  # by this one, as every page says

    class Meta:
        indexes = (models.Index(fields=("region", "stage"), name="tracked_tasks_of_a_region"),)

    def __str__(self) -> str:
        return f"{self.ref} {self.task_id}"

    @property
    def owed_on(self) -> date | None:
        """The day that counts now."""
        return max(filter(None, (self.due_on, self.again_on)), default=None)


class Milestone(models.Model):
    """A node of the unit's own schedule, agreed by the bureau."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待确认")
        AGREED = "agreed", _("已确认")
        RETURNED = "returned", _("已退回")
        DONE = "done", _("已完成")

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="milestones")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=100)
    ruled_by = models.CharField(max_length=100, blank=True)
    agreed_on = models.DateField(null=True)  # from then on its day is put off by a rest
    reason = models.CharField(max_length=500, blank=True)
    done_on = models.DateField(null=True)
    done_words = models.TextField(blank=True)
    done_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("due_on", "order", "pk")

    def __str__(self) -> str:
        return self.words


class Report(models.Model):
    """What the unit wrote of one period. `numbers`: what the indicators said on that day, and what
    the unit typed where none is bound: [{target, metric, promised, value, mark, lamp}], with
    `number` and `unit` where it was typed."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="reports")
    period = models.CharField(max_length=10)
    due_on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    progress = models.TextField()
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    numbers = models.JSONField(default=list)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    late_days = models.PositiveSmallIntegerField(default=0)
    earlier = models.JSONField(default=list)  # what it said before it was corrected, oldest first
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("track", "period"), name="one_report_a_period"),
        )

    def __str__(self) -> str:
        return f"{self.track_id} {self.period}"

    def said(self) -> dict[str, Any]:
        """The words as they stand, as they are kept beside those that correct them."""
        return {name: getattr(self, name) for name in SAID} | {
            "by_name": self.corrected_by or self.by_name,
            "at": (self.corrected_at or self.at).isoformat(),
        }

    @property
    def told_at(self) -> datetime:
        """When its words were written as they stand."""
        return self.corrected_at or self.at

    def rewind(self, moment: datetime) -> None:
        """In memory, back to the words of an earlier moment."""
        while self.earlier and self.corrected_at is not None and self.corrected_at > moment:
            *self.earlier, last = self.earlier
            for name in SAID:
                setattr(self, name, last[name])
            self.corrected_at = datetime.fromisoformat(last["at"]) if self.earlier else None


class ExtensionAsk(models.Model):
    """A unit asks for more time; both dates are kept, whatever is ruled."""

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        GRANTED = "granted", _("已同意")
        REFUSED = "refused", _("未同意")

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="asks")
    was = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    approver = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    ruled_by = models.CharField(max_length=100, blank=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"{self.was} → {self.until}"


class ClosingAsk(models.Model):
    """A request to close, with the numbers of its day, and what the verification said."""

    class State(models.TextChoices):
        ASKED = "asked", _("待审核")
        FIRST = "first", _("已有一人审核")
        PASSED = "passed", _("审核通过")
        RETURNED = "returned", _("已退回")

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="closings")
    words = models.TextField()
    numbers = models.JSONField(default=list)
    by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    opinion = models.TextField(blank=True)
    verified_by = models.CharField(max_length=200, blank=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"{self.track_id} {self.state}"

    def say(self, words: str) -> None:
        """Add what one more person says: an empty line between any two people, none within."""
        lines = "\n".join(line.rstrip() for line in words.splitlines() if line.strip())
        self.opinion = "\n\n".join(filter(None, (self.opinion, lines)))

    @property
    def last_word(self) -> str:
        """All that the last of them said, however many lines."""
        return self.opinion.rpartition("\n\n")[2]


class LookBack(models.Model):
    """A closed task is looked at again after some months."""

    class Result(models.TextChoices):
        OPEN = "", _("待查")
        KEPT = "kept", _("成效保持")
        FELL = "fell", _("出现回落")

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="look_backs")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    result = models.CharField(max_length=5, choices=Result, default=Result.OPEN, blank=True)
    words = models.TextField(blank=True)
    numbers = models.JSONField(default=list)
    by_name = models.CharField(max_length=100, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("opened_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("track",),
                condition=models.Q(done_at__isnull=True),
                name="one_open_look_back_a_task",
            ),
        )

    def __str__(self) -> str:
        return f"{self.track_id} {self.due_on}"


class Share(models.Model):
    """One county's part of a city's target; what it returned last stands beside it."""

    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="shares")
    place = models.CharField(max_length=12)
    unit = models.CharField(max_length=80)  # a unit's code, or its name where it is none of ours
    value = models.DecimalField(max_digits=24, decimal_places=6)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    returned = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    returned_on = models.DateField(null=True)
    returned_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("target", "place"), name="one_share_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.target_id} {self.place}"


class Passage(models.Model):
    """A case went on from a clause to the one that replaces it, or ended with it. Undone, never
    deleted: `before` is what the way back restores."""

    class Kind(models.TextChoices):
        EDITION = "edition", _("新一版")
        SUCCESSOR = "successor", _("接续")
        DROPPED = "dropped", _("新一版删去")

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="passages")
    kind = models.CharField(max_length=10, choices=Kind)
    link = models.ForeignKey("plans.PlanLink", on_delete=models.PROTECT, related_name="+")
    origin = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="+")
    changes = models.JSONField(default=list)  # [[what, before, after], …]
    before = models.JSONField(default=dict)  # {unit, due, first_due}
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    ack_wanted = models.BooleanField(default=False)
    acked_at = models.DateTimeField(null=True)
    acked_by = models.CharField(max_length=100, blank=True)
    ack_words = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=100, blank=True)
    undone_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.track_id} {self.origin_id} → {self.heir_id}"


class Opinion(models.Model):
    """What a unit that does not lead says of a task: its own part, or an opinion. It moves nothing;
    the lead sees it beside its reports."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("配合进展")
        OPINION = "opinion", _("意见建议")

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="opinions")
    unit = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.TextField()
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.track_id} {self.unit}"

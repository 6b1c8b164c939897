"""Links between plans, their tasks and their targets. Undone, never deleted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Kind", "PlanLink", "TargetLink", "TaskLink"]


class Kind(models.TextChoices):
    """How the heir comes from its origin."""

    EDITION = "edition", _("新一版")
    SUCCESSOR = "successor", _("接续")
    SUPERIOR = "superior", _("上级")


class PlanLink(models.Model):
    """``heir`` is the newer edition of ``origin``, takes over from it, or answers it from below."""

    kind = models.CharField(max_length=10, choices=Kind)
    origin = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="heirs")
    heir = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="origins")
    grounds = models.CharField(max_length=400, blank=True)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_because = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("origin", "heir"),
                condition=Q(undone_at__isnull=True),
                name="two_plans_are_linked_once",
            ),
            models.UniqueConstraint(
                fields=("origin",),
                condition=Q(undone_at__isnull=True, kind="edition"),
                name="an_edition_has_one_next",
            ),
            models.UniqueConstraint(
                fields=("heir",),
                condition=Q(undone_at__isnull=True, kind="edition"),
                name="an_edition_has_one_before",
            ),
            models.CheckConstraint(
                condition=~Q(origin=models.F("heir")), name="a_plan_does_not_follow_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.heir_id} {self.kind}"


class TaskLink(models.Model):
    """A person's word (or, of equal clauses of two editions, the comparison's) that one task goes
    on in the other. Without an heir: it is let go, for the reason in ``grounds``."""

    link = models.ForeignKey(PlanLink, on_delete=models.PROTECT, related_name="tasks")
    origin = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="heirs")
    heir = models.ForeignKey(
        "plans.Task", on_delete=models.PROTECT, null=True, related_name="origins"
    )
    likeness = models.FloatField(default=0)
    grounds = models.CharField(max_length=400, blank=True)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("link", "origin", "heir"),
                condition=Q(undone_at__isnull=True),
                name="two_tasks_are_linked_once",
            ),
            models.CheckConstraint(
                condition=Q(heir__isnull=False) | ~Q(grounds=""),
                name="a_task_let_go_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.heir_id}"


class TargetLink(models.Model):
    """Of two editions, or of a plan and next year's: the same promise. ``same``: its number is
    unchanged, so that what was confirmed and bound went with it; otherwise it waits until a person
    has ``settled`` it (next year's: until its reading has been reviewed)."""

    task = models.ForeignKey(TaskLink, on_delete=models.PROTECT, related_name="targets")
    origin = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="heirs")
    heir = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="origins")
    same = models.BooleanField()
    indicator = models.CharField(max_length=80, blank=True)  # what the origin was bound to
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("task", "heir"), name="a_promise_comes_from_one_before"
            ),
        )

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.heir_id}"

"""An evaluation that the city prepares for, and every piece of evidence that it asks for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Evaluation", "EvidenceFile", "EvidencePiece"]


class Evaluation(models.Model):
    """``tree`` is the code of the evaluation's tree as it was when this was opened."""

    region = models.CharField(max_length=12)
    tree = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    opened_by = models.CharField(max_length=150)
    opened_name = models.CharField(max_length=100)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "tree"),
                condition=Q(closed_at=None),
                name="an_evaluation_is_prepared_once",
            ),
        )

    def __str__(self) -> str:
        return self.title


class EvidencePiece(models.Model):
    """One piece of one leaf (``first/second``), and the unit that gives it."""

    class State(models.TextChoices):
        ASKED = "asked", _("待提交")
        GIVEN = "given", _("待审定")
        RETURNED = "returned", _("退回补充")
        ACCEPTED = "accepted", _("已审定")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="pieces")
    leaf = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=40)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.TextField(blank=True)
    ruled_name = models.CharField(max_length=100, blank=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "leaf", "code"), name="a_leaf_asks_for_a_piece_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""), name="a_returned_piece_says_why"
            ),
        )
        indexes = (models.Index(fields=("unit", "state"), name="evidence_of_a_unit"),)

    def __str__(self) -> str:
        return f"{self.leaf} {self.name}"


class EvidenceFile(models.Model):
    """What was handed in; nothing is deleted, the newest handing-in counts."""

    piece = models.ForeignKey(EvidencePiece, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    words = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.name

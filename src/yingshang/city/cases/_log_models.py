"""The published log of all facts: nightly checkpoints, and which facts each of them covers."""

from django.db import models
from django.db.models import F, Q

__all__ = ["Checkpoint", "CheckpointSpan"]


class Checkpoint(models.Model):
    """One signed Merkle root over the facts since the checkpoint before.

    `head` is the very text that was signed; `hash` its SHA-256, which the next head repeats as
    `previous`. `tiles`: 32 bytes for every 256 leaves. `top_id`, `seen_before` and `settled_id`
    tell the next run where to look (docs/decisions/checkpoints.md).
    """

    number = models.PositiveIntegerField(primary_key=True)
    cutoff_at = models.DateTimeField(unique=True)
    made_at = models.DateTimeField()
    size = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    head = models.TextField()
    signature = models.CharField(max_length=128)
    tiles = models.BinaryField()
    top_id = models.BigIntegerField()
    seen_before = models.BigIntegerField()
    settled_id = models.BigIntegerField()

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.CheckConstraint(condition=Q(number__gte=1), name="checkpoints_count_from_one"),
            models.CheckConstraint(
                condition=Q(total__gte=F("size")), name="a_checkpoint_counts_itself_in"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.root}"


class CheckpointSpan(models.Model):
    """The facts `first_seq` to `last_seq` of a case: leaves `position` and following."""

    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.PROTECT, related_name="spans", db_index=False
    )
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, db_index=False)
    first_seq = models.PositiveIntegerField()
    last_seq = models.PositiveIntegerField()
    position = models.PositiveBigIntegerField()

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.UniqueConstraint(
                fields=["case", "first_seq"], name="a_fact_is_in_one_checkpoint"
            ),
            models.UniqueConstraint(
                fields=["checkpoint", "position"], name="a_leaf_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=Q(last_seq__gte=F("first_seq")), name="a_span_holds_a_fact"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.first_seq}-{self.last_seq}"

"""Values as they once stood: kept when a later run knows better, so that a printed number lasts."""

from django.db import models

__all__ = ["PastValue"]


class PastValue(models.Model):
    """What was known from ``known_from`` until ``known_until`` (when a run changed or removed it).

    The row that is known now is a ``Value``, known since its ``computed_at``.
    """

    edition = models.ForeignKey("definitions.Edition", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=5)
    period = models.CharField(max_length=7)
    until = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    skipped = models.PositiveIntegerField(default=0)
    mark = models.CharField(max_length=8)
    reason = models.CharField(max_length=120, blank=True)
    as_of = models.DateTimeField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("region", "code", "kind", "known_until"), name="values_as_once_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.period}"

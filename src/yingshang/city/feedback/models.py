"""Ratings (好差评): one a case, five levels, none by default."""

from django.db import models
from django.db.models import Q


class Rating(models.Model):
    """What the applicant said of one case: 5 best, 1 worst; 1 and 2 are bad.

    GB/T 39046 A.8 counts the other way: its code is 6 minus our level.
    """

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.PROTECT)
    region = models.CharField(max_length=12, db_index=True)
    item = models.CharField(max_length=80)
    unit = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    by = models.CharField(max_length=150)
    rated_at = models.DateTimeField()
    rectification = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="a_rating_has_one_of_five_levels"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.level}"

"""Ratings (好差评): one a case, five levels, none by default."""

from django.db import models
from django.db.models import Q


class Rating(models.Model):
    """What the applicant said of one case: 5 best, 1 worst; 1 and 2 are bad.

    GB/T 39046 A.8 counts the other way: its code is 6 minus our level. `device`: an opaque digest
    of the device or terminal that it came from, '' where unknown.
    """

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.PROTECT)
    region = models.CharField(max_length=12, db_index=True)
    item = models.CharField(max_length=80)
    unit = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    device = models.CharField(max_length=64, blank=True, default="")
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


class Terminal(models.Model):
    """A terminal that the city itself set up; officers' desk sessions carry the same digest."""

    device = models.CharField(max_length=64, primary_key=True)
    region = models.CharField(max_length=12, db_index=True)
    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    holder = models.CharField(max_length=150, blank=True)
    place = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.device}"

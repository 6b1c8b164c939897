"""Ratings (好差评): one a case, five levels, none by default."""

from django.db import models
from django.db.models import Q

from yingshang.city.feedback.surveys.tables import Survey, SurveyCall

__all__ = ["Rating", "Survey", "SurveyCall", "Terminal", "VisitRating"]


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
    # the rater agrees to be contacted, by the hotline and not by the unit that was rated
    named = models.BooleanField(default=False, db_default=False)
    rated_at = models.DateTimeField()
    # one more word afterwards (追评): a rating itself is never changed
    again_level = models.PositiveSmallIntegerField(null=True)
    again_comment = models.TextField(blank=True, default="", db_default="")
    again_at = models.DateTimeField(null=True)
    rectification = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="a_rating_has_one_of_five_levels"
            )
        ]
        indexes = [models.Index(fields=["region", "rated_at"], name="ratings_of_a_time")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.level}"


class VisitRating(models.Model):
    """What somebody said of one visit to a hall (一次一评), whether or not a case came of it.

    `visit`: the visit's own number, e.g. a queue ticket; one rating a visit. `phone`: only where
    the visitor wants to be contacted; shown to the hotline alone.
    """

    visit = models.CharField(max_length=60, primary_key=True)
    region = models.CharField(max_length=12)
    hall = models.CharField(max_length=60)
    window = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=40)
    item = models.CharField(max_length=80, blank=True)
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    channel = models.CharField(max_length=12)
    device = models.CharField(max_length=64, blank=True, default="")
    phone = models.CharField(max_length=30, blank=True)
    rated_at = models.DateTimeField()
    rectification = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5), name="a_visit_has_one_of_five_levels"
            )
        ]
        indexes = [models.Index(fields=["region", "rated_at"], name="visits_rated_in_a_time")]

    def __str__(self) -> str:
        return f"{self.visit}: {self.level}"


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

"""Who handed in which figures, what the reviewer said, and what a unit was asked about them."""

from django.db import models
from django.db.models import Q

from yingshang.city.indicators.kinds import ReviewState, Way

__all__ = ["FigureQuery", "HandIn"]


class HandIn(models.Model):
    """One accepted delivery of figures, by form, spreadsheet or interface, and its review."""

    source = models.OneToOneField(
        "indicators.Import", on_delete=models.PROTECT, related_name="hand_in"
    )
    way = models.CharField(max_length=5, choices=Way.choices)
    note = models.CharField(max_length=300, blank=True)
    confirmed = models.JSONField(default=list)  # codes whose leap the unit said is right
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=ReviewState.choices, default=ReviewState.WAITING)
    reviewed_by = models.CharField(max_length=150, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RETURNED) | ~Q(reason=""),
                name="a_returned_hand_in_says_why",
            )
        ]


class FigureQuery(models.Model):
    """One doubt about one figure, asked with others of its unit in one case (`ref`)."""

    figure = models.ForeignKey("indicators.Reported", on_delete=models.PROTECT)
    against = models.CharField(max_length=8)
    other = models.DecimalField(max_digits=20, decimal_places=4)
    ref = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.UniqueConstraint(
                fields=["figure", "against"], name="a_doubt_about_a_figure_is_asked_once"
            )
        ]

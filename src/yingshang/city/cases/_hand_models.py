"""In whose hands work lies, and how an officer likes to look at it: no part of a case's life."""

from django.db import models
from django.db.models import Q

__all__ = ["Claim", "SavedFilter"]


class Claim(models.Model):
    """One officer answers for his unit's share of a case, from `at` until `released_at`.

    Open claims stand also on the case (`claims`, so that a verb need not ask) and on the unit's
    seat (`claimed_by`, so that lists can); one function writes all three.
    """

    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="claimed", db_index=False
    )
    unit = models.CharField(max_length=40)
    holder = models.CharField(max_length=150)
    given_by = models.CharField(max_length=150)
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=Q(released_at=None),
                name="a_units_share_of_a_case_is_in_one_persons_hands",
            )
        ]


class SavedFilter(models.Model):
    """A way of looking at the queue that an officer keeps under a name: an address' query."""

    owner = models.CharField(max_length=150)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.UniqueConstraint(
                fields=["owner", "name"], name="a_person_names_each_filter_once"
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=Q(is_default=True), name="a_person_has_one_own_view"
            ),
        ]

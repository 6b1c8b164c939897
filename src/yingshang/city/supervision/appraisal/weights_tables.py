"""New weights that one person proposes and another publishes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["WeightsDraft"]


class WeightsDraft(models.Model):
    """``body`` is the whole definition as it would be published; what is published is an edition
    of kind ``appraisal`` for the city."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待审核")
        PUBLISHED = "published", _("已发布")
        REFUSED = "refused", _("未通过")

    region = models.CharField(max_length=12)
    body = models.JSONField()
    under = models.CharField(max_length=64)  # the digest of what it was drafted from
    reason = models.TextField()
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ruled_by = models.CharField(max_length=150, blank=True)
    ruled_name = models.CharField(max_length=100, blank=True)
    ruled_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region",),
                condition=Q(state="waiting"),
                name="one_draft_of_weights_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(ruled_by=F("by")),
                name="weights_are_published_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.at:%Y-%m-%d}"

"""Published editions of everything declared in data/: immutable, dated, hashed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """One published body of one declared thing. `region` is empty for the nation."""

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=80)
    region = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    body = models.JSONField()
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "region", "version"], name="an_edition_has_one_number"
            )
        ]
        indexes = [models.Index(fields=["kind", "region", "code"], name="definitions_by_kind")]


class Proposal(models.Model):
    """An edition that one person proposes; another publishes it or does not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待审核")
        PUBLISHED = "published", _("已发布")
        REFUSED = "refused", _("未通过")

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    body = models.JSONField()
    under = models.CharField(max_length=64, blank=True)  # the hash of what it was drafted from
    reason = models.TextField()
    detail = models.JSONField(default=dict)  # what the proposer's screen showed of its effect
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
                fields=("kind", "code", "region"),
                condition=Q(state="waiting"),
                name="one_proposal_of_a_thing_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(ruled_by=F("by")),
                name="a_proposal_is_published_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.code} {self.region} {self.at:%Y-%m-%d}"

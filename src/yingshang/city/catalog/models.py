"""Drafts of items: what a bureau is about to publish. Published editions are not here: they are
immutable, and definitions keeps them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Draft", "Superior"]


class Draft(models.Model):
    """One draft of an item in a city; at most one of an item is open."""

    class State(models.TextChoices):
        DRAFT = "draft", _("起草")
        REVIEW = "review", _("待审")
        APPROVED = "approved", _("审过，待发布")
        PUBLISHED = "published", _("已发布")
        DROPPED = "dropped", _("已作废")

    class Origin(models.TextChoices):
        EDIT = "edit", _("修改")
        IMPORT = "import", _("批量导入")
        SUPERIOR = "superior", _("上级目录")

    region = models.CharField(max_length=12)
    code = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    lead = models.CharField(max_length=24)  # the lead unit's role
    base = models.PositiveBigIntegerField(null=True)  # the edition it started from
    body = models.JSONField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.EDIT)
    revision = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=400, blank=True)
    authors = models.JSONField(default=list)  # all who wrote in it: none of them reviews it
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)
    changed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    effective_on = models.DateField(null=True)
    edition = models.PositiveBigIntegerField(null=True)  # what became of it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code"],
                condition=Q(state__in=["draft", "review", "approved"]),
                name="one_draft_of_an_item_is_open",
            )
        ]
        indexes = [models.Index(fields=["region", "state"], name="catalog_drafts_open")]


class Superior(models.Model):
    """A new edition of the superior catalogue as it arrived, compared with ours item by item."""

    region = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    arrived_at = models.DateTimeField()
    arrived_by = models.CharField(max_length=150)
    items = models.JSONField()  # code → {path: value}, what the superior says
    taken = models.JSONField(default=list)  # "code path" of every difference taken over
    declined = models.JSONField(default=dict)  # "code path" → why not

    class Meta:
        indexes = [models.Index(fields=["region", "-arrived_at"], name="catalog_superior_newest")]

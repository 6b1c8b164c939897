"""What a review leaves behind: acts that can be undone, and the city's dictionary."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Act", "Kind", "Teaching"]


class Act(models.Model):
    """One thing that a person did to a ledger in one go, with what stood there before and after.

    ``rows``: [{kind, id, before: {field: value}, after: {field: value}}], changed fields only.
    ``made``: rows that the act created. Undone, never deleted.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=20)
    sentence = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    made = models.JSONField(default=list)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("plan", "by", "undone_at"), name="plan_act_last"),)

    def __str__(self) -> str:
        return self.sentence


class Kind(models.TextChoices):
    """What an entry of the dictionary is about."""

    UNIT = "unit", _("单位名称")
    METRIC = "metric", _("指标")
    READING = "reading", _("读法")
    NO_TARGET = "no-target", _("不是目标")
    COLUMN = "column", _("表格的列")


class Teaching(models.Model):
    """One entry of a city's dictionary: a printed phrase, what it means here, and who said so.

    ``meaning`` by kind: unit {units: [code], what: unit|none|outside}; metric {key};
    reading {field, from, to}; no-target {reasons: [text], times}; column {role}. Removed,
    never deleted.
    """

    region = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=Kind)
    phrase = models.CharField(max_length=300)
    meaning = models.JSONField()
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey(
        "plans.Target", on_delete=models.PROTECT, null=True, related_name="+"
    )
    act = models.ForeignKey(Act, on_delete=models.PROTECT, null=True, related_name="taught")
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("region", "kind", "phrase"),
                condition=models.Q(removed_at__isnull=True),
                name="a_phrase_has_one_meaning_in_a_city",
            ),
        )

    def __str__(self) -> str:
        return f"{self.phrase} → {self.meaning}"

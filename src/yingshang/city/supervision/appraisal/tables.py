"""A year's appraisal. Nothing is overwritten: a corrected mark is a further version, new weights
are a further announcement, and what was published is kept as it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Appeal", "Appraisal", "AppraisalExtra", "AppraisalMark", "AppraisalSheet"]


class Appraisal(models.Model):
    """One city's year under the weights as announced: `body` is a copy, `body_sha` its digest."""

    class Status(models.TextChoices):
        ANNOUNCED = "announced", _("权重已公布")
        DRAFTED = "drafted", _("已计算，待发核对")
        OPEN = "open", _("各单位核对中")
        FINAL = "final", _("结果已公布")
        REPLACED = "replaced", _("已由新权重替代")

    region = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    body = models.JSONField()
    body_sha = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.ANNOUNCED)
    announced_by = models.CharField(max_length=150)
    announced_name = models.CharField(max_length=100)
    announced_at = models.DateTimeField()
    scored_by = models.CharField(max_length=150, blank=True)
    scored_name = models.CharField(max_length=100, blank=True)
    scored_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    appeal_until = models.DateField(null=True)
    final = models.JSONField(null=True)
    final_sha = models.CharField(max_length=64, blank=True)
    final_name = models.CharField(max_length=100, blank=True)
    final_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "-version", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "year", "version"), name="weights_are_announced_once_a_version"
            ),
            models.UniqueConstraint(
                fields=("region", "year"),
                condition=~Q(status="replaced"),
                name="a_year_is_appraised_once",
            ),
            models.CheckConstraint(
                condition=~Q(status="final") | ~Q(final_sha=""), name="what_is_final_is_sealed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.year}"


class AppraisalSheet(models.Model):
    """One unit's sheet."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="sheets")
    unit = models.CharField(max_length=40)
    agreed_at = models.DateTimeField(null=True)
    agreed_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("unit", "pk")
        constraints = (
            models.UniqueConstraint(fields=("appraisal", "unit"), name="a_unit_has_one_sheet"),
        )

    def __str__(self) -> str:
        return f"{self.appraisal_id} {self.unit}"


class AppraisalMark(models.Model):
    """What one item was counted from: `rows` [{kind, ref, label, ok, why, out}]; `good` of `of` are
    always the count of the rows. The highest version holds; the others stay to be read."""

    sheet = models.ForeignKey(AppraisalSheet, on_delete=models.PROTECT, related_name="marks")
    item = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    good = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    rows = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("item", "version", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "item", "version"), name="a_mark_has_one_row_a_version"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="a_corrected_mark_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item} {self.version}"


class AppraisalExtra(models.Model):
    """Points added or taken, with the ground; taken back, it stays with the reason."""

    class Kind(models.TextChoices):
        PLUS = "plus", _("加分")
        MINUS = "minus", _("扣分")

    sheet = models.ForeignKey(AppraisalSheet, on_delete=models.PROTECT, related_name="extras")
    kind = models.CharField(max_length=5, choices=Kind)
    code = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    ground = models.TextField()
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_name = models.CharField(max_length=100, blank=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(ground=""), name="points_added_or_taken_have_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(ended_reason=""),
                name="points_taken_back_say_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Appeal(models.Model):
    """A unit objects to one item (`item`: its code, or `extra-ID`), with evidence."""

    class State(models.TextChoices):
        OPEN = "open", _("待裁定")
        UPHELD = "upheld", _("申诉成立")
        REFUSED = "refused", _("维持原分")

    sheet = models.ForeignKey(AppraisalSheet, on_delete=models.PROTECT, related_name="appeals")
    item = models.CharField(max_length=40)
    words = models.TextField()
    file_sha = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_mime = models.CharField(max_length=100, blank=True)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    ruling = models.TextField(blank=True)
    ruled_by = models.CharField(max_length=150, blank=True)
    ruled_name = models.CharField(max_length=100, blank=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("sheet", "item"),
                condition=Q(state="open"),
                name="an_item_is_under_one_appeal",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(ruling=""), name="a_ruling_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item}"

"""Bulletins and those to whom they went."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Bulletin", "BulletinReader"]


class Bulletin(models.Model):
    """One issue. Once sent, neither its content nor its files change: a correction is an issue."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("草稿")
        APPROVED = "approved", _("已审核待发")
        SENT = "sent", _("已印发")
        DROPPED = "dropped", _("已作废")

    kind = models.CharField(max_length=40)
    region = models.CharField(max_length=12)
    period = models.CharField(max_length=12)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(null=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections"
    )
    correction_reason = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=100)
    drafted_id = models.CharField(max_length=150)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=100, blank=True)
    approved_id = models.CharField(max_length=150, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=100, blank=True)
    docx = models.CharField(max_length=64, blank=True)
    xlsx = models.CharField(max_length=64, blank=True)
    pdf = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-drafted_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "kind", "year", "number"), name="one_number_an_issue"
            ),
            models.UniqueConstraint(
                fields=("region", "kind", "period"),
                condition=Q(corrects=None) & ~Q(status="dropped"),
                name="one_bulletin_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent")
                | (Q(number__isnull=False) & Q(sent_at__isnull=False) & ~Q(docx="") & ~Q(xlsx="")),
                name="a_sent_bulletin_has_number_and_files",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"


class BulletinReader(models.Model):
    """To whom (“user:…”, “unit:…”) and who read it when."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="readers")
    to = models.CharField(max_length=180)
    name = models.CharField(max_length=120)
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("bulletin", "to"), name="a_reader_is_sent_it_once"),
        )

    def __str__(self) -> str:
        return self.name

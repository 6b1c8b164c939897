"""Runs and their values; what units report, and how their spreadsheets are read."""

from django.db import models
from django.db.models import Q

from yingshang.city.indicators._log_models import LoggedCase, LoggedEvent, LogImport, LogSource
from yingshang.city.indicators.kinds import Mark, PeriodKind
from yingshang.city.indicators.past_models import PastValue
from yingshang.city.indicators.reporting_models import FigureQuery, HandIn

__all__ = [
    "FigureQuery",
    "HandIn",
    "Import",
    "LogImport",
    "LogSource",
    "LoggedCase",
    "LoggedEvent",
    "PastValue",
    "Reported",
    "Run",
    "SheetMapping",
    "Value",
]


class Run(models.Model):
    """One computation of one region: which facts (digests of the sealed files), as of when."""

    region = models.CharField(max_length=12)
    as_of = models.DateTimeField()
    computed_at = models.DateTimeField()
    computed_by = models.CharField(max_length=150)
    facts = models.JSONField(default=dict)  # view → {rows, digest}
    cursor = models.BigIntegerField(default=0)  # the newest fact's row when it began to read

    class Meta:
        indexes = [models.Index(fields=["region", "-id"], name="indicators_newest_run")]


class Value(models.Model):
    """The value of one indicator for one place and period, as the newest run found it.

    unit and district empty: the whole region. kind year: from January through the period.
    as_of and computed_at are those of the run that last changed it.
    """

    edition = models.ForeignKey("definitions.Edition", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=5, choices=PeriodKind.choices)
    period = models.CharField(max_length=7)
    until = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    skipped = models.PositiveIntegerField(default=0)
    mark = models.CharField(max_length=8, choices=Mark.choices)
    reason = models.CharField(max_length=120, blank=True)
    as_of = models.DateTimeField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "code", "unit", "district", "kind", "period", "mark"],
                name="a_place_has_one_value_a_period",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, reason="") | (Q(value=None) & ~Q(reason="")),
                name="a_missing_value_says_why",
            ),
        ]


class SheetMapping(models.Model):
    """A confirmed way to read one layout of one unit."""

    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    body = models.JSONField()
    confirmed_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "fingerprint"], name="a_unit_reads_a_layout_one_way"
            )
        ]


class Import(models.Model):
    """One accepted spreadsheet."""

    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    imported_by = models.CharField(max_length=150)
    imported_at = models.DateTimeField()


class Reported(models.Model):
    """One figure a unit reported: kept as it was; a later report of the same supersedes it."""

    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="figures")
    edition = models.ForeignKey("definitions.Edition", on_delete=models.PROTECT, db_index=False)
    code = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    district = models.CharField(max_length=12, blank=True)
    period = models.CharField(max_length=7)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    sheet = models.CharField(max_length=80)
    cell = models.CharField(max_length=12)
    text = models.CharField(max_length=120)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "unit", "district", "period"],
                condition=Q(superseded_at=None),
                name="a_unit_reports_one_figure_a_period",
            )
        ]
        indexes = [models.Index(fields=["region", "period"], name="indicators_reported_period")]

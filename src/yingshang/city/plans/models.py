"""What a plan leaves behind: the document as read, its ledger, and the history of both.

The extracted text is kept, since every offset points into it. The machine's reading stays in
``Plan.reading`` untouched; people's corrections change the rows and append a ``PlanEvent``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from yingshang.city.plans._wording import on_one_line

__all__ = [
    "OF_THE_WHOLE",
    "REVIEWED",
    "Act",
    "Binding",
    "Document",
    "Plan",
    "PlanEvent",
    "Preview",
    "Target",
    "Task",
    "Teaching",
]


class Status(models.TextChoices):
    """How far a row of the ledger has been looked at by a person."""

    SUGGESTED = "suggested", _("机器建议")
    CONFIRMED = "confirmed", _("已确认")
    CORRECTED = "corrected", _("已更正")
    REJECTED = "rejected", _("已剔除")


# The rows that hold targets of a plan as a whole: those of its aims, of its table of indicators.
OF_THE_WHOLE = ("全文的总体目标", "全文的主要指标")
REVIEWED = (Status.CONFIRMED, Status.CORRECTED)  # a person stands behind the reading


class Document(models.Model):
    """A file that was handed in: its fingerprint and the text that was read from it."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    text = models.TextField()
    notes = models.JSONField(default=list)  # what the reader left out or mended, in words

    def __str__(self) -> str:
        return self.name


class Preview(models.Model):
    """A reading that waits to be kept, seen by nobody but the one who handed it in."""

    key = models.UUIDField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    region = models.CharField(max_length=12)
    text = models.TextField()
    reading = models.JSONField()
    notes = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name


class Plan(models.Model):
    """One published plan of one region, in one edition."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="plans")
    region = models.CharField(max_length=12, db_index=True)
    title = models.CharField(max_length=300)
    doc_number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    issued_on = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    edition = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=20)
    reading = models.JSONField()
    imported_by = models.CharField(max_length=100)
    imported_at = models.DateTimeField()
    last_seq = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)  # imported wrongly: read, and no longer counted
    withdrawn_by = models.CharField(max_length=100, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("document", "region"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_plan_in_force_per_document_and_region",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A numbered item that obliges someone; offsets are characters of the document's text."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    order = models.PositiveIntegerField()
    no = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    section = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    lead = models.JSONField(default=list)
    responsible = models.JSONField(default=list)
    cooperating = models.JSONField(default=list)
    generic = models.JSONField(default=list)
    open_ended = models.BooleanField(default=False)
    deadline = models.DateField(null=True)
    deadline_text = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(null=True)  # of the reading; None where it was not said
    doubts = models.JSONField(default=list)  # why it is unsure, in words
    taught = models.JSONField(default=list)  # entries of the city's dictionary that were used
    gone = models.BooleanField(default=False)  # merged away or taken back: no row of the ledger
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.SUGGESTED)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.no} {self.title}"

    def next_place(self) -> int:
        """The order of a target that joins: behind all that the task has, taken back ones too."""
        last = self.targets.aggregate(last=models.Max("order"))["last"]
        return 0 if last is None else last + 1


class Target(models.Model):
    """A number that commits to a future level."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="targets")
    order = models.PositiveIntegerField()
    span = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    metric = models.CharField(max_length=200)
    metric_key = models.CharField(max_length=80, blank=True, db_index=True)
    comparator = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    value_max = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=40)
    statistic = models.CharField(max_length=10, blank=True)
    due_on = models.DateField(null=True)
    scope = models.CharField(max_length=200, blank=True)
    confidence = models.FloatField(default=1.0)
    doubts = models.JSONField(default=list)
    taught = models.JSONField(default=list)
    gone = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUGGESTED)
    version = models.PositiveIntegerField(default=1)

    live: list["Binding"]  # prefetched by queries.live_bindings

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.metric} {self.comparator} {self.value}{self.unit}"

    @property
    def words(self) -> str:
        """The very words as a person reads them; ``span`` keeps the ends of the printed lines."""
        return on_one_line(self.span)


class PlanEvent(models.Model):
    """Who changed what in a plan, when and why. Appended only."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="events")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, related_name="events")
    field = models.CharField(max_length=40, blank=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ("seq",)
        constraints = (
            models.UniqueConstraint(fields=("plan", "seq"), name="plan_event_seq_is_taken_once"),
        )

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.seq} {self.name}"


class Binding(models.Model):
    """A person's word that this indicator measures this target; undone, never deleted."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="bindings")
    indicator = models.CharField(max_length=80)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("target",),
                condition=models.Q(undone_at__isnull=True),
                name="target_is_bound_to_one_indicator",
            ),
        )

    def __str__(self) -> str:
        return f"{self.target_id} → {self.indicator}"


from yingshang.city.plans.lineage.models import PlanLink, TargetLink, TaskLink  # noqa: E402, F401
from yingshang.city.plans.review.models import Act, Teaching  # noqa: E402 - models of a subpackage
from yingshang.city.plans.tracking.models import Track  # noqa: E402, F401

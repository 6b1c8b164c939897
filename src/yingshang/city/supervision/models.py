"""Warnings, grounds of orders, clues. An order itself is a case (item ``supervision-order``)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yingshang.city.supervision.appraisal.tables import (
    Appeal,
    Appraisal,
    AppraisalExtra,
    AppraisalMark,
    AppraisalSheet,
)
from yingshang.city.supervision.bulletins.tables import Bulletin, BulletinReader
from yingshang.city.supervision.calendars.tables import CalendarFeed, CalendarItem
from yingshang.city.supervision.confirming_tables import Confirmation
from yingshang.city.supervision.delays.tables import DelayAsk
from yingshang.city.supervision.evaluation.tables import (
    Evaluation,
    EvidenceFile,
    EvidencePiece,
)
from yingshang.city.supervision.instructions.tables import Instruction, InstructionTask
from yingshang.city.supervision.ladder.tables import Escalation
from yingshang.city.supervision.meetings.tables import Meeting, MeetingDecision, MeetingTopic
from yingshang.city.supervision.motions.tables import Motion, MotionOpinion, MotionShare
from yingshang.city.supervision.rounds.tables import Round, RoundSending, RoundShare

__all__ = [
    "Appeal",
    "Appraisal",
    "AppraisalExtra",
    "AppraisalMark",
    "AppraisalSheet",
    "Bulletin",
    "BulletinReader",
    "CalendarFeed",
    "CalendarItem",
    "Clue",
    "Confirmation",
    "DelayAsk",
    "Escalation",
    "Evaluation",
    "EvidenceFile",
    "EvidencePiece",
    "Instruction",
    "InstructionTask",
    "Meeting",
    "MeetingDecision",
    "MeetingTopic",
    "Motion",
    "MotionOpinion",
    "MotionShare",
    "Order",
    "PaperNumber",
    "Round",
    "RoundSending",
    "RoundShare",
    "Warning",
]


class Warning(models.Model):
    """What a watch rule saw. ``key`` is rule, subject and period: seen twice, raised once.

    ``eased_at``: since when the rule no longer holds (None while it does), ``eased_sentence``: by
    what number."""

    class Status(models.TextChoices):
        NEW = "new", _("待处理")
        ORDERED = "ordered", _("已转督办")
        DISMISSED = "dismissed", _("不予督办")
        CLEARED = "cleared", _("情形已消除")

    class Severity(models.TextChoices):
        NOTICE = "notice", _("提示")
        SERIOUS = "serious", _("较重")
        GRAVE = "grave", _("严重")

    key = models.CharField(max_length=200, unique=True)
    rule = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40, blank=True)
    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, null=True)
    period = models.CharField(max_length=20)
    severity = models.CharField(max_length=10, choices=Severity)
    title = models.CharField(max_length=300)
    sentence = models.TextField()
    grounds = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=100)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)
    settled_reason = models.TextField(blank=True)
    eased_at = models.DateTimeField(null=True)
    eased_sentence = models.TextField(blank=True)

    class Meta:
        ordering = ("-raised_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(status="cleared") | Q(eased_at__isnull=False),
                name="a_cleared_warning_says_since_when",
            ),
        )
        indexes = (
            models.Index(fields=("region", "status", "-raised_at"), name="warnings_of_a_region"),
        )

    def __str__(self) -> str:
        return self.title


class Order(models.Model):
    """Why an order was given and what closes it; ``ref`` is its case.

    The level to reach is copied when the order goes out, so that a later correction of the plan
    can't move the goal of an order that a unit is already working on. ``short``: of one that its
    unit has answered, by what number it is not met yet, as the last night saw it, or as it was
    closed all the same; ``met_on``: since when it is met that was not, or was not on its day;
    ``looked_on``: the night that last looked.
    """

    class ClosesBy(models.TextChoices):
        INDICATOR = "indicator", _("指标达到目标")
        CASES = "cases", _("超期办件全部办结")
        FIGURES = "figures", _("数据矛盾消除")
        CLUES = "clues", _("所附线索逐件核实")
        REPLY = "reply", _("办理情况经确认")

    ref = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=60, unique=True)
    warning = models.OneToOneField(Warning, on_delete=models.PROTECT, related_name="order")
    region = models.CharField(max_length=12)
    target = models.ForeignKey(
        "plans.Target", on_delete=models.PROTECT, null=True, related_name="+"
    )
    indicator = models.CharField(max_length=80, blank=True)
    unit_scope = models.CharField(max_length=40, blank=True)
    comparator = models.CharField(max_length=10, blank=True)
    level = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    level_max = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    level_unit = models.CharField(max_length=40, blank=True)
    closes_by = models.CharField(max_length=10, choices=ClosesBy)
    window_days = models.PositiveSmallIntegerField(default=30)
    min_cases = models.PositiveSmallIntegerField(default=10)
    cases = models.JSONField(default=list)
    demand = models.TextField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)
    short = models.TextField(blank=True)
    met_on = models.DateField(null=True)
    looked_on = models.DateField(null=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        indexes = (models.Index(fields=("region", "-opened_at"), name="orders_of_a_region"),)

    def __str__(self) -> str:
        return self.number


class PaperNumber(models.Model):
    """The last number of a series (青营督〔2026〕), whichever sort of paper took it."""

    series = models.CharField(max_length=50, unique=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.series}{self.last}"


class Clue(models.Model):
    """A ground for a warning, never a verdict. One a case and kind: seen again, kept once.

    `reasons` and `against`: [{code, weight, sentence, seqs}] as they were weighed; `seqs`: the
    events of the case that show it; `drawn`: moments for the picture. `officer` is the opaque id
    of whose work is in question: shown to supervisors of the region only.
    """

    class Status(models.TextChoices):
        NEW = "new", _("待核实")
        WARNED = "warned", _("已作预警依据")
        EXPLAINED = "explained", _("已核实，有合理解释")
        CONFIRMED = "confirmed", _("经核实属实")

    key = models.CharField(max_length=120, unique=True)
    region = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    case = models.CharField(max_length=24)
    item_name = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    officer = models.CharField(max_length=150, blank=True)
    officer_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    period = models.CharField(max_length=7)
    score = models.SmallIntegerField()
    sentence = models.TextField()
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)
    seqs = models.JSONField(default=list)
    drawn = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, blank=True)
    settled_reason = models.TextField(blank=True)
    warning = models.ForeignKey(Warning, on_delete=models.PROTECT, null=True, related_name="clues")

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(status__in=["explained", "confirmed"]) | ~Q(settled_reason=""),
                name="a_settled_clue_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["warned", "confirmed"]) | Q(warning__isnull=False),
                name="a_clue_held_against_a_unit_names_its_warning",
            ),
        )
        indexes = (
            models.Index(fields=("region", "status", "-at"), name="clues_of_a_region"),
            models.Index(fields=("region", "period"), name="clues_of_a_month"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case}"

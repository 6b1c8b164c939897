"""A survey, and the cases whose applicants are asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["WHO_LENGTH", "Survey", "SurveyCall"]

# Some five hundred ticked items; the schema of a plan (surveyplan.json) says the same number.
WHO_LENGTH = 12000


class Survey(models.Model):
    """One round of questions about the cases of a span of time.

    ``population``: {ref: stratum}, frozen when the survey is prepared, together with the
    commitment to a secret; ``proof`` (kernel.draw) is there once it is drawn. ``results`` are
    frozen with their digest when the survey is closed. ``plan``: the declared plan that began it,
    '' where a person did; it then says how many are drawn (``sample``, ``least``) and whose cases
    belong (``who``). ``checked``: the digest of the record whose proof was verified.
    """

    class Status(models.TextChoices):
        READY = "ready", _("名单已定，待抽样")
        CALLING = "calling", _("回访中")
        CLOSED = "closed", _("已结束")

    region = models.CharField(max_length=12)
    edition = models.ForeignKey("definitions.Edition", on_delete=models.PROTECT, db_index=False)
    title = models.CharField(max_length=120)
    surveyor = models.CharField(max_length=120, blank=True)
    plan = models.CharField(max_length=80, blank=True, default="")
    who = models.CharField(max_length=WHO_LENGTH, blank=True, default="")
    sample = models.PositiveIntegerField(null=True)
    least = models.PositiveSmallIntegerField(null=True)
    since = models.DateField()
    until = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.READY)
    population = models.JSONField(default=dict)
    population_digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    proof = models.JSONField(default=dict)
    prepared_at = models.DateTimeField()
    prepared_by = models.CharField(max_length=100)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)
    results = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    checked = models.CharField(max_length=64, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    check_faults = models.JSONField(default=list)

    class Meta:
        ordering = ("-prepared_at", "-pk")
        indexes = (models.Index(fields=("region", "-prepared_at"), name="surveys_of_a_region"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status="ready") | Q(drawn_at__isnull=False),
                name="nobody_is_called_before_the_draw",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(digest=""),
                name="a_closed_survey_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(status="ready") | ~Q(surveyor=""),
                name="who_surveys_is_named_before_the_draw",
            ),
            models.UniqueConstraint(
                fields=("region", "plan", "until"),
                condition=~Q(plan=""),
                name="a_plan_begins_a_survey_once",
            ),
        )

    def __str__(self) -> str:
        return self.title


class SurveyCall(models.Model):
    """One case of the sample. ``place`` is its place in the order of its stratum."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待回访")
        ANSWERED = "answered", _("已答")
        REFUSED = "refused", _("拒答")
        UNREACHABLE = "unreachable", _("联系不上")
        WRONG = "wrong", _("号码有误或没有号码")

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="calls")
    case = models.CharField(max_length=24)
    stratum = models.CharField(max_length=80)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("stratum", "place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("survey", "case"), name="a_case_is_asked_once"),
        )
        indexes = (models.Index(fields=("survey", "state"), name="survey_calls_by_state"),)

    def __str__(self) -> str:
        return f"{self.survey_id} {self.case}"

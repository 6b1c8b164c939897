"""Cases and their facts. Columns of Case beyond the header are a cached fold of its events."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yingshang.adapters.rows import FAR
from yingshang.city.cases._clock_models import ClockMove, ClockRun
from yingshang.city.cases._hand_models import Claim, SavedFilter
from yingshang.city.cases._log_models import Checkpoint, CheckpointSpan
from yingshang.city.cases._transaction import CurrentTransaction
from yingshang.city.cases.kinds import DONE_EVENTS, OPEN_STATES, Channel, State, StepStatus

__all__ = [
    "Attachment",
    "Case",
    "CaseEvent",
    "CaseNumber",
    "Checkpoint",
    "CheckpointSpan",
    "Claim",
    "ClockMove",
    "ClockRun",
    "Draft",
    "EventPayload",
    "Extension",
    "Pause",
    "SavedFilter",
    "Seat",
    "Step",
]


class Case(models.Model):
    """One piece of work with an owner and a clock. `ref` is <region>-<year>-<six digits>."""

    ref = models.CharField(max_length=24, primary_key=True)
    region = models.CharField(max_length=12)
    district = models.CharField(max_length=12, blank=True)
    item = models.CharField(max_length=80)
    item_name = models.CharField(max_length=120)
    family = models.CharField(max_length=24)
    edition = models.ForeignKey("definitions.Edition", on_delete=models.PROTECT, db_index=False)
    item_version = models.PositiveIntegerField()
    party = models.ForeignKey("accounts.Party", null=True, on_delete=models.PROTECT)
    opened_by = models.CharField(max_length=150)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    subject = models.CharField(_("办件名称"), max_length=200, blank=True)
    about = models.CharField(max_length=40, blank=True)  # the case or warning it follows from
    key = models.CharField(max_length=240, null=True)  # noqa: DJ001 — NULLs do not collide
    due_fixed_at = models.DateTimeField(null=True)  # a due date set by hand (orders)

    seq = models.PositiveIntegerField()
    last_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices)
    unit = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    holder = models.CharField(max_length=40, blank=True)
    holder_since = models.DateTimeField()
    handed_on_at = models.DateTimeField(null=True)  # its unit has done its own: others examine it
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    acceptance_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    again_due_at = models.DateTimeField(null=True)  # later: answered in time, and sent back
    statutory_due_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)  # the clock that runs now: scan index
    warn_at = models.DateTimeField(null=True)
    queue_at = models.DateTimeField(default=FAR)  # next_due_at, or FAR: lists are sorted by it
    claims = models.CharField(max_length=400, blank=True, db_default="")  # see _hands.claims_of
    corrections = models.PositiveSmallIntegerField(default=0)
    visits = models.PositiveSmallIntegerField(default=0)
    used_workdays = models.IntegerField(null=True)
    used_days = models.IntegerField(null=True)
    statutory_workdays = models.IntegerField(null=True)
    promised_workdays = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_posted_form_opens_one_case"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="a_case_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "closed"]) | ~Q(outcome=""),
                name="a_decided_case_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "decided", "closed"])
                | Q(accepted_at__isnull=False),
                name="a_case_in_work_was_accepted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "queue_at", "ref"],
                condition=Q(state__in=OPEN_STATES),
                name="cases_open_of_region",
            ),
            models.Index(fields=["region", "submitted_at", "ref"], name="cases_by_arrival"),
            models.Index(
                fields=["acceptance_due_at"],
                condition=Q(state="submitted"),
                name="cases_silence_answers",
            ),
            models.Index(fields=["about"], condition=~Q(about=""), name="cases_about"),
        ]

    def __str__(self) -> str:
        return self.ref


class Step(models.Model):
    """One step of a case as it stands now; its history is in the events."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=StepStatus.choices)
    opened_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, blank=True)
    by = models.CharField(max_length=150, blank=True)
    by_name = models.CharField(max_length=60, blank=True)
    opinion = models.TextField(blank=True)
    used_workdays = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="a_case_has_each_step_once"),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(result=""), name="a_done_step_has_a_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.code}"


class Seat(models.Model):
    """A unit that is concerned with a case: what its officers see, and in which order.

    `stage` 2: the unit's turn, 1: open but another's turn, 0: over. Kept by the writer; a test
    compares it with the case's standing.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="seats", db_index=False)
    unit = models.CharField(max_length=40)
    stage = models.PositiveSmallIntegerField()
    queue_at = models.DateTimeField(default=FAR)
    claimed_by = models.CharField(max_length=150, blank=True, db_default="")  # not the writer's

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "case"], name="a_unit_sits_at_a_case_once")
        ]
        indexes = [
            models.Index(
                fields=["unit", "queue_at", "case"],
                condition=Q(stage__gt=0),
                name="cases_open_seats_of_unit",
            ),
            models.Index(
                fields=["claimed_by", "unit", "queue_at"],
                condition=Q(stage__gt=0) & ~Q(claimed_by=""),
                name="cases_seats_in_hands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}@{self.case_id}"


class CaseEvent(models.Model):
    """A fact, appended and never edited. `data` holds the very bytes that were hashed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=24)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    data = models.TextField()
    hash = models.CharField(max_length=64)
    tx = models.BigIntegerField(db_default=CurrentTransaction())  # orders the feed; see _feed.py

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "seq"], name="a_fact_has_its_own_place_in_its_case"
            )
        ]
        indexes = [
            models.Index(
                fields=["by", "at"],
                condition=Q(name__in=DONE_EVENTS),
                name="cases_work_done_by_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.name}"


class EventPayload(models.Model):
    """Personal data of one event. It can be erased: the event keeps only the salted digest."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, db_index=False)
    seq = models.PositiveIntegerField()
    salt = models.CharField(max_length=32, blank=True)
    body = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="an_event_has_one_payload"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | (Q(body="") & Q(salt="")),
                name="an_erased_payload_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq}"


class Pause(models.Model):
    """A span in which the clock stands: a correction, or a special procedure (law, art. 45)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="a_pause_has_its_own_place"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until=None), name="a_case_has_one_open_pause"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_pause_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Extension(models.Model):
    """More working days, approved by a named head (law, art. 42)."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="extensions", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    workdays = models.PositiveSmallIntegerField()
    approver = models.CharField(max_length=80)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position"], name="an_extension_has_its_own_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} +{self.workdays}"


class Attachment(models.Model):
    """A file of a case; its bytes lie under var/files by content hash."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    seq = models.PositiveIntegerField()
    material = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    mime = models.CharField(max_length=100)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Draft(models.Model):
    """A form that somebody is still filling in; it survives a closed tab."""

    actor = models.CharField(max_length=150)
    region = models.CharField(max_length=12)
    item = models.CharField(max_length=80)
    form = models.JSONField(default=dict)
    updated_at = models.DateTimeField()
    # which page it was typed in, and how far: an older save that arrives late changes nothing
    page = models.CharField(max_length=40, default="", blank=True)
    typed = models.PositiveIntegerField(default=0)
    # it became a case: emptied, and kept so that a save on its way does not make it anew
    handed_in = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "region", "item"], name="a_person_has_one_draft_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.item}"


class CaseNumber(models.Model):
    """The last number given out in a region and year."""

    region = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="a_region_counts_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.region}-{self.year}"


class VoucherNumber(models.Model):
    """The last number of a kind of paper that a unit gave out in a year."""

    unit = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "year"], name="a_unit_counts_each_paper_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.year}"


class Duty(models.Model):
    """Something owed beside the main clock: to make up, to verify, to deliver …"""

    case = models.ForeignKey(
        "Case", on_delete=models.CASCADE, related_name="duties", db_index=False
    )
    kind = models.CharField(max_length=16)
    holder = models.CharField(max_length=40)  # a unit code, or 'applicant'
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="a_case_has_each_duty_once")
        ]
        indexes = [
            models.Index(
                fields=["kind", "due_at"],
                condition=Q(ended_at__isnull=True),
                name="cases_duties_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


from yingshang.city.cases._paper_models import Outage, PaperBook, PaperReceipt  # noqa: E402, F401

"""Records of every register in one table: what is declared decides what a body holds."""

from django.db import models
from django.db.models import Q

from yingshang.city.registers.kinds import State


class Record(models.Model):
    """One record as it stands. `key` is the text of its natural key; a register without one gives
    each record a key of its own. What went before stands in `Change`."""

    register = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)  # who keeps it
    key = models.CharField(max_length=400)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices)
    version = models.PositiveIntegerField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    flagged = models.BooleanField()  # a check warned when it was last written
    shape = models.CharField(max_length=16)  # under which declaration its marks were written
    changed_at = models.DateTimeField()
    words = models.TextField()  # what the search box finds; without personal data
    personal_words = models.TextField()  # what it finds for those who keep the register
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "region", "key"], name="a_record_stands_once_in_its_register"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="a_record_is_in_a_known_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["register", "region", "state", "-changed_at", "-id"],
                name="registers_newest_records",
            ),
            models.Index(
                fields=["register", "region", "valid_until"],
                condition=Q(state="current", valid_until__isnull=False),
                name="registers_lapsing_records",
            ),
        ]


class Mark(models.Model):
    """One value of a record in the form that lists are sorted and filtered by: a date as ISO
    text, a number so that its text sorts as the number does. Every declared column has one, empty
    where the record has none."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, db_index=False)
    register = models.CharField(max_length=80)
    region = models.CharField(max_length=12)
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "field"], name="a_record_has_one_mark_a_column"
            )
        ]
        indexes = [
            models.Index(
                fields=["register", "region", "field", "value", "record"],
                name="registers_sorted_marks",
            )
        ]


class Change(models.Model):
    """What was done to a record: appended, never changed."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, db_index=False)
    region = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=8)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    source = models.CharField(max_length=8)  # form, file, case, api, demo
    told = models.CharField(max_length=300, blank=True)  # the reason, the file, the case
    before = models.JSONField()  # of the fields that changed
    after = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "version"], name="a_record_changes_one_step_at_a_time"
            )
        ]


class Told(models.Model):
    """The owner was told that a record lapses, or that a duty is due: once for each day of it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, db_index=False)
    what = models.CharField(max_length=60)  # "valid", or the duty
    stage = models.CharField(max_length=5)  # near, late
    on = models.DateField()  # the last day that it was about
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "what", "stage", "on"], name="an_owner_is_told_once_of_a_day"
            )
        ]


class Heading(models.Model):
    """What a unit calls a column in its own sheets: confirmed once, known from then on."""

    register = models.CharField(max_length=80)
    unit = models.CharField(max_length=40)
    heading = models.CharField(max_length=120)
    field = models.CharField(max_length=60, blank=True)  # empty: a column that is left out
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "unit", "heading"], name="a_heading_means_one_column"
            )
        ]

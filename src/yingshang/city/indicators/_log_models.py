"""Event logs of other systems: their sources, files, cases and events."""

from django.db import models


class LogSource(models.Model):
    """A system of another bureau or city whose logs are read. ``columns``: layout of a table
    (digest of its headings) → the confirmed columns."""

    region = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["region", "name"], name="a_log_source_has_one_name")
        ]


class LogImport(models.Model):
    """One file that was taken over; the same file again changes nothing."""

    source = models.ForeignKey(LogSource, on_delete=models.PROTECT, related_name="imports")
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    events = models.PositiveIntegerField()  # readable ones in the file
    added = models.PositiveIntegerField()  # those that no earlier file had brought
    skipped = models.JSONField(default=dict)  # reason → how many
    unzoned = models.PositiveIntegerField(default=0)
    imported_by = models.CharField(max_length=150)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["source", "sha256"], name="a_log_is_taken_over_once")
        ]


class LoggedCase(models.Model):
    """One case of a source, by the number it has there."""

    source = models.ForeignKey(
        LogSource, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    ref = models.CharField(max_length=200)

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["source", "ref"], name="a_logged_case_has_one_number")
        ]


class LoggedEvent(models.Model):
    """One event. ``at``: microseconds since 1970 of UTC. ``mark`` tells events of one instant
    apart: a digest of activity, resource, transition and which of several equal ones it is."""

    case = models.ForeignKey(
        LoggedCase, on_delete=models.PROTECT, related_name="events", db_index=False
    )
    at = models.BigIntegerField()
    activity = models.CharField(max_length=200)
    resource = models.CharField(max_length=200, blank=True)
    transition = models.CharField(max_length=20, blank=True)
    mark = models.CharField(max_length=16)

    class Meta:
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(
                fields=["case", "at", "mark"], name="a_logged_event_is_kept_once"
            )
        ]

"""Append-only record beside the domain: who did or saw what, and when."""

from django.db import models


class Record(models.Model):
    """One act or one look. `by` and `obj` are opaque: audit knows nothing of the layers above."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    obj = models.CharField(max_length=120, db_index=True)
    detail = models.JSONField(default=dict)


class ReadRecord(models.Model):
    """Somebody on the staff was shown personal data of a case. Kept beside the domain.

    On PostgreSQL the rows stand in this table; beside SQLite they stand in a file of their own
    (`_reads.py`), so that a page which is only read never takes the write lock of the domain.
    """

    id = models.CharField(max_length=32, primary_key=True)  # taken in twice is written once
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=60)
    unit = models.CharField(max_length=40, blank=True)
    obj = models.CharField(max_length=120)
    fields = models.TextField()  # JSON: what was shown, by label
    page = models.CharField(max_length=40)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["obj", "-at"], name="audit_reads_of_object")]

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

"""Published editions of everything declared in data/: immutable, dated, hashed."""

from django.db import models


class Edition(models.Model):
    """One published body of one declared thing. `region` is empty for the nation."""

    kind = models.CharField(max_length=24)
    code = models.CharField(max_length=80)
    region = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField()
    valid_from = models.DateField()
    body = models.JSONField()
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "code", "region", "version"], name="an_edition_has_one_number"
            )
        ]
        indexes = [models.Index(fields=["kind", "region", "code"], name="definitions_by_kind")]

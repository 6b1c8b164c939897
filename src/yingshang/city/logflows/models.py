"""What a person confirmed of the log of another system, by the number of its source."""

from django.db import models


class LogKind(models.Model):
    """Of which kind of business a logged case is, as a column of its file said."""

    source = models.PositiveBigIntegerField()
    ref = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "ref"], name="a_logged_case_is_of_one_kind"),
        )

    def __str__(self) -> str:
        return f"{self.ref}: {self.kind}"


class LogFlow(models.Model):
    """The item whose declared flow cases of one kind are laid beside ('' where a source has one
    kind only). ``steps``: activity → step code, or one of the marks of the service; ``counted``:
    declared steps that no activity tells of and that count as left out."""

    source = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=80, blank=True)
    item = models.CharField(max_length=80)
    steps = models.JSONField(default=dict)
    counted = models.JSONField(default=list)
    confirmed_by = models.CharField(max_length=150)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["source", "kind"], name="a_kind_has_one_flow"),
        )

    def __str__(self) -> str:
        return f"{self.kind} → {self.item}"

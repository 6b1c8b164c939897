"""What a new calendar has moved: one run for each change, one row for each clock."""

from django.db import models

__all__ = ["ClockMove", "ClockRun"]


class ClockRun(models.Model):
    """Open clocks have followed the calendars up to `edition` (an id of definitions); negative
    while the run is under way, so that one that was broken off is taken up again.

    `changed`: the days that differ, ISO; empty where all clocks were looked at.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    reason = models.TextField()
    edition = models.BigIntegerField(unique=True)
    changed = models.JSONField(default=list)
    looked = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.edition} {self.reason}"


class ClockMove(models.Model):
    """One clock that moved: `clock` is acceptance, promised, statutory or step:<code>."""

    run = models.ForeignKey(ClockRun, on_delete=models.CASCADE, related_name="moves")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    clock = models.CharField(max_length=90)
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)

    class Meta:
        constraints = [  # noqa: RUF012 — Django's Meta
            models.UniqueConstraint(
                fields=["run", "case", "clock"], name="a_clock_moves_once_in_a_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock}"

"""What a unit asked for, and how it was ruled on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["DelayAsk"]


class DelayAsk(models.Model):
    """A unit asked for a later date of one case; both dates stay, whatever was decided."""

    class State(models.TextChoices):
        ASKED = "asked", _("待审批")
        GRANTED = "granted", _("已同意延期")
        REFUSED = "refused", _("未同意延期")
        LAPSED = "lapsed", _("这件事已经结束，不再审批")
        MOVED = "moved", _("已改由其他单位承办，不再审批")

    ref = models.CharField(max_length=40, db_index=True)
    was = models.DateField()
    until = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    words = models.TextField(blank=True)
    ruled_by = models.CharField(max_length=100, blank=True)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("ref",), condition=Q(state="asked"), name="one_delay_is_asked_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("was")), name="a_delay_asks_for_a_later_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(words=""), name="a_refused_delay_says_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.until}"

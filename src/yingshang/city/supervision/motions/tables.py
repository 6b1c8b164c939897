"""A motion or proposal, and the share of each unit that handles it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Motion", "MotionOpinion", "MotionShare"]


class Motion(models.Model):
    """What deputies or members handed in. `hard`: six months instead of three."""

    class Kind(models.TextChoices):
        CONGRESS = "congress", _("人大代表建议")
        BILL = "bill", _("人大议案")
        CPPCC = "cppcc", _("政协提案")

    class Mode(models.TextChoices):
        SOLE = "sole", _("单办")
        SPLIT = "split", _("分办")
        JOINT = "joint", _("主办会办")

    region = models.CharField(max_length=12)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind)
    mode = models.CharField(max_length=10, choices=Mode)
    session = models.CharField(max_length=100, blank=True)
    members = models.JSONField(default=list)
    body = models.TextField()
    hard = models.BooleanField(default=False)
    handed_on = models.DateField()
    reply_by = models.DateField()
    open_reply = models.BooleanField(default=True)
    handed_by = models.CharField(max_length=100)
    handed_at = models.DateTimeField()

    class Meta:
        ordering = ("-handed_on", "number", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("region", "number"), name="a_motion_is_handed_over_once"
            ),
        )

    def __str__(self) -> str:
        return self.number


class MotionShare(models.Model):
    """One unit's case: a lead answers the deputies, a co-handler answers the lead."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="shares")
    unit = models.CharField(max_length=40)
    leads = models.BooleanField()
    ref = models.CharField(max_length=40, unique=True)
    due_on = models.DateField()
    grade = models.CharField(max_length=1, blank=True)  # A, B, C: by the office that checks
    replied_on = models.DateField(null=True)  # a lead: sent to the deputies; a co-handler: given
    waived_why = models.CharField(max_length=500, blank=True)  # a co-handler that is not waited for
    waived_by = models.CharField(max_length=100, blank=True)
    waived_on = models.DateField(null=True)

    class Meta:
        ordering = ("-leads", "pk")
        constraints = (
            models.UniqueConstraint(fields=("motion", "unit"), name="a_unit_has_one_share"),
        )

    def __str__(self) -> str:
        return self.ref


class MotionOpinion(models.Model):
    """What the deputies said of one reply: of the work and of the result, each by itself."""

    class Word(models.TextChoices):
        GOOD = "good", _("满意")
        FAIR = "fair", _("基本满意")
        BAD = "bad", _("不满意")

    share = models.ForeignKey(MotionShare, on_delete=models.PROTECT, related_name="opinions")
    work = models.CharField(max_length=4, choices=Word)
    result = models.CharField(max_length=4, choices=Word)
    words = models.TextField(blank=True)
    said_on = models.DateField()
    noted_by = models.CharField(max_length=100)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("noted_at", "pk")

    def __str__(self) -> str:
        return f"{self.share_id} {self.work}/{self.result}"

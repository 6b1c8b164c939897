"""An instruction with its scan and readers, and the order that each named unit was given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Instruction", "InstructionTask"]


class Instruction(models.Model):
    """The exact words stay here and nowhere else: orders and messages never repeat them."""

    class Status(models.TextChoices):
        REGISTERED = "registered", _("已登记")
        HANDED = "handed", _("办理中")
        REPLIED = "replied", _("已回复")

    region = models.CharField(max_length=12)
    number = models.CharField(max_length=60, unique=True)
    leader = models.CharField(max_length=60)
    post = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300)
    words = models.TextField()
    received_on = models.DateField()
    reply_by = models.DateField()
    units = models.JSONField(default=list)
    readers = models.JSONField(default=list)
    scan_sha = models.CharField(max_length=64)
    scan_name = models.CharField(max_length=200)
    scan_mime = models.CharField(max_length=100)
    status = models.CharField(max_length=10, choices=Status, default=Status.REGISTERED)
    registered_by = models.CharField(max_length=100)
    registered_name = models.CharField(max_length=100)
    registered_at = models.DateTimeField()
    replied_on = models.DateField(null=True)
    replied_by = models.CharField(max_length=100, blank=True)
    reply_note = models.TextField(blank=True)

    class Meta:
        ordering = ("-registered_at", "-pk")
        indexes = (
            models.Index(
                fields=("region", "status", "-registered_at"), name="instructions_of_a_region"
            ),
        )

    def __str__(self) -> str:
        return self.number


class InstructionTask(models.Model):
    """What one unit was asked to do; `ref` is the order's case."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="tasks")
    unit = models.CharField(max_length=40)
    ref = models.CharField(max_length=40, unique=True)
    demand = models.TextField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=100, blank=True)
    findings = models.TextField(blank=True)  # what goes into the reply, as the unit wrote it

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("instruction", "unit"), name="a_unit_is_asked_once_of_an_instruction"
            ),
        )

    def __str__(self) -> str:
        return f"{self.instruction_id} {self.unit}"

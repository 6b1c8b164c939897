"""Electronic certificates. The case is an opaque reference: licences know nothing above them."""

from django.db import models
from django.db.models import F, Q

from yingshang.city.licences.kinds import LicenceStatus


class Licence(models.Model):
    """One certificate. `token` is what the QR code carries; nobody can guess it."""

    number = models.CharField(max_length=60, primary_key=True)
    type = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    holder = models.CharField(max_length=200)
    party = models.ForeignKey("accounts.Party", null=True, on_delete=models.PROTECT)
    region = models.CharField(max_length=12)
    issuer = models.CharField(max_length=40)
    case_ref = models.CharField(max_length=24, db_index=True)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=LicenceStatus.choices)
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token"], name="a_licence_has_its_own_token"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("issued_on")),
                name="a_licence_is_valid_after_its_issue",
            ),
            models.CheckConstraint(
                condition=Q(status__in=LicenceStatus.values),
                name="a_licence_has_a_known_status",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class LicenceAct(models.Model):
    """What became of a certificate after its issue; `case_ref` is the case that decided it."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=12)
    case_ref = models.CharField(max_length=24)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    valid_until = models.DateField(null=True)  # as it was set by a renewal

    class Meta:
        indexes = [models.Index(fields=["case_ref"], name="licences_acts_of_case")]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.act}"

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
    identifier = models.CharField(max_length=110, blank=True, db_default="")  # GB/T 36904
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    facts = models.TextField(default="{}", db_default="{}")  # further lines, as JSON
    grade = models.CharField(max_length=1, default="A", db_default="A")
    batch = models.ForeignKey("LicenceBatch", null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["identifier"], name="licences_by_identifier")]
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


class LicenceVersion(models.Model):
    """A certificate as it stood before a change: the next version points back to it."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    identifier = models.CharField(max_length=110)
    holder = models.CharField(max_length=200)
    valid_until = models.DateField(null=True)
    facts = models.TextField(default="{}")
    case_ref = models.CharField(max_length=24)  # the case that replaced it
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["licence", "version"], name="a_licence_has_each_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} v{self.version}"


class LicenceBatch(models.Model):
    """Existing licences brought in at once from a bureau's sheet."""

    type = models.CharField(max_length=60)
    region = models.CharField(max_length=12)
    unit = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit} {self.file_name}"


class Showing(models.Model):
    """A code that a holder made to show chosen lines of a licence once, for a short time."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="showings")
    code = models.CharField(max_length=20, unique=True)
    purpose = models.CharField(max_length=60)
    attributes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="a_showing_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.made_at}"


class ShowingLook(models.Model):
    """Somebody used a code, with success or not; its maker reads this."""

    showing = models.ForeignKey(Showing, on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField()
    who = models.CharField(max_length=60, blank=True)  # as the verifier said, or an officer's unit
    by = models.CharField(max_length=150, blank=True)
    result = models.CharField(max_length=12)

    def __str__(self) -> str:
        return f"{self.showing_id} {self.at}"


class MaterialTrust(models.Model):
    """How far a material of a case may be trusted; the newest row of a file counts."""

    case_ref = models.CharField(max_length=24)
    material = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64)
    grade = models.CharField(max_length=1)
    licence = models.CharField(max_length=60, blank=True)  # the number of the one that stands in
    by = models.CharField(max_length=150)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case_ref"], name="licences_trust_of_case")]

    def __str__(self) -> str:
        return f"{self.case_ref} {self.grade}"

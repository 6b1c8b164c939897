"""People, units, regions and parties. Codes, not ids, name units and regions everywhere."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts.kinds import PartyKind, Role, UnitKind


class Region(models.Model):
    """A city or district, or what stands above it; fictional ones have codes 99xxxx."""

    class Level(models.TextChoices):
        STATE = "state", _("国家")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        DISTRICT = "district", _("县区")

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=Level, default=Level.CITY)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="districts"
    )
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True)  # of a noted place: renamed, or merged away


class Unit(models.Model):
    """A body that handles, leads or answers: code is <region>-<role>."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=24)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="units")
    aliases = models.JSONField(default=list)
    phone = models.CharField(max_length=40, blank=True)
    duties = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=UnitKind.choices, blank=True)
    superior = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True)  # None: as long as anybody knows
    registered_at = models.DateTimeField(null=True)  # by a person; None: declared data
    registered_by = models.CharField(max_length=150, blank=True)
    renamed_on = models.DateField(null=True)  # since when it bears its name, where it had another
    former = models.JSONField(default=list)  # names of before: [{name, until, alias}]
    ended_on = models.DateField(null=True)  # from this day on there is no such unit
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    took_along = models.JSONField(default=list)  # people who went with it to its successor
    changed_at = models.DateTimeField(null=True)  # by a person: declared names hold no more

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "role"], name="one_unit_a_role_in_a_region")
        ]


class Party(models.Model):
    """An enterprise or a person that applies, holds licences and rates."""

    kind = models.CharField(max_length=12, choices=PartyKind.choices)
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=40)  # USCC or citizen number
    phone = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=12, blank=True)
    profile = models.JSONField(default=dict)  # what the city already holds: prefill
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="a_party_is_registered_once")
        ]


class User(AbstractUser):
    """Somebody who signs in; the role says what for, the unit on whose behalf."""

    label = models.CharField(_("姓名"), max_length=60)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.APPLICANT)
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT)
    duty = models.CharField(max_length=120, blank=True)
    is_cast = models.BooleanField(default=False)  # shown on the demo page
    order = models.PositiveSmallIntegerField(default=100)


class System(models.Model):
    """A bureau's own system: it acts for its unit, by keys, within its scopes."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="systems")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)


class ApiKey(models.Model):
    """A key of a system. Only the digest is kept; `prefix` finds the row."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)  # coarse on purpose: a day, written once a day


class Reply(models.Model):
    """What a system was answered under its Idempotency-Key, so that a repeat does nothing twice."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)  # of what was asked
    status = models.PositiveSmallIntegerField(default=0)
    etag = models.CharField(max_length=40, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "key"], name="a_key_is_answered_once")
        ]


class Mandate(models.Model):
    """A party lets somebody act for it: in some items or in all, up to and with a day."""

    principal = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acts_for")
    items = models.JSONField(default=list)  # codes; none: all
    until = models.DateField()
    given_by = models.CharField(max_length=150)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Absence(models.Model):
    """Somebody is away, and one colleague of the unit acts in their place; [since, until)."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputising")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    named_by = models.CharField(max_length=150)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # back earlier, or never gone

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")),
                name="an_absence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("deputy")), name="nobody_deputises_for_oneself"
            ),
        ]

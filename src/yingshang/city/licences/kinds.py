"""Status of a certificate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["LicenceStatus"]


class LicenceStatus(TextChoices):
    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")
    CANCELLED = "cancelled", _("已注销")
    EXPIRED = "expired", _("已过期")

"""Status of a certificate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["ACT_LABELS", "LicenceStatus"]


class LicenceStatus(TextChoices):
    VALID = "valid", _("有效")
    SUSPENDED = "suspended", _("暂停使用")
    REVOKED = "revoked", _("已撤销")
    WITHDRAWN = "withdrawn", _("已撤回")
    FORFEITED = "forfeited", _("已吊销")
    CANCELLED = "cancelled", _("已注销")
    EXPIRED = "expired", _("已过期")


# Licensing Law arts. 49, 50, 69, 70: 撤销, 撤回 and 吊销 are causes, 注销 is what follows.
ACT_LABELS = {
    "issue": _("颁发"),
    "renew": _("延续"),
    "change": _("变更"),
    "suspend": _("暂停"),
    "reinstate": _("恢复"),
    "revoke": _("撤销"),
    "withdraw": _("撤回"),
    "forfeit": _("吊销"),
    "cancel": _("注销"),
    "undo": _("恢复原状"),  # the decision behind an act was reopened
}

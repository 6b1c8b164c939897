"""Status of a certificate."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = ["ACT_LABELS", "GRADE_LABELS", "LOOK_LABELS", "Grade", "LicenceStatus"]


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


class Grade(TextChoices):
    """How far a stored material may be trusted (国办函〔2016〕108号)."""

    A = "A", _("A 级：发证机关直接产生，可直接使用")
    B = "B", _("B 级：窗口已与原件核对，可重复使用")
    C = "C", _("C 级：本人上传，须核对原件")
    D = "D", _("D 级：本人制作并承诺真实，可直接使用")


GRADE_LABELS = dict(Grade.choices)

# what became of one look through a code that a holder had made
LOOK_LABELS = {
    "seen": _("看到了所选内容"),
    "used": _("已用过，没有看到"),
    "expired": _("已过期，没有看到"),
    "withdrawn": _("已收回，没有看到"),
}

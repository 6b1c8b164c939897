"""Names of what happens to a plan, as they stand in its history (stable, never renamed)."""

from django.utils.translation import gettext_lazy as _

__all__ = [
    "ADDED",
    "APART",
    "BOUND",
    "CARRIED",
    "CONFIRMED",
    "CONFIRMED_MANY",
    "CORRECTED",
    "HEADED",
    "IMPORTED",
    "LABELS",
    "LINKED",
    "MERGED",
    "REJECTED",
    "REREAD",
    "RESTORED",
    "SENT",
    "SHARE_RETURNED",
    "SPLIT",
    "SPLIT_TARGET",
    "UNBOUND",
    "UNDONE",
    "UNLINKED",
    "WITHDRAWN",
]

IMPORTED = "imported"
HEADED = "headed"
CONFIRMED = "confirmed"
CORRECTED = "corrected"
REJECTED = "rejected"
ADDED = "added"
APART = "apart"
BOUND = "bound"
UNBOUND = "unbound"
CARRIED = "carried"
LINKED = "linked"
UNLINKED = "unlinked"
SPLIT = "split"
MERGED = "merged"
UNDONE = "undone"
REREAD = "reread"
CONFIRMED_MANY = "confirmed-many"
SENT = "sent"
SPLIT_TARGET = "split-target"
SHARE_RETURNED = "share-returned"
WITHDRAWN = "withdrawn"
RESTORED = "restored"

LABELS = {
    IMPORTED: _("导入方案"),
    HEADED: _("更正题头"),
    CONFIRMED: _("确认"),
    CORRECTED: _("更正"),
    REJECTED: _("剔除"),
    ADDED: _("补录"),
    APART: _("两份都有效"),
    BOUND: _("绑定指标"),
    UNBOUND: _("解除绑定"),
    CARRIED: _("承接上一版"),
    LINKED: _("关联方案"),
    UNLINKED: _("撤销关联"),
    SPLIT: _("拆分任务"),
    MERGED: _("合并任务"),
    UNDONE: _("撤销"),
    REREAD: _("重新读取"),
    CONFIRMED_MANY: _("一次确认把握大的"),
    SENT: _("交办"),
    SPLIT_TARGET: _("分解目标到县区"),
    SHARE_RETURNED: _("县区报送完成值"),
    WITHDRAWN: _("撤回方案"),
    RESTORED: _("撤回后重新导入"),
}

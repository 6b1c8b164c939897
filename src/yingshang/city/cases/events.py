"""Names of the facts of a case, stable: indicators, pages and imports rely on them."""

from django.utils.translation import gettext_lazy as _

__all__ = ["EVENT_LABELS", "EVENT_NAMES"]

EVENT_LABELS = {
    "submitted": _("提交"),
    "correction-asked": _("一次告知补正"),
    "supplied": _("补齐材料"),
    "accepted": _("受理"),
    "refused": _("不予受理"),
    "step-opened": _("进入环节"),
    "step-checked": _("第一人核查"),
    "step-done": _("环节办结"),
    "paused": _("启动特别程序"),
    "resumed": _("结束特别程序"),
    "extended": _("延长期限"),
    "decided": _("作出决定"),
    "licence-issued": _("制发证照"),
    "closed": _("办结归档"),
    "withdrawn": _("撤回"),
    "reopened": _("重新启动"),
    "assigned": _("指定牵头单位"),
    "returned": _("申请退回"),
    "return-ruled": _("裁定退回"),
    "amended": _("调整要求"),
    "noted": _("情况记录"),
    "handed-over": _("移交"),
    "moved": _("调整承办人"),
    "corrected": _("当场更正"),
    "made-up": _("补交容缺材料"),
    "promise-withdrawn": _("撤回承诺"),
    "commitment-checked": _("核查承诺"),
    "hearing-told": _("告知听证权利"),
    "hearing-asked": _("申请听证"),
    "hearing-waived": _("放弃听证"),
    "hearing-called": _("通知听证"),
    "hearing-held": _("举行听证"),
    "delivered": _("送达"),
}
EVENT_NAMES = tuple(EVENT_LABELS)

"""The five levels of 好差评 and the reasons that a bad rating may name."""

from django.utils.translation import gettext_lazy as _

from yingshang.city.cases.kinds import Refusal

__all__ = [
    "BAD_LEVELS",
    "CHANNELS",
    "LEVELS",
    "REASONS",
    "TERMINALS",
    "Refusal",
    "national_code",
]

# Best first. GB/T 39046-2020 A.8 codes them 1 (非常满意) to 5 (非常不满意): see national_code.
LEVELS = {
    5: _("非常满意"),
    4: _("满意"),
    3: _("基本满意"),
    2: _("不满意"),
    1: _("非常不满意"),
}
BAD_LEVELS = frozenset({1, 2})
CHANNELS = {
    "web": _("网页"),
    "mobile": _("手机"),
    "qr": _("二维码"),
    "window": _("大厅平板"),
    "kiosk": _("自助终端"),
    "sms": _("短信链接"),
    "phone": _("电话"),
}
# Terminals that the city set up: an officer's own, a window's, one for everybody in the hall.
TERMINALS = {"desk": _("工作人员终端"), "window": _("窗口终端"), "kiosk": _("自助终端")}
REASONS = {
    "slow": _("超过承诺时间"),
    "repeat": _("多次跑动、反复补材料"),
    "unclear": _("没有一次说清楚"),
    "attitude": _("服务态度不好"),
    "extra": _("要求指南以外的材料"),
    "system": _("网上系统不好用"),
    "fee": _("违规收费"),
    "other": _("其他"),
}


def national_code(level: int) -> str:
    """The code of a level in GB/T 39046-2020 A.8."""
    return str(6 - level)

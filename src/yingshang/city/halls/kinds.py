"""Words of halls: levels, facilities, states of a number, a booking, a box and a parcel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yingshang.city.cases.kinds import Refusal

__all__ = [
    "ACCESS",
    "LEVELS",
    "PRIORITY",
    "TAKEN_BY",
    "BookingState",
    "BoxState",
    "PostState",
    "Refusal",
    "VisitState",
]

LEVELS = {
    "city": _("市级大厅"),
    "district": _("区级大厅"),
    "street": _("街道便民服务中心"),
    "community": _("社区便民服务站"),
    "station": _("营商驿站"),
}
ACCESS = {
    "ramp": _("无障碍坡道"),
    "lift": _("电梯"),
    "toilet": _("无障碍卫生间"),
    "wheelchair": _("借用轮椅"),
    "sign": _("手语服务"),
    "loop": _("助听设备"),
    "nursing": _("母婴室"),
    "braille": _("盲文指南"),
    "glasses": _("老花镜、放大镜"),
    "companion": _("专人陪同办理"),
}
PRIORITY = {
    "elder": _("高龄老人"),
    "disabled": _("残疾人"),
    "pregnant": _("孕妇、带婴幼儿"),
    "soldier": _("军人、退役军人"),
    "booked": _("已预约"),
}
TAKEN_BY = {
    "phone": _("手机"),
    "kiosk": _("自助终端"),
    "clerk": _("导办台"),
    "booking": _("预约签到"),
}


class VisitState(TextChoices):
    WAITING = "waiting", _("等候")
    CALLED = "called", _("正在叫号")
    SERVING = "serving", _("正在办理")
    DONE = "done", _("办完")
    SKIPPED = "skipped", _("过号")
    LEFT = "left", _("已离开")


class BookingState(TextChoices):
    BOOKED = "booked", _("已预约")
    ARRIVED = "arrived", _("已到")
    CANCELLED = "cancelled", _("已取消")
    MISSED = "missed", _("未到")


class BoxState(TextChoices):
    WAITING = "waiting", _("在柜中")
    TAKEN = "taken", _("已取走")
    OPENED = "opened", _("已开柜收件")
    BACK = "back", _("已收回窗口")


class PostState(TextChoices):
    ORDERED = "ordered", _("待寄出")
    SENT = "sent", _("已寄出")
    ARRIVED = "arrived", _("已签收")
    RETURNED = "returned", _("退回窗口")

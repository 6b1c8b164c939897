"""The menu by role. Entries whose page is not installed are left out."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

__all__ = ["Entry", "entries", "folded"]

SHOWN = 8  # entries of a menu that stand in the bar; the others are behind “more”


@dataclass(frozen=True)
class Entry:
    """One link of the menu, or a group: no address of its own, its links in `inner`."""

    label: str
    url: str
    icon: str
    current: bool = False
    inner: tuple["Entry", ...] = ()


_RESIDENT = (
    (_("首页"), "portal:home", "home"),
    (_("办事"), "portal:search", "search"),
    (_("我的办件"), "portal:my", "clipboard-list"),
    (_("大厅预约"), "portal:halls", "building"),
    (_("承诺对照"), "portal:compare", "target"),
    (_("公开名录"), "portal:registers", "database"),
)
_QUEUE = (_("工作台"), "desk:queue", "inbox")
_LOAD = (_("工作量"), "desk:workload", "users")
_TASKS = (_("任务台账"), "desk:tasks", "checkup-list")
_MY_TASKS = (_("我的任务"), "desk:my_tasks", "checkup-list")
_CALENDAR = (_("我的日历"), "desk:calendars", "calendar-event")
_ORDERS = (_("督办单"), "desk:orders", "rubber-stamp")
# what is asked of units beside the orders; each role sees in them what is its own
_OVERSIGHT = (
    _("督办"),
    (
        _ORDERS,
        (_("督办阶梯"), "desk:escalations", "speakerphone"),
        (_("批示件"), "desk:instructions", "writing-sign"),
        (_("建议提案"), "desk:motions", "users-group"),
        (_("材料报送"), "desk:rounds", "inbox"),
        (_("联席会议"), "desk:meetings", "calendar-event"),
        (_("年度考核"), "desk:appraisals", "scale"),
        (_("走流程"), "desk:walks", "eye"),
        (_("联络员"), "desk:liaisons", "phone"),
        (_("通报"), "desk:bulletins", "news"),
    ),
    "rubber-stamp",
)
_WARNINGS = (_("预警"), "desk:warnings", "alert-triangle")
_PLANS = (_("方案台账"), "desk:plans", "list-check")
_REPORTED = (_("部门报数"), "desk:reported", "file-type-xls")
_SYSTEMS = (_("系统接入"), "desk:systems", "key")
_COCKPIT = (_("驾驶舱"), "dashboard:cockpit", "layout-dashboard")
_GLANCE = (_("十秒看懂"), "dashboard:leader", "eye")
_PRACTICES = (_("对标学习"), "desk:practices", "bulb")
_FRONTIER = (_("前沿距离"), "dashboard:frontier", "chart-radar")
_LEAGUE = (_("雷达与排行"), "dashboard:league", "chart-radar")
_TREES = (_("评价体系"), "dashboard:trees", "chart-bar")
_PROCESS = (_("时间去哪儿了"), "dashboard:process", "route")
_RATINGS = (_("好差评"), "desk:ratings", "message-circle")
_OUTAGES = (_("停用补录"), "desk:outages", "receipt")
_LICENCES = (_("证照"), "desk:licences", "license")
_REGISTERS = (_("登记簿"), "desk:registers", "database")
_CATALOGUE = (_("目录体检"), "desk:catalogue", "list-check")
_TRIAL = (_("试算"), "desk:trial", "scale")
_COMPARE = (_("承诺对照"), "portal:compare", "target")

MENUS = {
    "clerk": (
        _QUEUE,
        (_("接待"), "desk:reception", "user-check"),
        (_("窗口收件"), "desk:new", "plus"),
        (_("叫号"), "desk:calling", "bell"),
        (_("出件"), "desk:pickup", "file-check"),
        (_("日清日结"), "desk:day", "scale"),
        _LICENCES,
        _REGISTERS,
        _MY_TASKS,
        _ORDERS,
        _OUTAGES,
        _COCKPIT,
    ),
    "reviewer": (
        _QUEUE,
        _MY_TASKS,
        _OVERSIGHT,
        _CALENDAR,
        _LICENCES,
        _REGISTERS,
        _REPORTED,
        _CATALOGUE,
        _RATINGS,
        _COCKPIT,
    ),
    "operator": (_QUEUE, (_("登记诉求"), "desk:new", "phone"), _RATINGS, _CALENDAR, _COCKPIT),
    "supervisor": (
        _COCKPIT,
        _WARNINGS,
        _OVERSIGHT,
        _LOAD,
        _RATINGS,
        _PLANS,
        _TASKS,
        _CALENDAR,
        _REGISTERS,
        _REPORTED,
        _FRONTIER,
        _LEAGUE,
        _TREES,
        _PROCESS,
        _OUTAGES,
    ),
    "bureau": (
        _COCKPIT,
        _PLANS,
        _TASKS,
        _WARNINGS,
        _OVERSIGHT,
        _CALENDAR,
        _REGISTERS,
        _REPORTED,
        _RATINGS,
        _FRONTIER,
        _LEAGUE,
        _TREES,
        _PRACTICES,
        _PROCESS,
        _SYSTEMS,
        _CATALOGUE,
        _TRIAL,
        _OUTAGES,
    ),
    "leader": (
        _GLANCE,
        _COCKPIT,
        _OVERSIGHT,
        _PLANS,
        _TASKS,
        _CALENDAR,
        _FRONTIER,
        _LEAGUE,
        _TREES,
        _PRACTICES,
        _PROCESS,
        _COMPARE,
    ),
}


@cache
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _links(declared: Any) -> list[Entry]:
    """The entries as declared, without those whose page is not installed."""
    found = []
    for label, name, icon in declared:
        if not isinstance(name, str):
            found.append(Entry(label, "", icon, inner=tuple(_links(name))))
        elif url := _address(name):
            found.append(Entry(label, url, icon))
    return found


def _marked(entry: Entry, here: str | None) -> Entry:
    inner = tuple(_marked(one, here) for one in entry.inner)
    current = any(one.current for one in inner) if inner else entry.url == here
    return replace(entry, current=current, inner=inner)


def entries(role: str | None, path: str) -> list[Entry]:
    """The menu of a role (None: a visitor), with the page at `path` marked as current."""
    found = _links(MENUS.get(role or "", _RESIDENT))
    urls = [one.url for entry in found for one in (entry, *entry.inner) if one.url]
    matching = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    here = max(matching, key=len, default=None)
    return [_marked(entry, here) for entry in found]


def folded(menu: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """(in the bar, behind “more”); nothing is folded for one entry's sake."""
    if len(menu) <= SHOWN + 1:
        return menu, []
    return menu[:SHOWN], menu[SHOWN:]

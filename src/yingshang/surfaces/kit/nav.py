"""The menu by role. Entries whose page is not installed are left out."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

__all__ = ["Entry", "entries", "folded"]

SHOWN = 8  # entries of a menu that stand in the bar; the others are behind “more”


@dataclass(frozen=True)
class Entry:
    """One link of the menu; `prefix` decides when it is the current page."""

    label: str
    url: str
    icon: str
    current: bool = False


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
_ORDERS = (_("督办单"), "desk:orders", "rubber-stamp")
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
        _ORDERS,
        _LICENCES,
        _REGISTERS,
        _REPORTED,
        _CATALOGUE,
        _RATINGS,
        _COCKPIT,
    ),
    "operator": (_QUEUE, (_("登记诉求"), "desk:new", "phone"), _RATINGS, _COCKPIT),
    "supervisor": (
        _COCKPIT,
        _WARNINGS,
        _ORDERS,
        _LOAD,
        _RATINGS,
        _PLANS,
        _TASKS,
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
        _ORDERS,
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
        _ORDERS,
        _PLANS,
        _TASKS,
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


def entries(role: str | None, path: str) -> list[Entry]:
    """The menu of a role (None: a visitor), with the page at `path` marked as current."""
    found = [
        (label, url, icon)
        for label, name, icon in MENUS.get(role or "", _RESIDENT)
        if (url := _address(name))
    ]
    matching = [url for _, url, _ in found if path == url or (url != "/" and path.startswith(url))]
    here = max(matching, key=len, default=None)
    return [Entry(label, url, icon, url == here) for label, url, icon in found]


def folded(menu: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """(in the bar, behind “more”); nothing is folded for one entry's sake."""
    if len(menu) <= SHOWN + 1:
        return menu, []
    return menu[:SHOWN], menu[SHOWN:]

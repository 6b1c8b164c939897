"""How items look: an icon a theme, the life of a firm in order. Appearance only, no rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

__all__ = ["Stage", "icon_of", "stages", "usual"]

_ICONS = {
    "开办企业": "building-store",
    "开办餐饮": "certificate",
    "准入准营": "certificate",
    "办理建筑许可": "building-factory",
    "工程建设": "building-factory",
    "获得电力": "bolt",
    "获得用水用气": "droplet",
    "水电气接入": "flame",
    "登记财产": "key",
    "买房卖房": "home-2",
    "融资贷款": "credit-card",
    "企业注销": "logout",
    "诉求反映": "message",
}

# The life of a firm, as its owner meets it; themes are those declared by the items
_STAGES = (
    (_("开办"), "building-store", ("开办企业",)),
    (_("准入准营"), "certificate", ("开办餐饮", "准入准营")),
    (_("建厂房"), "building-factory", ("办理建筑许可", "工程建设")),
    (_("接水电气"), "bolt", ("获得电力", "获得用水用气", "水电气接入")),
    (_("不动产"), "key", ("登记财产", "买房卖房")),
    (_("融资"), "credit-card", ("融资贷款",)),
    (_("反映诉求"), "message", ("诉求反映",)),
    (_("退出"), "logout", ("企业注销", "退出市场")),
)


@dataclass(frozen=True)
class Stage:
    """One stop on the line; `theme` is what the search page filters by."""

    name: str
    icon: str
    theme: str
    count: int


def icon_of(item: Any) -> str:
    """The icon of an item by its first known theme."""
    return next((_ICONS[t] for t in item.themes if t in _ICONS), "file-text")


def stages(items: Iterable[Any]) -> list[Stage]:
    """The stops that have at least one item."""
    found = list(items)
    line = []
    for name, icon, themes in _STAGES:
        fitting = {i.code for i in found if set(themes) & set(i.themes)}
        if fitting:
            theme = max(themes, key=lambda t: sum(t in i.themes for i in found))
            line.append(Stage(str(name), icon, theme, len(fitting)))
    return line


def usual(items: Iterable[Any], *, elder: bool = False, count: int = 8) -> list[Any]:
    """Items for the front page: bundles first, then those that need no visit; for elders theirs."""
    if elder:
        theirs = [i for i in items if i.audience != "enterprise"]
        return sorted(theirs, key=lambda i: i.family != "application")[:count]
    return sorted(items, key=lambda i: (i.kind != "bundle", i.family != "application", i.visits))[
        :count
    ]

"""How items look and where they stand: an icon a theme, themes in order. Appearance only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

__all__ = ["Theme", "belongs", "icon_of", "themes", "usual", "usual_bundles"]

# (name, icon, words of the themes that items declare): the life of a firm in order, then a person's
_ENTERPRISE = (
    (_("开办企业"), "building-store", ("开办企业", "我要开", "设立")),
    (_("变更迁移"), "transfer", ("企业变更", "变更", "迁移")),
    (_("准入准营"), "certificate", ("准入准营", "开办餐饮", "准营准办", "资质认证")),
    (_("工程建设"), "crane", ("办理建筑许可", "工程建设", "投资审批", "建设")),
    (_("水电气热网"), "bolt", ("获得电力", "获得用水用气", "水电气", "供热", "通信", "公用事业")),
    (_("不动产与土地"), "key", ("登记财产", "不动产", "土地", "国土")),
    (_("纳税缴费"), "receipt-tax", ("纳税", "退税", "税收")),
    (_("用工社保"), "users-group", ("社保", "用工", "劳动", "人力资源", "公积金", "招工")),
    (_("人才与创新"), "bulb", ("人才", "创新", "知识产权", "科技")),
    (_("融资贷款"), "credit-card", ("融资", "贷款", "信贷", "担保", "抵押")),
    (_("跨境贸易"), "ship", ("跨境", "海关", "口岸", "外贸", "进出口", "涉外")),
    (_("惠企政策"), "pig-money", ("助企", "惠企", "政策", "补贴", "奖补")),
    (_("招标采购"), "gavel", ("招标", "投标", "采购")),
    (_("打官司解纠纷"), "scale", ("官司", "纠纷", "执行合同", "司法", "仲裁", "调解")),
    (_("安全与环保"), "shield-check", ("安全", "消防", "环保", "应急")),
    (_("信用与年报"), "rosette", ("信用", "年报", "年检")),
    (_("注销退出"), "door-exit", ("企业注销", "退出", "破产", "法人注销")),
)
_PERSON = (
    (_("生育收养"), "baby-carriage", ("生育", "收养", "出生", "新生儿")),
    (_("上学教育"), "school", ("上学", "教育", "入学", "民办学校")),
    (_("就业创业"), "briefcase", ("就业", "创业", "失业", "职业")),
    (_("社保医保"), "umbrella", ("社保", "医保", "社会保障", "养老保险")),
    (_("看病就医"), "stethoscope", ("看病", "就医", "医疗", "卫生")),
    (_("买房租房"), "home-2", ("买房", "卖房", "住房", "公积金", "租房")),
    (_("水电气热"), "flame", ("水电气", "获得电力", "获得用水用气", "供热")),
    (_("户口证件"), "id", ("户籍", "户口", "证件", "居住证", "身份证")),
    (_("婚姻家庭"), "heart", ("婚姻", "结婚", "家庭")),
    (_("交通出行"), "car", ("交通", "出行", "驾驶", "车辆")),
    (_("出境入境"), "e-passport", ("出境", "入境", "护照", "外国人")),
    (_("退休养老"), "old", ("退休", "养老", "老年")),
    (_("救助优抚"), "heart-handshake", ("救助", "优抚", "残疾", "低保", "优待")),
    (_("法律帮助"), "scale", ("官司", "纠纷", "法律", "司法", "仲裁", "调解", "公证")),
    (_("诉求反映"), "message", ("诉求", "投诉", "举报", "消费维权")),
    (_("身后事"), "flower", ("死亡", "殡葬", "身后")),
)
OTHER = _("其他")
AUDIENCES = {"enterprise": _ENTERPRISE, "person": _PERSON}


@dataclass(frozen=True)
class Theme:
    """One tile: `slug` is its Chinese name, which the address keeps in every language."""

    slug: str
    name: str
    icon: str
    count: int


def belongs(item: Any, slug: str, who: str = "") -> bool:
    """Does the item, or bundle, stand under the theme of that name?"""
    if slug in item.themes:
        return True
    if not _serves(item, who):
        return False
    if slug == OTHER:
        return any(_serves(item, w) and not _under(item, w) for w in ([who] if who else AUDIENCES))
    words = _words(slug)
    return any(word in theme for theme in _said(item) for word in words)


def _under(item: Any, who: str) -> set[str]:
    """The themes of firms, or of people, under which the item stands."""
    said = _said(item)
    rows = AUDIENCES[who]
    return {name for name, _icon, words in rows if any(w in t for w in words for t in said)}


def _serves(item: Any, who: str) -> bool:
    return not who or item.audience in {who, "both"}


def _said(item: Any) -> tuple[str, ...]:
    guide = item.body.get("guide", {})
    also = (*guide.get("themes_legal", ()), *guide.get("themes_person", ()))
    return (*item.themes, *also, item.body.get("topic", ""))


@lru_cache(maxsize=64)
def _words(slug: str) -> tuple[str, ...]:
    """The words of a theme; of both where a firm's and a person's have one name."""
    rows = [row for whole in AUDIENCES.values() for row in whole if row[0] == slug]
    return tuple(dict.fromkeys(word for row in rows for word in row[2]))


def icon_of(item: Any) -> str:
    """The icon of an item by the first theme that it stands under."""
    order = ("enterprise", "person") if item.audience != "person" else ("person", "enterprise")
    said = _said(item)
    for theme in said:  # as the item itself puts them: the first is the closest
        for who in order:
            for _name, icon, words in AUDIENCES[who]:
                if any(word in theme for word in words):
                    return icon
    return "file-text"


def themes(items: Iterable[Any], who: str) -> list[Theme]:
    """The themes of firms, or of people, that have at least one item or bundle."""
    counts = Counter(n for i in items if _serves(i, who) for n in _under(i, who) or {OTHER})
    rows = [*((name, icon) for name, icon, _words in AUDIENCES[who]), (OTHER, "category")]
    return [Theme(n, gettext(n), icon, counts[n]) for n, icon in rows if counts[n]]


# What most people come for, in this order; a city that lacks one goes on to the next
_USUAL = (
    "company-start",
    "food-permit",
    "power-low",
    "property-general",
    "sole-trader-start",
    "public-place-permit",
    "water",
    "simple-deregistration",
)
_USUAL_BUNDLES = (
    "open-restaurant",
    "open-company",
    "newborn",
    "buy-and-mortgage",
    "change-company",
    "hire-staff",
    "retire",
    "close-company",
)


def usual(items: Iterable[Any], *, elder: bool = False, count: int = 8) -> list[Any]:
    """Items for the front page: the usual ones, then those handled here that need no visit; for
    elders theirs."""
    if elder:
        theirs = [i for i in items if i.audience != "enterprise"]
        return sorted(theirs, key=lambda i: (_place(i, _USUAL), i.family != "application"))[:count]
    return sorted(items, key=lambda i: (_place(i, _USUAL), not i.is_here, i.visits))[:count]


def usual_bundles(bundles: Iterable[Any], count: int = 8) -> list[Any]:
    """Bundles for the front page."""
    return sorted(bundles, key=lambda b: _place(b, _USUAL_BUNDLES))[:count]


def _place(item: Any, order: tuple[str, ...]) -> int:
    return order.index(item.code) if item.code in order else len(order)

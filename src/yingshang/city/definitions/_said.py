"""Words of declarations in the language of the reader.

A declaration speaks Chinese. Its labels are messages like those of the code: `scripts/messages.py`
collects them from `data/` (see `DECLARED` there), and where one is shown to a person it passes
through here. What a city declares itself, and nobody translated, stays as it was written; what is
written down or printed stays Chinese, since verbs write under `override("zh-hans")`.
"""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext, gettext_noop, ngettext_lazy

__all__ = ["listed", "measured", "retold", "said", "sentences"]

# what stands between words of a list
_BETWEEN = {"、": gettext_noop("、"), "；": gettext_noop("；"), "，": gettext_noop("，")}

# units that stand alone, as at the head of a column
_UNITS = (
    gettext_noop("工作日"),
    gettext_noop("个工作日"),
    gettext_noop("天"),
    gettext_noop("小时"),
    gettext_noop("分钟"),
    gettext_noop("月"),
    gettext_noop("年"),
    gettext_noop("个百分点"),
    gettext_noop("件"),
    gettext_noop("户"),
    gettext_noop("家"),
    gettext_noop("项"),
    gettext_noop("个"),
    gettext_noop("次"),
    gettext_noop("份"),
    gettext_noop("人"),
    gettext_noop("环节"),
    gettext_noop("分"),
    gettext_noop("元"),
    gettext_noop("万元"),
    gettext_noop("亿元"),
    gettext_noop("万件"),
)

# what a measure makes of its cases; the kernel names them
_STATISTICS = (
    gettext_noop("每一件"),
    gettext_noop("最长（最大）"),
    gettext_noop("平均"),
    gettext_noop("中位数"),
    gettext_noop("占比"),
    gettext_noop("数量"),
    gettext_noop("金额"),
    gettext_noop("增减幅度"),
    gettext_noop("按算式"),
)

# why there is no number; the kernel says it, and it is kept with the value
_MISSING = (
    gettext_noop("没有可统计的办件"),
    gettext_noop("这段时间没有可统计的办件"),
)

# how much of what; two forms, since other languages have them
_MEASURED = {
    "工作日": ngettext_lazy("%(amount)s 工作日", "%(amount)s 工作日", "count"),
    "个工作日": ngettext_lazy("%(amount)s 个工作日", "%(amount)s 个工作日", "count"),
    "天": ngettext_lazy("%(amount)s 天", "%(amount)s 天", "count"),
    "小时": ngettext_lazy("%(amount)s 小时", "%(amount)s 小时", "count"),
    "分钟": ngettext_lazy("%(amount)s 分钟", "%(amount)s 分钟", "count"),
    "月": ngettext_lazy("%(amount)s 月", "%(amount)s 月", "count"),
    "年": ngettext_lazy("%(amount)s 年", "%(amount)s 年", "count"),
    "个百分点": ngettext_lazy("%(amount)s 个百分点", "%(amount)s 个百分点", "count"),
    "件": ngettext_lazy("%(amount)s 件", "%(amount)s 件", "count"),
    "户": ngettext_lazy("%(amount)s 户", "%(amount)s 户", "count"),
    "家": ngettext_lazy("%(amount)s 家", "%(amount)s 家", "count"),
    "项": ngettext_lazy("%(amount)s 项", "%(amount)s 项", "count"),
    "个": ngettext_lazy("%(amount)s 个", "%(amount)s 个", "count"),
    "次": ngettext_lazy("%(amount)s 次", "%(amount)s 次", "count"),
    "份": ngettext_lazy("%(amount)s 份", "%(amount)s 份", "count"),
    "人": ngettext_lazy("%(amount)s 人", "%(amount)s 人", "count"),
    "环节": ngettext_lazy("%(amount)s 环节", "%(amount)s 环节", "count"),
    "分": ngettext_lazy("%(amount)s 分", "%(amount)s 分", "count"),
    "元": ngettext_lazy("%(amount)s 元", "%(amount)s 元", "count"),
    "万元": ngettext_lazy("%(amount)s 万元", "%(amount)s 万元", "count"),
    "亿元": ngettext_lazy("%(amount)s 亿元", "%(amount)s 亿元", "count"),
    "万件": ngettext_lazy("%(amount)s 万件", "%(amount)s 万件", "count"),
}

# indicators that are declared once for many services: 企业开办平均用时
_OF_SERVICES = (
    gettext_noop("%s最长用时"),
    gettext_noop("%s平均用时"),
    gettext_noop("%s用时中位数"),
    gettext_noop("%s按时办结率"),
    gettext_noop("%s网上申请占比"),
)


def said(label: str) -> str:
    """A declared label as the reader's language says it; as declared where it has no words."""
    if not label or (told := gettext(label)) != label:
        return told if label else ""
    for made in _OF_SERVICES:
        service = label.removesuffix(made[2:])
        if service != label and (pattern := gettext(made)) != made:
            return pattern % gettext(service)
    return label


def retold(kept: str, *patterns: str) -> str:
    """Words that a verb has kept in Chinese, in the language of the reader: those of a pattern
    ("把握不低于 %s，一次确认") with what stands for its %s; a person's own as they are."""
    for pattern in patterns:
        head, mark, tail = pattern.partition("%s")
        inner = kept[len(head) : len(kept) - len(tail)]
        if not mark and kept == pattern:
            return gettext(pattern)
        if mark and kept == head + inner + tail:
            return gettext(pattern) % inner
    return kept


def measured(amount: str, unit: str) -> str:
    """An amount with its unit: `2 工作日`; a unit that is not known stands as it is."""
    known = _MEASURED.get(unit)
    if known is None:
        return f"{amount} {said(unit)}".rstrip()
    return str(known % {"amount": amount, "count": 1 if amount == "1" else 2})


def listed(words: Iterable[object], mark: str = "、") -> str:
    """Words of a list, with the comma (or the semicolon) of the reader's language."""
    return gettext(_BETWEEN[mark]).join(map(str, words))


def sentences(*parts: str) -> str:
    """Sentences one after the other, each with its stop, spaced as the language does it."""
    chinese = (get_language() or "zh").startswith("zh")
    stop, between = ("。", "") if chinese else (".", " ")
    said = [part.strip() for part in parts if part.strip()]
    return between.join(one if one[-1] in "。！？.!?" else one + stop for one in said)

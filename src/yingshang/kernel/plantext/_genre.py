"""What is no plan: news, interpretations, laws, statistics, contracts, notices of a meeting."""

import re

from ._lines import Paragraph
from ._units import find_fields

__all__ = ["is_plan"]

_LAW = re.compile(r"(?:条例|法|章程|公约)(?:\([^()]*\))?$")
_OWN_LAW = re.compile(r"本(?:法|条例|办法|规定|细则|章程)(?!部门)")
_OTHERS = re.compile(
    r"解读|问答|答记者问|一图读懂|图解|新闻(?:发布|通气)会|公报|公告|公示|合同|协议书?$"
    r"|年度报告|年报$|讲话|致辞|综述|纪实|简报|名单"
    r"|会议(?:通知|纪要)|召开.{2,40}(?:会|会议)的(?:预)?(?:通知|公告)|招标|中标|成交|招聘"
    r"|判决书|裁定书|指南|须知|统计|白皮书|评估报告"
    r"|常见问题|工作(?:总结|综述)|情况(?:通报|报告)|要闻|快讯|动态$|政策汇编"
)
_PRESS = re.compile(
    r"本报讯|记者|据悉|据介绍|日前|新华社|通讯员|近日[,,]?[^。]{0,40}(?:召开|举行|举办|来到|赴"
    r"|走进|调研)"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,5}条")
_MEETING = re.compile(
    r"(?:会议|报到|培训)(?:时间|地点|议程|议题|内容)|参(?:会|加|训)(?:人员|对象|范围)|会务|回执"
)
_PARTIES = re.compile(r"[甲乙]方")
_COMPARED = re.compile(r"同比|比上年|较上年|环比|增速|累计")
_QUESTION = re.compile(
    r"[?？]\s*$|^(?:问|答)\s*[:：]|^[一二三四五六七八九十]{1,2}[是、].{2,24}(?:是什么|有哪些"
    r"|怎么办|如何)"
)
_FUTURE = re.compile(r"要|确保|推动|推进|加快|力争|实现|开展|建立|完善|落实")


def is_plan(title: str, parts: list[Paragraph], kind: str) -> bool:
    """Whether a document obliges anybody; a doubt speaks for the plan."""
    fields = sum(part.cells is not None or find_fields(part.text) for part in parts)
    if kind == "reply":
        return True
    opening = "\n".join(part.text for part in parts[:8])
    whole = "\n".join(part.text for part in parts)
    if _interprets(title, opening, parts) or len(_PARTIES.findall(whole)) >= 6:
        return False
    if fields >= 2:
        return True
    if _LAW.search(title) or _is_law(whole):
        return False
    if _OTHERS.search(title[-40:]) and not re.search(r"方案|计划|要点|措施|分工|清单", title[-12:]):
        return False
    if len(_MEETING.findall(whole)) >= 3:
        return False
    if _PRESS.search(opening) and not re.search(r"方案|计划|要点|措施|意见", title):
        return False
    return len(_COMPARED.findall(whole)) * 120 < len(whole) or bool(
        re.search(r"方案|计划|要点|措施|意见|通知", title)
    )


def _interprets(title: str, opening: str, parts: list[Paragraph]) -> bool:
    """An interpretation says itself to be one, or asks questions for its headings."""
    if re.search(
        r"解读|一图读懂|图解|答记者问|政策问答", "\n".join([title, opening])[:600]
    ) and not re.search(r"现印发给你们|请(?:认真|遵照|结合)", opening):
        asked = sum(bool(_QUESTION.search(part.text[:60])) for part in parts)
        named = re.search(r"解读|一图读懂|图解|答记者问|政策问答", title)
        return bool(named) or asked >= 2 or "现就有关问题解读" in opening
    return False


def _is_law(whole: str) -> bool:
    """Articles that speak of themselves as a law, a regulation or rules."""
    articles = len(_ARTICLE.findall(whole))
    return (
        (articles >= 3 and len(_OWN_LAW.findall(whole)) >= 2)
        or bool(articles >= 5 and re.search(r"制定本(?:法|条例|办法|规定|细则)", whole))
        or bool(re.search(r"公民、法人(?:或者|和)其他组织", whole) and articles >= 3)
    )

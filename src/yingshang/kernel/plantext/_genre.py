"""What is no plan: news, interpretations, laws, statistics, contracts, notices of a meeting."""

import re
from itertools import islice

from ._header import TELLS_FIRST
from ._lines import Paragraph
from ._units import find_fields

__all__ = ["is_plan"]

_LAW = re.compile(r"(?:条例|法|章程|公约)(?:\([^()]*\))?$")
_OWN_LAW = re.compile(r"本(?:法|条例|办法|规定|细则|章程)(?!部门)")
# articles of a policy: 「关于支持青年人才创新创业的若干规定」
_SUPPORTS = re.compile(
    r"关于(?:进一步)?(?:大力)?(?:支持|扶持|鼓励|促进).{4,40}(?:规定|办法|政策|措施)"
)
_OTHERS = re.compile(
    r"解读|问答|答记者问|一图读懂|图解|新闻(?:发布|通气)会|公报|公告|通告|公示|合同|协议书?$"
    r"|年度报告|年报$|讲话|致辞|综述|纪实|简报|名单"
    r"|会议(?:通知|纪要)|召开.{2,40}(?:会|会议)的(?:预)?(?:通知|公告)|招标|中标|成交|招聘"
    r"|判决书|裁定书|投诉处理|处[理罚]决定|指南|须知|统计|白皮书|评估报告"
    r"|常见问题|工作(?:总结|综述)|(?:总结|汇报)(?:材料|报告)?$|情况(?:的)?(?:通报|报告|总结|说明|汇报)|办理情况$|要闻|快讯|动态$|政策汇编"
    r"|联席会议制度|领导小组(?:及其办公室)?(?:组成人员|成员)|议事规则|工作规则"
    r"|(?:成立|调整).{2,40}(?:领导小组|专班|联席会议|工作组|指挥部)"
)
_REPORTED = re.compile(
    r"(?:进度|进展|完成|实施|落实|推进|考核|督查|整改)(?:情况|结果|进度)?的?通报$"
)
_PRESS = re.compile(
    r"本报讯|记者|据悉|据介绍|(?<![\d一二三四五六七八九十底])日前|新华社|通讯员|近日[,,]?[^。]{0,40}(?:召开|举行|举办|来到|赴"
    r"|走进|调研)|\d{1,2}月\d{1,2}日,[^。]{0,60}(?:获悉|领取|领到|拿到|揭牌)"
)
_BYLINE = re.compile(r"本报讯|\((?:本报|本台)?(?:记者|通讯员)[ :][^()]{2,24}\)")
_IN_FULL = re.compile("全文如下|全文:|原文如下")
# 「省市场监管局扎实推动惠企政策直达快享」 tells what somebody does
_TELLS = re.compile(
    r"(?:[局委厅办省市区县州]|中心)(?:扎实|积极|大力|全力|多措并举|创新|持续|深入|聚力|精准|靠前|主动"
    r"|用心|[一二三四五]个?[“\"])[^。]{0,40}(?:推动|推进|打造|助力|赋能|提升|优化|服务|护航|激发)"
)
_SO_FAR = re.compile(r"截[至止]目前|(?:^|[。\n])下一步,|累计[\u4e00-\u9fff]{2}")
_PAPER = re.compile(r"方案|计划|要点|措施|意见|通知|清单|分工|台账|任务|举措|规划|办法|决定|函")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]{1,5}条")
_MEETING = re.compile(
    r"(?:会议|报到|培训)(?:时间|地点|议程|议题|内容)|参(?:会|加|训)(?:人员|对象|范围)|会务|回执"
)
_TOLD = (
    r"解读|一图读懂|图解|答记者问|政策问答"
    r"|编制(?:情况)?说明|起草(?:情况)?说明|制定(?:情况)?说明|修订(?:情况)?说明"
)
_PARTIES = re.compile(r"[甲乙]方")
_COMPARED = re.compile(r"同比|比上年|较上年|环比|增速|累计")
_QUESTION = re.compile(
    r"[?？]\s*$|^(?:问|答)\s*[:：]|^[一二三四五六七八九十]{1,2}[是、].{2,24}(?:是什么|有哪些"
    r"|怎么办|如何)"
)
_EXPLAINS = re.compile(r"现(?:就|将|对)[^。]{0,24}解读(?:如下|:)|解读如下|为便于[^。]{2,16}理解")
_SPEAKS_OF = re.compile(
    r"《(?:[^《》]{0,12}?)(?:意见|方案|措施|计划|办法|要点|通知|细则|规划|政策|条例)》"
    r"(?:共|分|提出|明确|包括|包含|围绕|从|主要|指出|要求|正文|聚焦|以)"
)
_HEARING = re.compile(r"(?:征求|征集|听取)[^。]{0,60}(?:意见|建议)")
_HEARD = re.compile(
    r"电子邮[件箱]|发送至|邮寄|信函|传真|联系电话|联系人|反馈|意见和建议|建议和意见|截[至止]"
)
_ISSUES = re.compile(
    r"(?:印发|下发|分解下达)(?:给)?你们|(?:分解落实|任务分解|责任分解).{0,12}事项通知如下"
)
# 「2024年为民兴办10件实事」, and what they are one by one
_WORKS = re.compile(r"为民(?:兴)?办.{0,4}实事(?!.{0,12}(?:情况|进展|完成|成效))")
_COUNTED_UP = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|、)|\d{1,2}[.、]")
_SIGNED = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日$")
_ASKS = re.compile(
    r"(?:各(?:级|地|县|市|区|镇|乡|部门|单位|(?:主要)?(?:牵头|责任|配合|成员)(?:责任)?(?:单位|部门))"
    r"|(?:主要|其他)?(?:牵头|责任|配合|协同配合)(?:责任)?(?:单位|部门))[^。]{0,24}?要"
)
_ASKED = re.compile("请?各(?:级|地|有关|相关|部门|单位)")
_WHO = re.compile(
    r"由[^。由]{1,40}(?:局|委|办|厅|部|政府|中心|公司|合作社)[^。由]{0,8}(?:牵头|负责)[^。]{0,24}。?$"
)
_FUTURE = re.compile(r"要|确保|推动|推进|加快|力争|实现|开展|建立|完善|落实")


_NUMBERED = re.compile(r"(?:问题?)?[(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)、.．:]")


def is_plan(title: str, parts: list[Paragraph], kind: str) -> bool:
    """Whether a document obliges anybody; a doubt speaks for the plan."""
    if kind in TELLS_FIRST:
        return True
    named = (1 for part in parts if part.cells is not None or find_fields(part.text))
    fields = sum(islice(named, 2))  # more need not be counted
    opening = "\n".join(part.text for part in parts[:8])
    whole = "\n".join(part.text for part in parts)
    if _interprets(title, opening, parts, fields) or len(_PARTIES.findall(whole)) >= 6:
        return False
    if _REPORTED.search(title):
        return False
    if fields >= 2:
        return True
    if _assigned(parts) >= 3:
        return True
    if _LAW.search(title) or (_is_law(whole) and not _SUPPORTS.search(title)):
        return False
    if _OTHERS.search(title[-40:]) and not re.search(r"方案|计划|要点|措施|分工|清单", title[-12:]):
        return False
    if not fields and _asks(parts):
        return False
    if not fields and ("本公告" in whole or "本通告" in whole):
        return False
    if not fields and len(_HEARD.findall(whole)) >= 4 and _HEARING.search(opening):
        return False
    if len(_MEETING.findall(whole)) >= 3 or (not fields and _covers(parts)):
        return False
    if _WORKS.search(title) and sum(bool(_COUNTED_UP.match(part.text)) for part in parts) >= 5:
        return True
    if not fields and _BYLINE.search(opening) and not _IN_FULL.search(opening):
        return False
    told = _PRESS.search(opening) and not _IN_FULL.search(opening)
    if told and not re.search(r"方案|计划|要点|措施|(?:若干|政策)举措|意见", title):
        return False
    if not fields and _TELLS.search(title) and not _PAPER.search(title) and _SO_FAR.search(whole):
        return False
    return len(_COMPARED.findall(whole)) * 120 < len(whole) or bool(
        re.search(r"方案|计划|要点|措施|(?:若干|政策)举措|意见|通知", title)
    )


def _asks(parts: list[Paragraph]) -> bool:
    """Questions with their answers: three numbered ones at least, and half of those numbered."""
    numbered = [part.text for part in parts if len(part.text) < 80 and _NUMBERED.match(part.text)]
    asked = sum(text.rstrip().endswith("?") for text in numbered)
    return asked >= 3 and asked * 2 >= len(numbered)


def _assigned(parts: list[Paragraph]) -> int:
    """How many paragraphs end by saying who leads: rules that give work to bodies are a plan."""
    return sum([bool(_WHO.search(part.text, max(0, len(part.text) - 90))) for part in parts])


def _interprets(title: str, opening: str, parts: list[Paragraph], fields: int) -> bool:
    """An interpretation says itself to be one, or asks questions for its headings."""
    if _EXPLAINS.search(opening) or (fields < 2 and _speaks_of(parts) >= 2):
        return not re.search(r"印发给你们|请(?:认真|遵照|结合)", opening)
    if re.search(_TOLD, "\n".join([title, opening])[:600]) and not re.search(
        r"现印发给你们|请(?:认真|遵照|结合)", opening
    ):
        asked = sum(bool(_QUESTION.search(part.text[:60])) for part in parts)
        named = re.search(_TOLD, title)
        return bool(named) or asked >= 2 or "现就有关问题解读" in opening
    return False


def _covers(parts: list[Paragraph]) -> bool:
    """A covering notice alone: what it issues stands elsewhere, it asks but how to carry out."""
    if len(parts) > 24:
        return False
    sent = [place for place, part in enumerate(parts) if _ISSUES.search(part.text)]
    if not sent:
        return False
    behind = [part.text for part in parts[sent[0] :]]
    signed = [place for place, text in enumerate(behind) if _SIGNED.match(text.replace(" ", ""))]
    asked = [
        text for text in behind if len(text) > 20 and (_ASKS.search(text) or _ASKED.match(text))
    ]
    if signed:
        return bool(asked) and signed[0] * 2 > len(behind) and signed[0] >= 2
    long = [text for text in behind[1:] if len(text) > 20]
    return len(asked) >= 2 and len(asked) * 10 >= len(long) * 6


def _speaks_of(parts: list[Paragraph]) -> int:
    """How many paragraphs open by telling what another paper says."""
    return sum([part.text[:1] == "《" and bool(_SPEAKS_OF.match(part.text)) for part in parts])


def _is_law(whole: str) -> bool:
    """Articles that speak of themselves as a law, a regulation or rules."""
    articles = len(_ARTICLE.findall(whole))
    return (
        (articles >= 3 and len(_OWN_LAW.findall(whole)) >= 2)
        or bool(articles >= 5 and re.search(r"制定本(?:法|条例|办法|规定|细则)", whole))
        or bool(re.search(r"公民、法人(?:或者|和)其他组织", whole) and articles >= 3)
    )

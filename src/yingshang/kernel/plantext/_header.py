"""The head of a document: title, number, issuer, day of issue, region, kind."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from ._dated_lines import DAY, HANZI_DAY
from ._issuers import ISSUER, REGION, SITE, issuer_of, parted, within
from ._lines import Paragraph
from ._numerals import parse_number
from ._text import fold

__all__ = ["TELLS_FIRST", "Header", "read_header"]

# kinds that tell what has been done, then what comes next
TELLS_FIRST = frozenset(("reply", "report"))

_GENRE = (
    r"(?:方案|计划|措施|意见|规定|办法|条例|政策|清单|要点|行动|举措|细则|规划|决定|纲要|答复"
    r"|函|条|台账|任务|分解表|分工表|任务表|责任表|一览表|工作安排|分工|分解|任务书|责任书|责任状)"
)
_TITLE = re.compile(
    rf"{_GENRE}(?:\([^()]{{1,24}}\)){{0,2}}[”\"]?$|的(?:通知|答复|意见|函)$|答复[:函]|提案的答复"
    r"|.{6,40}(?:情况|总结)(?:的)?报告$"
)
_CITED = re.compile(rf"《([^《》]{{4,60}}{_GENRE}(?:\([^()]{{1,24}}\))?)》")
# 「关于印发《…》的通知」: the title of what is issued, one within it included
_ISSUED = re.compile(r"关于(?:印发|转发|下达|公布) *《(.{4,90})》(?:\([^()]*\))?的通知$")
_NUMBER = re.compile(
    r"(?:^"
    r"|[(\s])([\u4e00-\u9fff]{0,1}[\u4e00-\u9fff]{2,16}[〔\[(]\s*(?:19"
    r"|20)\d\d\s*[〕\])]\s*\d{1,4}\s*号?)"
)
_INLINE_DAY = re.compile(r"[(\s]((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日(?:\s|\)|印发|发布)")
_STAMP = re.compile(
    r"(?:^|[^成施办进展效])(?:日期|时间|发布)[\s:|]*((?:19"
    r"|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_BARE_DAY = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\s|$)(?=.{0,40}来源|$)")
# the first words of a paper, and what stands in a table, are no title of it
_OPENING = re.compile(
    r"为(?:深入|全面|进一步|贯彻|了)|以习近平|根据|按照|[^。]{2,40},[^。]{10,}。"
    r"|.*[|]|(?!.*关于).*:$|> |[\u4e00-\u9fff]{2,12} ?[〔\[(] ?(?:19|20)\d\d ?[〕\])] ?\d{1,4} ?号$"
    r"|\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)](?! ?\d)"
)
# 「现将《…方案》印发给你们」, 「《…方案》已经市政府同意」
_ISSUES = re.compile(r"(?:印发|转发|公布|下发|制定了?|现将)[^《。]{0,12}$")
_AGREED = re.compile(
    r"[^《。]{0,24}(?:已经?|经)[^。]{0,40}(?:同意|通过|审[定议])|[^《。]{0,16}印发"
)
_TITLE_LABEL = re.compile(r"(?:标 ?题|文件名称|信息名称|名 {1,8}称)[:] *(?=.{6})")
# where the site names itself first: 「武汉市市场监督管理局」, then 「2019年工作总结」
_ACCOUNT = re.compile(r"^[^。:,]{4,40}(?:总结|报告|汇报|通报)$")
_NEXT_LABEL = re.compile(r"(?:文 ?号|发布(?:单位|日期)|类型)[:：]")
# the channels that a site prints above: 「政策解读 政策原文 杭州」
_TAGS = re.compile(
    r"(?:政策|文件|最新|权威|专家|部门)?(?:解读|原文|文件|法规|发布)(?:\s+\S{2,6}){0,5}"
)

# where the line breaks are lost: the title behind the day of issue, before its first words
_RUN = re.compile(
    rf"(?:月\d{{1,2}}日|公开发布\)|^)\s*([^,。;:《》\s]{{4,50}}?{_GENRE}(?:\([^()]{{1,24}}\))?)(?=为|根据|按照|依据)"
)
_RUN_DAY = re.compile(
    r"([\u4e00-\u9fff]{2,24}?(?:政府|办公室|办公厅|委员会|局|厅))((?:19"
    r"|20)\d\d)年(\d{1,2})月(\d{1,2})日"
)
_TELLS = re.compile(
    r"解读$|一图读懂|图解|答记者问|政策问答|编制(?:情况)?的?说明$|起草(?:情况)?的?说明$"
    r"|制定(?:情况)?的?说明$|修订(?:情况)?的?说明$"
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says; ``year`` is the document's own year where it is known. ``issue_month``:
    the first of the month that stands in a bracket behind the title (（2026年3月）), no day."""

    title: str
    kind: str
    doc_number: str | None
    issuer: str | None
    issue_date: date | None
    region: str | None
    year: int | None
    issue_month: date | None = None


def read_header(parts: list[Paragraph], head: list[Paragraph], given: str) -> Header:
    """Read the head; ``head`` are the paragraphs before the first numbered part."""
    title, signer = parted(_title(head, parts, given))
    signed = _signed(parts)
    issued = signed or _stamp(parts)
    told = None if signed or not issued else _told(title, parts)  # a site may post it years later
    year = told or (issued.year if issued else _year(title, parts))
    spoken = _usual(fold(title))  # of 「2026—2027年」 the first
    later = issued is not None and told is not None and issued.year > told  # posted again
    if spoken and issued and abs(spoken - issued.year) == 1 and not (later and spoken == told):
        year = max(year or 0, spoken)
    issuer = signer or issuer_of(parts, title, given)
    own = re.sub(r"^关于(?:印发|支持|加快|推进)*《?", "", title)
    place = REGION.match(issuer or "") or REGION.match(own)
    title, month = _month_apart(title, head)
    return Header(
        title=title,
        kind=_kind(title, parts),
        doc_number=_number(head, given),
        issuer=issuer,
        issue_date=issued,
        region=within(place, issuer or "", own) if place else None,
        year=year or (month.year if month else None),
        issue_month=None if signed else month,
    )


_MONTH = (
    r"\(((?:19|20)\d\d|[一二三四五六七八九〇○零]{4})年"
    r"(1[0-2]|0?[1-9]|[一二三四五六七八九十]|十[一二])月(?:印发|发布)?\)"
)
_MONTH_BEHIND = re.compile(rf"{_MONTH}$")
_MONTH_ALONE = re.compile(_MONTH)


def _month_apart(title: str, head: list[Paragraph]) -> tuple[str, date | None]:
    """The title without the month in a bracket behind it, or below it on a line of its own."""
    if behind := _MONTH_BEHIND.search(fold(title).replace(" ", "")):
        return re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", title), _first_of(behind)
    below = (_MONTH_ALONE.fullmatch(part.text.replace(" ", "")) for part in head[:6])
    return title, next((_first_of(found) for found in below if found), None)


def _first_of(month: re.Match[str]) -> date | None:
    year, number = (parse_number(text) for text in month.groups())
    return _safe_of(str(year or 0), str(number or 0), "1")


def _printed(part: Paragraph, given: str) -> str:
    return part.flat.printed(given).strip()


def _title(head: list[Paragraph], parts: list[Paragraph], given: str) -> str:
    """The plan's own title: the last title-like line before its text; not the notice's, if both."""
    lines: list[str] = []
    for index, part in enumerate(head):
        text = part.text
        if (
            not 4 <= len(text) <= 90
            or "。" in text
            or SITE.search(text)
            or text.startswith(("各", "(", "附件", "\\", "["))
            or ("," in text and "《" not in text)
        ):
            continue
        if _TITLE.search(text):
            lead = head[index - 1].text if index else ""
            joined = _printed(part, given)
            if _goes_on(lead, text):
                joined = _printed(head[index - 1], given) + joined
                above = head[index - 2].text if index > 1 else ""
                if _goes_on(above, lead):
                    joined = _printed(head[index - 2], given) + joined
            lines.append(joined)
    told = [
        _printed(part, given)
        for part in head
        if _TELLS.search(part.text)
        and not SITE.search(part.text)
        and not (lines and _TAGS.fullmatch(part.text))
    ]
    if told and len(told[0]) <= 80:
        return told[0]
    own = [line for line in lines if not line.endswith("的通知")]
    if own:
        return own[-1]
    run: list[str] = [
        match.group(1) for part in head for match in _RUN.finditer(part.text, 0, 1500)
    ]
    if run and not lines:
        return run[-1]
    for line in lines:
        if issued := _ISSUED.search(fold(line)):
            return line[slice(*issued.span(1))]
    opening = "\n".join(part.text for part in parts[:12] if part.cells is None)
    for cited in _CITED.finditer(opening):
        before, after = opening[: cited.start()][-24:], opening[cited.end() : cited.end() + 60]
        if _ISSUES.search(before) or _AGREED.match(after):  # not what it is founded on
            return cited.group(1)
    if lines:
        return lines[-1]
    for part in head[:12]:
        if told_so := _TITLE_LABEL.match(part.text):
            told_so_far = part.flat.printed(given, told_so.end(), len(part.text))
            return _NEXT_LABEL.split(told_so_far, maxsplit=1)[0].strip()
    plain = [part for part in head if not (SITE.search(part.text) or _OPENING.match(part.text))]
    plain = [part for part in plain if part.cells is None]
    accounts = [part for part in plain if _ACCOUNT.search(part.text)]
    for part in accounts or plain:
        if 4 <= len(part.text) <= 60 and "。" not in part.text:
            return re.sub(r"^《([^《》]+)》$", r"\1", _printed(part, given))
    return _printed(plain[0], given)[:40] if plain else ""


def _goes_on(lead: str, text: str) -> bool:
    """Whether a title began on the line before."""
    if not re.fullmatch(r"[^。,:;()]{4,40}", lead) or _TITLE.search(lead) or SITE.search(lead):
        return False
    if re.match(r"20\d\d年|关于", text):
        return bool(ISSUER.match(lead)) or _starts_title(lead)
    if text.startswith(("“", '"', "和", "与", "及", "的", "暨")):
        return True
    return _starts_title(lead) or lead.endswith(("和", "与", "及", "的", "进一步", "推进"))


def _starts_title(text: str) -> bool:
    return bool(re.search(r"(?:19|20)\d\d年|[省市区县]|关于|^全国", text)) and not re.search(
        r"(?:人民政府|办公室|办公厅|委员会|[局厅])$|\d日[? ]*$|号$", text
    )


_ANSWERS = re.compile(
    r"答复|(?:问题|建议|意见|提案|议案)[^。]{0,10}办理情况的[复来]?函|(?:建议|提案)[^。]{0,6}(?:[协会办]办|办理)意见|(?:建议|提案)的复函"
)
_ASKED = re.compile(
    r"^您们?(?:在[^。]{0,40})?(?:联名)?提出的[^。]{4,90}(?:提案|建议|提议|议案)[^。]{0,16}(?:收悉|收到)"
)
_FAR = 40  # paragraphs, those of the site's own table included
_REPORTS = re.compile(
    r"(?:情况的?(?:报告|汇报|总结)|政府工作报告|(?:年度?|半年|季度)工作总结)(?:\([^()]*\))?$"
    r"|总结(?:及|和|与|暨|、)(?:20\d\d年)?[^,。;、\d]{0,10}(?:计划|谋划|打算|安排|思路|要点)"
)
_OF_NOTICE = re.compile(r"关于(?:印发|转发|下达|公布)《?([^《》]{4,80}?)(?:\([^()]*\))?》?的通知$")


def _kind(title: str, parts: list[Paragraph]) -> str:
    title = fold(title)
    inner = _OF_NOTICE.search(title)
    title = inner.group(1) if inner else title
    opening = "\n".join(part.text for part in parts[:6])
    if any(_ASKED.search(part.text) for part in parts[:_FAR]):
        return "reply"
    if _ANSWERS.search(title) or re.search(
        r"提案的答复|建议的答复|现(?:将[^。]{0,24})?答复如下|向您答复|现将我.{1,6}意见函告", opening
    ):
        return "reply"
    if _TELLS.search(title):
        return "notice"
    if _REPORTS.search(title):
        return "report"
    if re.search(
        r"方案|计划|行动|台账|清单|要点|规划|分解|分工|任务[表书]|责任[书状]|进度表|安排", title
    ):
        return "action_plan"
    if re.search(r"措施|政策|意见|举措|规定|办法|细则|决定|条$", title):
        return "measures"
    return "notice"


def _number(head: list[Paragraph], given: str) -> str | None:
    for part in head:
        if len(part.text) > 90:
            continue
        match = _NUMBER.search(part.text)
        if match and "《" not in part.text[: match.start()]:
            printed = part.flat.printed(given, match.start(), match.end())
            return re.sub(r"\s", "", printed).lstrip("(（")
    return None


def _signed(parts: list[Paragraph]) -> date | None:
    """The day below the signature, or where the document itself says that it was issued."""
    for part in parts:
        if "日" not in part.text or len(part.text) >= 30:
            continue
        text = part.text.replace(" ", "")
        match = DAY.match(text)
        if match:
            return _safe(match)
        spelt = HANZI_DAY.match(text)
        if spelt:
            return _spelt(spelt)
    for part in parts[:4]:
        match = _INLINE_DAY.search(part.text) if len(part.text) < 90 else None
        if match:
            return _safe(match)
    run = _RUN_DAY.search(parts[0].text, 0, 1500) if len(parts[0].text) > 90 else None
    return _safe_of(run.group(2), run.group(3), run.group(4)) if run else None


def _stamp(parts: list[Paragraph]) -> date | None:
    """The day that a site prints beside a document: 「发布日期:2024-03-05」."""
    for part in parts:
        match = _STAMP.search(part.text) if _stamped(part.text) else None
        if match:
            return _safe(match)
    for part in parts[:4]:
        match = _BARE_DAY.match(part.text)
        if match:
            return _safe(match)
    return None


def _stamped(text: str) -> bool:
    return "时间" in text or "日期" in text or "发布" in text


def _safe(match: re.Match[str]) -> date | None:
    return _safe_of(match.group(1), match.group(2), match.group(3))


def _safe_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _spelt(match: re.Match[str]) -> date | None:
    """二〇二六年一月八日."""
    numbers = [parse_number(text) for text in match.groups()]
    try:
        return date(*(int(number or 0) for number in numbers))
    except ValueError:
        return None


_NUMBERED = re.compile(r"[\u4e00-\u9fff]{2}[〔\[(]\s*((?:19|20)\d\d)\s*[〕\])]\s*\d{1,4}\s*号")
_YEARS = re.compile(r"(?<![-~至到])(20[0-4]\d)\s*(?:年|[-~至]+\s*20[0-4]\d\s*年)")

# where no other year is named at all: 「到2026年9月底」
_UP_TO_MONTH = re.compile(r"[到至](20[0-4]\d)年(?=\d{1,2}月)")


def _told(title: str, parts: list[Paragraph]) -> int | None:
    """The year of the title, else that of the document's own number."""
    own = "\n".join(p.text for p in parts[:8] if len(p.text) <= 40 and "《" not in p.text)
    numbered = "".join(f"{year}年" for year in _NUMBERED.findall(own))
    return _usual(fold(title)) or _usual(numbered)


def _usual(text: str) -> int | None:
    years = [int(found) for found in _YEARS.findall(text)]
    return Counter(years).most_common(1)[0][0] if years else None


def _year(title: str, parts: list[Paragraph]) -> int | None:
    """The year that is told, else the one most often named in the opening."""
    told = _told(title, parts)
    if told:
        return told
    whole = (part.text for part in parts)
    for text in (
        "\n".join(part.text for part in parts[:10]),
        "\n".join(whole),
    ):
        if year := _usual(text):
            return year
    only = {int(found) for part in parts for found in _UP_TO_MONTH.findall(part.text)}
    if len(only) == 1:
        return only.pop()
    founded = [int(year) for part in parts[:12] for year in _NUMBERED.findall(part.text)]
    return max(founded, default=None)  # not before the newest paper that it is founded on

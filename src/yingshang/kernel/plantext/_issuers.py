"""Who issued a paper, and of which place it is."""

import re

from ._dated_lines import DAY, HANZI_DAY
from ._lines import Paragraph
from ._text import fold

__all__ = ["ISSUER", "REGION", "SITE", "issuer_of", "parted", "within"]

_INLINE_ISSUER = re.compile(r"日\s+([^()]{4,60}?)\s*(?:印发|发布)\)")
ISSUER = re.compile(
    r"^(?!为|按照|根据|依据)([^,。:;()]{0,40}?(?:政府|办公厅|办公室|委员会|局|厅|委|部|中心|国务院|领导小组|工作专班"
    r"|联席会议))(?:文件)?$"
)
_SENDER = re.compile(
    r"^(?:标 *题 *: *)?(?!为|按照|根据|依据)"
    r"([^《,。:]{0,40}?(?:政府|办公厅|办公室|委员会|局|厅|委|部|国务院))关于"
)
_SOURCE = re.compile(
    r"(?:信息)?来源\s*[::]\s*((?!公众号|微信)(?=\S*[\u4e00-\u9fff])[^\s:]{4,30}?)(?<!网)(?<!网站)(?=\s|$)"
)
REGION = re.compile(
    r"(?:中共)?(?!国务院|中共|对|关于|市|省政府|区政府)([\u4e00-\u9fff]{1,6}?(?:自治区|自治州"
    r"|省|(?<!城)市(?!场)|(?<!产业园)区|县|[^各]州(?=人民|政府)))"
)
_BELOW = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:自治州|地区|市))?(?![^区县市旗]*[和及与])[\u4e00-\u9fff]{1,5}?"
    r"(?:自治县|新区|县|区|市|旗)(?!容|场|级|直|政)(?=人民|政府|办公|[\u4e00-\u9fff]{2,14}(?:局|委|办|厅)"
    r"|20\d\d[年—-]|城市|关于|优化|营商|重点|推进)"
)
SITE = re.compile(
    r"^(?:标 ?题|文 ?号|层级|类型|分类|状态|官方链接)[:]"
    r"|当前位置|首页|登录|>>| > |^[一二三四五六七八九十]{1,2}、|信息来源"
    r"|来源[:]|时间[:]|字体|打印|阅读|索引号|引证码|原文链接"
)
_NO_PLACE = re.compile(
    r"(?:城市|都市|全[市区县]|[社小园街片地辖景校城港厂库]区|(?:示范|保税|开发|高新|经开|自贸|功能)区)$"
)
# behind a title: 「(市营商办 2026年11月20日)」, who issued it and when
_BEHIND = re.compile(
    r"\(([^(),。:;\d]{2,40}?(?:政府|办公厅|办公室|委员会|局|厅|委|部|中心|领导小组|工作专班"
    r"|联席会议|办))?[ ,]*"
    r"(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?(?:印发|发布|制)?\)$"
)
# what a site's own table says: 「发布机构:清江市营商环境建设局」
_LABELLED = re.compile(
    r"(?:发布机构|发文机[关构]|发布单位|发文单位|制[发定]机关)[】\])]?[\s:|]{1,4}"
    r"([\u4e00-\u9fff]{3,28}?(?:政府|办公厅|办公室|委员会|局|厅|委|部|中心|国务院|领导小组))(?=[\s|,;]|$)"
)
# 「(企业开办)」, 「(一网通办)」, 「(市直各部)」: what a paper is about, or for whom it is
_NO_SIGNER = re.compile(
    r"(?:开|即|快|代|督|交|承|主|协|延|联|诺|就近|马上|网上|线上|掌上|一次|[网域城跨地]通|[国省市区]通)办$"
    r"|、|^各|直各|企业|城市中心|总部$"
)
# 「…方案为贯彻落实国务院办公厅…」: where the lines are lost
_RUN_IN = re.compile("(?:方案|计划|措施|意见|要点|通知)为|贯彻|落实")
_TABLE = 24  # paragraphs in which a site's table stands
_SIGNERS = 16  # bodies that sign together, at most
# two names on one line: the place at their head comes again
_TWO = re.compile(
    r"((?P<place>[\u4e00-\u9fff]{0,4}[省市县区])[\u4e00-\u9fff]{2,24}(?:局|委员会|委|厅|部|办公室|中心|政府))(?P=place)[\u4e00-\u9fff]{2,}"
)


def parted(title: str) -> tuple[str, str | None]:
    """The title without the bracket that says who issued it and when, and who that is."""
    found = _BEHIND.search(fold(title))
    if found is None or found.end() - found.start() <= 2:
        return title, None
    if found.group(1) and _NO_SIGNER.search(found.group(1)):
        return title, None
    return title[: found.start()].rstrip(), found.group(1)


def issuer_of(parts: list[Paragraph], title: str, given: str) -> str | None:
    for index, part in enumerate(parts):
        if "日" not in part.text or len(part.text) >= 30:
            continue
        text = part.text.replace(" ", "")
        dated = index and (DAY.match(text) or HANZI_DAY.match(text))
        if dated and (signed := _first_signed(parts, index)):
            return signed
    for text in (title, *(part.text for part in parts[:6])):
        match = _SENDER.match(text)
        if match and len(match.group(1)) > 2 and not _RUN_IN.search(match.group(1)):
            return match.group(1)
    for part in parts[:6]:
        if part.text.startswith("(") and part.text.endswith(")"):
            rest, name = parted(part.text)
            if name and not rest:
                return name
    for part in parts[:3]:
        match = ISSUER.match(part.text.replace(" ", ""))
        named = match and len(match.group(1)) >= 4 and not _RUN_IN.search(match.group(1))
        if match and named and not SITE.search(part.text):
            return match.group(1)
        inline = _INLINE_ISSUER.search(part.text) if len(part.text) < 120 else None
        if inline:
            return part.flat.printed(given, inline.start(1), inline.end(1))
    for part in parts[:_TABLE]:
        match = _LABELLED.search(part.text)
        if match:
            return match.group(1)
    for part in parts[:8]:
        match = _SOURCE.search(part.text)
        if match:
            return match.group(1)
    return None


def _first_signed(parts: list[Paragraph], day: int) -> str | None:
    """Of several bodies one below the other above the day, the first: the number is its own."""
    signed: str | None = None
    for place in range(day - 1, max(-1, day - _SIGNERS), -1):
        text = parts[place].text.replace(" ", "")
        match = ISSUER.match(text) if len(text) <= 40 else None
        if match is None or len(match.group(1)) <= 2 or parts[place].footer:
            break
        if signed is not None and match.group(1)[:2] != signed[:2]:
            break  # bodies of the last item, one a line
        signed = _apart(match.group(1))
    return signed


def _apart(name: str) -> str:
    """「上海市交通委员会上海市公安局」 are two: the first."""
    half = _TWO.match(name)
    return half.group(1) if half else name


def within(place: re.Match[str], *texts: str) -> str:
    """「上海市松江区人民政府」 is of 松江区 in 上海市: the place with those it lies in."""
    found = place.group(1)
    for text in texts:
        start = text.find(found)
        if start < 0 or found[-1] not in "省市州区":
            continue
        below = _BELOW.match(text, start + len(found))
        named = below is not None and _NO_PLACE.search(below.group()) is None
        if below and named and (not found.endswith("区") or found.endswith("自治区")):
            return found + below.group()
    return found

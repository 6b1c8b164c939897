"""Characters misread by a machine, mended where the words around them prove it.

「贵仟单位」 before a colon is 「责任单位」, 「2O26年」 is a year, 「6月未前」 the
end of June. Nothing else is touched, and one character stands for one, so that no offset moves.
"""

import re

from ._commas import stroked

__all__ = ["repair"]

# each character of the labels, with those that a machine takes it for
_ALIKE = (
    "牵奉率 头买兴夹 责贵贡青帻 任仟仼住汪 单革草 位泣伩拉 部邵郜 门冂 "
    "配酡酣 合台含 协办 办力 主王 承丞 参叁 与号 加如 完宪宂 成戌戍咸 "
    "时吋肘 限眼恨 间问 期斯 具真 体休 举辛 措惜 施拖 工土 作昨 目日 "
    "标析 "
)
_LIKE = {group[0]: group[1:] for group in _ALIKE.split()}
_LABELS = (
    "牵头单位", "牵头部门", "责任单位", "责任部门", "配合单位", "配合部门", "协办单位",
    "主办单位", "承办单位", "参加单位",
    "参与单位", "完成时限", "完成时间", "完成期限", "具体举措", "具体措施", "工作目标", "主要措施",
)  # fmt: skip


_KNOWN = frozenset(_LABELS)
_MAY_STAND = frozenset(
    (place, sign)
    for label in _LABELS
    for place, char in enumerate(label)
    for sign in char + _LIKE.get(char, "")
)
_BEHIND = re.compile(r"[:】\]]")
_ROLE = re.compile(
    r"[负奉率配](?:(?<=负)[贵贡青](?=[)】\]。,;])|(?<=[奉率])头(?=[,)】\];])"
    r"|(?<=配)台(?=[)】\]。,;]))"
)
_ROLES = {"负": "负责", "奉": "牵头", "率": "牵头", "配": "配合"}
_DIGIT = re.compile(
    r"[OoОоΟο〇lI](?:(?<=\d[OoОоΟο〇])(?=[\dOo年月日曰臼个户家项条%天])"
    r"|(?<=[lI])(?<![A-Za-z].)(?=[\dlI]{0,2}\s?[月日](?!报))"
    r"|(?<=\d[lI])(?=[\d年月日个天项家%])|(?<=[lI][lI])(?=\s?[月日])"
    r"|(?<=\n[lI])(?=\d?[.、][\u4e00-\u9fff“])|(?<=\n\d[lI])(?=[.、][\u4e00-\u9fff“]))"
)
_END = re.compile(
    r"[未氏低](?:(?<=\d[月年]未)(?=[前,。;完]|之前)|(?<=[今明本]年未)(?=前|之前)"
    r"|(?<=月[氏低])(?=[前,。;]|之前))"
)
_DAY = re.compile(r"[曰臼](?<=\d.)(?=[前,。;)\n至到]|之前)")


_STOP = re.compile(
    r"\.(?<=[\u4e00-\u9fff%)”\"][^\d一二三四五六七八九十.\s]\.)(?=[\s\d\u4e00-\u9fff【(]|$)"
)
_STOPS = re.compile(r"\.(?<=[\u4e00-\u9fff)]\.)(?=[\s\u4e00-\u9fff]|$)")


_BRACED = re.compile(
    r"[\[【「](?:(?<=[。;\n \]】)」].)|(?<![\s\S].))"
    r"( ?(?!十[一二三四]五)(?:[一二三四五六七八九十]{1,4}|\d{1,2}) ?)[\]】」](?=\s*[^\s,、;。])"
)


_SHELLS = re.compile(r"〔(?!\s?(?:19|20)\d\d\s?〕)([^〔〕\n]{0,300})〕")
_INSIDE = re.compile(
    r"[\[【「](?:(?<=[县市州区旗盟].)([市县区州旗盟,、]{1,9}|自治[州县旗])"
    r"|(?<=[局委厅办部].)([^\[\]【】「」,;:。\n]{2,16}[局委厅办部处]))[\]】」]"
)
_ROUND = str.maketrans("{}‹›⟨⟩«»", "()()()()")
_ROUND_ODD = "{‹⟨«"
# 〈…〉 within 《…》 quotes a title, anywhere else it is a bracket
_ANGLED = re.compile(r"《[^《》\n]{0,120}》|〈([^〈〉\n]{1,300})〉")
_DOUBLED = (
    re.compile(r"\(\(((?:[^()\n]|\([^()\n]{0,60}\)){1,300})\)\)"),
    re.compile(r"【【([^【】\n]{1,300})】】"),
    re.compile(r"\[\[([^\[\]\n]{1,300})\]\]"),
)
_TWICE = ("((", "【【", "[[")
_DEEP = 2  # a doubled bracket within another


def _braced(folded: str) -> str:
    """Other brackets: 「【一】」, 「[3]」 are 「(一)」, 「(3)」; {…}, ‹…› and ((…)) are (…)."""
    if any(map(folded.__contains__, _ROUND_ODD)):
        folded = folded.translate(_ROUND)
    if "〈" in folded:
        folded = _ANGLED.sub(lambda match: f"({match[1]})" if match[1] else match[0], folded)
    if "〔" in folded:
        folded = _SHELLS.sub(r"(\1)", folded)
    for twice, pattern in zip(_TWICE, _DOUBLED, strict=True):
        for _ in range(_DEEP):
            folded = pattern.sub(r"( \1 )", folded) if twice in folded else folded
    if "[" in folded or "【" in folded or "「" in folded:
        folded = _INSIDE.sub(lambda match: f"({match[1] or match[2]})", folded)
        return _BRACED.sub(r"(\1)", folded)
    return folded


_LINES_AROUND = 24
_MENU = re.compile(
    r" *(?:无障碍|首页|网站首页|繁体|简体|English|登录|注册|[【\[]?字[体号][:大]"
    r"|[【\[]?打印|分享|扫一扫|浏览(?:次数|量)|阅读(?:次数|量)"
    r"|(?:您|你)?(?:当前|现在|所在)?(?:的|所在)?位置|您现在的位置|长者|关怀版|移动版|智能问答|收藏本页|返回)"
)
# 「01. \\[发文机构\\] …」: what a site knows of the paper is no list of tasks
_META = re.compile(
    r" *\d{1,2}[.、] *(?=\\?[\[【](?:主题分类|发文机[构关]|联合发文单位|[实成发废][施文布止]日期"
    r"|发文字号|有效性|文件来源|索引号))"
)
# 「1. [首页](…)」, 「2. 政务公开」: the way to a page, told as a list
_WAY = re.compile(r" *[12][.、] *\[?(?:网站)?首页")
# with what any line of these opens; most lines of a paper open otherwise
_SITE = re.compile(r" *[\d无首网繁简E登注【\[字打分扫浏阅您你当现所的位长关移智收返]")
_STEP = re.compile(r" *\d[.、] *\[?[^。;,\d]{2,12}(?:\]|$)")
_FOOT = re.compile(
    r" *(?:分享到|[上下]一[篇条][:]|[【\[]?打印|[【\[]?关闭|版权所有|网站标识码"
    r"|.{0,12}ICP备|.{0,12}公网?安备"
    r"|扫一扫|返回顶部|网站地图|相关(?:链接|阅读|文章|推荐|文档|附件|信息|稿件)[: ]*(?:\n|$)"
    r"|相关(?:链接|阅读|文章|推荐)[:]|[^。]{0,40}技术支持[:]"
    r"|(?:主办|主管)(?:单位)?[:][^。;]{2,30}\s(?:承办|技术支持|维护|网站))"
)
_KEPT_BY = re.compile(r" *(?:主办|主管|承办|联系(?:电话|地址|方式)|地址|邮编|电话|传真|维护)")
_LABELLED = re.compile(
    r"(?:(?<=[\n(【\[;。,])|(?<=[\n(【\[;。,] ))"
    r"(?:牵头|责任|配合|主办|协办|参与|参加|承办|主管|实施)"
    r"(?:单位|部门)( ?[-=→] ?|[ ]{1,3})(?=[\u4e00-\u9fff]{2})"
    r"|(?<= )(?:牵头|责任|配合|协办|参与|参加|承办)(?:单位|部门)( ?[-=→] ?)(?=[\u4e00-\u9fff]{2})"
)


_MAY_LACK = re.compile(r"[位门](?: ?[-=→] ?| {1,3})(?=[\u4e00-\u9fff]{2})")
_FIELD_STROKE = re.compile(r"\|? ?[\u4e00-\u9fff ]{2,16}: ?\|")


def _strokeless(folded: str) -> str:
    """「牵头单位: | 市城管局 |」: a form, whose strokes part nothing."""
    if "|" not in folded or (":|" not in folded and ": |" not in folded):
        return folded
    return "\n".join([_unstroked(line) for line in folded.split("\n")])


def _unstroked(line: str) -> str:
    """One line of a form: a label, a stroke, what it says, perhaps a stroke at the end."""
    if "|" not in line:
        return line
    indent = len(line) - len(line.lstrip(" "))
    field = _FIELD_STROKE.match(line, indent)
    body = line[field.end() :].rstrip(" ") if field else "|"
    if "|" in body[:-1] or body == "|":
        return line
    return line.replace("|", " ")


def _without_menu(folded: str) -> str:
    """Lines above and below a document that are a site's menu and buttons, made blank."""
    start, way = 0, False
    for _ in range(_LINES_AROUND):
        end = folded.find("\n", start)
        if end < 0:
            break
        if not _SITE.match(folded, start, end):
            way, start = False, end + 1
            continue
        told = _META.match(folded, start, end)
        way = bool(_WAY.match(folded, start, end) or (way and _STEP.match(folded, start, end)))
        if told:
            folded = folded[:start] + " " * (told.end() - start) + folded[told.end() :]
        elif way or _MENU.match(folded, start, end):
            folded = _blanked(folded, start, end)
        start = end + 1
    return _without_foot(folded)


def _without_foot(folded: str) -> str:
    end = len(folded)
    lines: list[tuple[int, int]] = []
    while end > 0 and len(lines) < _LINES_AROUND:
        start = folded.rfind("\n", 0, end) + 1
        lines.append((start, end))
        end = start - 1
    below = False
    for start, end in reversed(lines):
        if start and (_FOOT.match(folded, start, end) or (below and _KEPT_BY.match(folded, start))):
            below = True
            folded = _blanked(folded, start, end)
    return folded


def _blanked(folded: str, start: int, end: int) -> str:
    if end - start > 120 or "。" in folded[start:end]:
        return folded
    return folded[:start] + " " * (end - start) + folded[end:]


# 「**一、总体要求**」, 「## 二、重点任务」: what a site or a converter put around headings
_BOLD = re.compile(r"\*\*(?=[ \u3000]?[^*\s])([^*\n]{1,200})\*\*|__(?=[^_\s])([^_\n]{1,200})__")
_SET_APART = re.compile(r"(?<![\d.])(\d{1,2}) \.(?=[\u4e00-\u9fff])")  # 「1 .做好…」
_ESCAPED = re.compile(r"\\(?=[.\-\[\]()*_#+!>~|])")  # 「13\\.」
_ARROW = re.compile(r"(?m)^ {0,8}[→➤▶►➢] {0,3}(?=\S)")
_HASHED = re.compile(r"(?m)^ {0,3}(#{1,6})(?= |[一二三四五六七八九十(\d])")


def _unadorned(folded: str) -> str:
    if "**" in folded or "__" in folded:
        folded = _BOLD.sub(lambda match: f"  {match[1] or match[2]}  ", folded)
    if " ." in folded:
        folded = _SET_APART.sub(r"\1. ", folded)
    if "\\" in folded:
        folded = _ESCAPED.sub(" ", folded)
    if "→" in folded or "➤" in folded or "▶" in folded:
        folded = _ARROW.sub(lambda match: " " * len(match[0]), folded)
    folded = folded.replace("何时完成:", "完成时限:")
    if "#" in folded:
        folded = _HASHED.sub(lambda match: match[0].replace("#", " "), folded)
    return folded


def _colons(folded: str) -> str:
    """「责任单位—市发改委」, 「(责任单位 市发改委)」: what stands for the colon is one."""
    if not _MAY_LACK.search(folded):
        return folded

    def put(match: re.Match[str]) -> str:
        sign = match[1] or match[2]
        if not sign.strip() and folded[max(0, match.start() - 2) : match.start()][-1:] == "\n":
            return match[0]  # the heading of a column, or of a part
        return match[0][: -len(sign)] + ":" + " " * (len(sign) - 1)

    return _LABELLED.sub(put, folded)


def _stops(folded: str) -> str:
    """Where sentences end in half-width points, these are 。."""
    if len(_STOPS.findall(folded)) <= 2 * folded.count("。") + 2:
        return folded
    return _STOP.sub("。", folded)


def repair(folded: str) -> tuple[str, tuple[int, ...]]:
    """Answer the text mended, and the places that were."""
    places: list[int] = []

    def put(text: str, match: re.Match[str]) -> str:
        places.append(match.start())
        return text

    text = stroked(_strokeless(_without_menu(_unadorned(folded))))
    text = _labels(_stops(_colons(_braced(text))), places)
    text = _ROLE.sub(lambda m: put(_ROLES[m.group()[0]], m), text)
    text = _DIGIT.sub(lambda m: put("1" if m.group() in "lI" else "0", m), text)
    text = _END.sub(lambda m: put("末" if m.group() == "未" else "底", m), text)
    return _DAY.sub(lambda m: put("日", m), text), tuple(sorted(places))


def _labels(text: str, places: list[int]) -> str:
    """Labels of four characters before a colon or a bracket's end."""
    mended: list[tuple[int, str]] = []
    for match in _BEHIND.finditer(text):
        end = match.start()
        end -= text[end - 1 : end] == " "
        start = end - 4
        found = text[start:end] if start >= 0 and "\u4e00" <= text[end - 1] <= "\u9fff" else ""
        if found in _KNOWN or len(found) < 4 or "\u4e00" <= text[start - 1 : start] <= "\u9fff":
            continue
        label = _nearest(found)
        if label != found:
            mended.append((start, label))
    if not mended:
        return text
    chars = list(text)
    for start, label in mended:
        places.append(start)
        chars[start : start + 4] = label
    return "".join(chars)


def _nearest(found: str) -> str:
    """The label that is printed so, but for characters that look alike."""
    if not all(map(_MAY_STAND.__contains__, enumerate(found))):
        return found
    for label in _LABELS:
        if len(label) == len(found) and all(
            a == b or b in _LIKE.get(a, "") for a, b in zip(label, found, strict=True)
        ):
            return label
    return found

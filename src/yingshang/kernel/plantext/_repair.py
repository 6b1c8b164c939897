"""Characters misread by a machine, mended where the words around them prove it.

「贵仟单位」 before a colon is 「责任单位」, 「2O26年」 is a year, 「6月未前」 the
end of June. Nothing else is touched, and one character stands for one, so that no offset moves.
"""

import re

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
_BEHIND = re.compile(r"[:】\]]")
_ROLE = re.compile(
    r"[负奉率配](?:(?<=负)[贵贡青](?=[)】\]。,;])|(?<=[奉率])头(?=[,)】\];])"
    r"|(?<=配)台(?=[)】\]。,;]))"
)
_ROLES = {"负": "负责", "奉": "牵头", "率": "牵头", "配": "配合"}
_DIGIT = re.compile(
    r"[OoОоΟο〇lI](?:(?<=\d[OoОоΟο〇])(?=[\d年月日个%天])"
    r"|(?<=[lI])(?<![A-Za-z].)(?=[\dlI]{0,2}\s?[月日](?!报))"
    r"|(?<=\d[lI])(?=[\d年月日个天项家%])|(?<=[lI][lI])(?=\s?[月日]))"
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

    text = _labels(_stops(folded), places)
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
    for label in _LABELS:
        if len(label) == len(found) and all(
            a == b or b in _LIKE.get(a, "") for a, b in zip(label, found, strict=True)
        ):
            return label
    return found

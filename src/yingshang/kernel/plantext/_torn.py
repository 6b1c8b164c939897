"""What a line end cut in two, and what only looks as if it went on."""

import re

__all__ = ["hangs", "heads_next", "torn"]

_TORN = re.compile(r"(?:牵头|责任|配合|协办|协助|主办|承办|参加|参与)(?:单位|部门) ?[:】]")
_TOWARDS = re.compile(
    r"(?:达到|[提压缩减降增][高升缩减少至到加]?[到至为]|不[少低高多]于|超过|[到至])$"
)
_FIGURE = re.compile(r"\d[\d.,]*(?:%|[个万亿天家项件户元小工])")
_PUNCTUATED = re.compile(r"[,。;:、()\d]")
_FIELD_LAST = re.compile(r"(?:单位|部门):[^。;:]{2,90}(?<=[局委办厅院部行府司会心社处])$")
_GOES_ON = re.compile(r"^.{1,3}$(?<=[局委办厅院会])|[局委办厅院会]$|公司$|政府$|中心$")


def heads_next(folded: str, last: tuple[int, int], new: tuple[int, int]) -> bool:
    """「责任单位:市公安局、市物价局」, below it 「施工许可」: what heads the next items."""
    text = folded[slice(*new)]
    if len(text) > 10 or _PUNCTUATED.search(text) or _GOES_ON.search(text):
        return False
    return _FIELD_LAST.search(folded, max(last[0], last[1] - 100), last[1]) is not None


def torn(folded: str, last: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether the end of a line cut a label in two: 「(牵头单位:市局;配 / 合单位:市局)」."""
    before = folded[max(last[0], last[1] - 3) : last[1]]
    label = _TORN.search(before + folded[new[0] : min(new[1], new[0] + 6)])
    return label is not None and label.start() < len(before)


def hangs(folded: str, last: tuple[int, int], new: tuple[int, int]) -> bool:
    """Whether a line breaks off before its figure or in its unit: 「达到/100%」, 「个工/作日」."""
    if folded[last[1] - 1] == "工":
        return folded.startswith("作日", new[0]) and folded[last[1] - 2] in "个0123456789"
    return (
        _FIGURE.match(folded, *new) is not None
        and _TOWARDS.search(folded, max(last[0], last[1] - 4), last[1]) is not None
    )

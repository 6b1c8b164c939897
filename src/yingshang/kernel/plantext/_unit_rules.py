"""What a document says of its own lists of units: the first leads, or the one with a mark does."""

import re
from dataclasses import dataclass, replace

__all__ = ["PLAIN", "REMARK", "Rules", "rules_of"]

_FIRST_LEADS = re.compile(
    r"[列排第首最牵主](?:(?<=[列排])(?:名|序|位|在)*(?:第一|首|最前)(?:位|名|个)?(?:者|的|面)?"
    r"(?:单位|部门|责任单位)?.{0,6}(?:为|是|系)?.{0,4}(?:牵头|主办)"
    r"|(?:(?<=第)一(?:[个位名]|(?=责任|单位|部门))|(?<=首)[个位]|(?<=最)前面的?)(?:责任)?(?:单位|部门)?.{0,6}(?:为|是"
    r"|系).{0,4}(?:牵头|主办)"
    r"|(?:(?<=牵)头|(?<=主)办)(?:责任)?(?:单位|部门)?.{0,6}(?:列|排)(?:名|序|在)*(?:首|第一|最前))"
)
_FIRST_GROUP = re.compile(
    r"第一个(?:逗号|分号)(?:之)?前(?:面)?(?:的)?(?:单位|部门)?[均都]?(?:为|是|系)牵头"
)
_ALL_LEAD = re.compile(
    r"(?:所列|括号内)(?:的)?(?:部门|单位)(?:[均都])?(?:为|是|系)(?:主要)?牵头(?:单位|部门)"
)
_STARS = "*★▲△※#●◆■"
_STAR = re.compile(f"[{_STARS}]")
_STARRED = re.compile(
    rf"[“\"'「(]?([{_STARS}])[”\"'」)]?(?:号)?(?:的|者)?.{{0,10}}?(?:为|是|系|表示|代表"
    rf"|指).{{0,4}}(?:牵头|主办)"
)
_OTHERS_HELP = re.compile(
    r"(?:其余|其他|其它)(?:的)?(?:单位|部门)?(?:均)?(?:为|是|系)(?:配合|协办|参与|参加)"
)

# what a bracket says of itself and of others: 「…,列第一位的为牵头单位,下同。以下各项均需…落实」
REMARK = re.compile(
    r"[,;。、]\s*(?:第一个(?:逗号|分号)|(?:以)?下同|(?:所列|括号内)(?:的)?(?:部门|单位)|以下[各均所全政任措工][^、]|[排列位](?:名|在|序)*(?:第一|首|最?前)[^,;。]{0,14}(?:牵头|主办))"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the document says of its own lists: the first leads, or the one with a mark does."""

    first_leads: bool = False
    star: str = ""
    since: int = 0
    others: str = "responsible"
    first_group: bool = False  # those before the first comma lead
    all_lead: bool = False  # 「所列部门为主要牵头单位,下同」

    def at(self, place: int) -> "Rules":
        """The rules as they hold for what stands at a place: 「下同」 speaks of what follows."""
        return (
            self
            if place >= self.since or not self.first_leads
            else replace(self, first_leads=False)
        )


PLAIN = Rules()


def rules_of(text: str) -> Rules:
    """What the document says of its lists of units."""
    star = _STARRED.search(text) if _STAR.search(text) else None
    group = _FIRST_GROUP.search(text) is not None
    first = None if group else _FIRST_LEADS.search(text)
    follows = first is not None and "下同" in text[first.end() : first.end() + 12]
    others = "cooperating" if _OTHERS_HELP.search(text) else "responsible"
    since = first.start() if first and follows else 0
    every = _ALL_LEAD.search(text) is not None
    return Rules(first is not None, star.group(1) if star else "", since, others, group, every)

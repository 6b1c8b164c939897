"""Bodies that a sentence obliges as its subject: 「市电力公司要…」, 「省商务厅会同省财政厅,…」."""

import re

from ._names import SYSTEM, generic, of_field, unit_like, units_all
from ._unit_rules import Rules
from ._units import Units, read_list

__all__ = ["read_subjects"]

# whoever must do something stands at the head of the sentence, and nothing but names before it
_DAY = r"(?:自|于|在)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|底)?(?:前|以前|之前|起),"
_SUBJECT = re.compile(
    rf"(?<![^。;\n:])\s{{0,8}}(?:{_DAY})?"
    r"(?:(?:目前|当前|今后|今年|明年|同时|此外|另外|届时|原则上|下一?步|下一?阶段|接下来"
    r"|每(?:年|月|季度|半年)),?){0,2}(?P<list>(?!各(?!(?:有关)?[省市区县镇街州旗](?![级直属]))|有关|相关|根据|依据|按照?|为|对|将|在|以|与|从|经|如|若|因|凡|加强|推动"
    r"|支持|鼓励|引导|督促|指导|依托|通过|协调|会同|联合|组织|要求|建立|完善|明确|落实|强化|发挥|由"
    r"|结合|做好|抓好|健全|开展|优化|推进|提升|鉴于|涉及|关于|属于|逾期|凡|除|待|其中|经过|请|让"
    r"|县城|市区(?!两级)|城区|区域|市域|县域|区块)[^。;\n,:]{2,80}?)"
    r"(?P<open>等(?:有关|相关|职能)?(?:部门|单位))?(?:共同|分别|按(?:照)?(?:各自)?职责(?:分工)?)?"
    r"(?P<verb>(?:务必|应当|必须|要(?![求点素闻件])|应(?![急用对当])|须(?!知))|负责(?!人|同志|干部|的?(?:部门|单位))|牵头(?!人|领导|的?(?:部门|单位))"
    r"|将(?!于?\d)|积极配合|(?=会同)|(?=统筹|组织(?!架构|机构|领导|体系)|指导|按照?[^,。;]{0,30}(?:职责|要求|规定|规范)))"
    r"(?:会同(?P<with>[^。;\n,:]{2,80}?)(?:等(?:有关|相关)?(?:部门|单位))?(?=,))?"
)


_KINDS = {"牵头": "lead", "积极配合": "cooperating"}
# 「省级生态环境主管部门要…」: a kind of body, one of it in each place
_KIND = re.compile(
    rf"(?:[省市区县]级?|各[省市区县]级?|各?地方|市区){{0,2}}(?:{SYSTEM}|能源|价格|投资|工商|质监|安监"
    r"|规划资源|规划|绿化市容|建设|公安交管|交警|林业|农机|医疗保障|国资|邮政|气象)+"
    r"(?:主管|监管|监督管理|行政管理|管理|行政|执法)?(?:部门|机构)"
    r"|[\u4e00-\u9fff]{2,8}派出机构"
    r"|[\u4e00-\u9fff]{2,6}(?<![各到此好远之何相处长])处(?:室)?(?:\([^()]*\))?"
)
# 「企业在市政务服务中心要…」, 「县级以上政府应当…」: no name, though it ends as one
_NO_NAME = re.compile(
    r"(?<!自)由|关于|开展|落实|抽查|[在到对把将被向](?:[省市县区州]|各|当地)|以上"
)
# 「各地要…」: whom it asks has no name
_NOBODY = re.compile(
    r"(?<![^。;\n:])\s{0,8}(?P<list>(?:各|有关|相关)[^。;\n,:的要应须]{1,40}?)(?:都|均|共同|分别)?"
    r"(?:务必|应当|必须|要(?![求点素闻件])|应(?![急用对当届税收付纳援])|须(?!知))"
)
# 「有关情况要…」 asks nobody
_ASKED = re.compile(
    r"(?:部门|单位|机构|[^基产园]地|^各地|地区|地方|方面|政府|[县市区镇乡旗州]|街道|科室|处室|专班|窗口)$"
)
_PARTS = re.compile("[、和及与]")


def read_subjects(text: str, printed: str, units: Units, rules: Rules, kinds: bool = False) -> None:
    """Read the subjects of sentences; only for a task that names its bodies in no other way.

    ``kinds``: kinds of bodies too, as in papers for many places that name no body anywhere.
    """
    verbs: set[str] = set()
    for match in _SUBJECT.finditer(text):
        listed = match["list"]
        if _NO_NAME.search(listed) or not _bodies(listed, kinds):
            continue
        kind = _KINDS.get(match["verb"], "responsible")
        _take(units, kind, match.span("list"), text, printed, rules)
        if match["with"] and units_all(match["with"], strict=True):
            _take(units, "cooperating", match.span("with"), text, printed, rules)
        units.open_ended |= bool(match["open"])
        units.how.add("prose")
        verbs.add(match["verb"])
    if verbs == {"负责"} and len(units.responsible) == 1 and not (units.lead or units.open_ended):
        units.lead, units.responsible = units.responsible, []
    if not units.named:
        for match in _NOBODY.finditer(text):
            if all(generic(part) and _ASKED.search(part) for part in _PARTS.split(match["list"])):
                _take(units, "responsible", match.span("list"), text, printed, rules)
    if kinds and (fields := [name for name in units.generic if of_field(name)]):
        units.responsible += fields  # 「各地商务主管部门要…」: asked for by their field
        units.generic = [name for name in units.generic if name not in fields]


def _bodies(listed: str, kinds: bool) -> bool:
    """Whether all that stands before the verb are bodies, one of them beyond doubt."""
    if units_all(listed, strict=True):
        return True
    if not kinds:
        return False
    parts = [part for part in _PARTS.split(listed.removesuffix("等部门")) if part]
    known = [_KIND.fullmatch(part) is not None for part in parts]
    return any(known) and all(
        kind or unit_like(part) for kind, part in zip(known, parts, strict=True)
    )


def _take(
    units: Units, kind: str, span: tuple[int, int], text: str, printed: str, rules: Rules
) -> None:
    read_list(units, kind, text[slice(*span)], printed[slice(*span)], rules)

"""Lists of names: where one ends and the next begins, what names a body and what names nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ._text import fold, kept

__all__ = ["SYSTEM", "Name", "generic", "list_edges", "names", "of_field", "unit_like", "units_all"]

_BODY = (
    r"(?:局|委|办|厅|部|院|署|处|中心|公司|集团|银行|支行|分行|人行|海关|法院|检察院|政府"
    r"|管委会|街道|镇|乡|区|县"
    r"|市|州|旗|学校|中专|技校|大学|学院|联|会|社|馆|台|站|队|所|室|司|庭|团|机关|专班|平台|企业|热线|机构|国企"
    r"|工委|党委|组|园|街|中支|运营商|电力|供电|税务|部门"
    r"|单位|总局|电信|移动|联通|铁塔|总工会|妇联|场|(?<![学专全百本内外文理儿妇产眼腔诊肤喉胸骨瘤])科|(?<![控参入持配认募])股)"
)
_ASIDE = r"(?:[(〈（][^()〈〉（）]*[)〉）])"
_NAME = re.compile(rf"^[^\s,。;:]{{1,40}}?{_BODY}{_ASIDE}?$")
_STRICT = re.compile(
    r"^(?:市|区|县|省|州|盟|旗|各|国|园区|新区|高新区|经开区|开发区|管委会|人民|中国|自治区|团"
    r"|[\u4e00-\u9fff]{2,4}[市区县省])[^\s,。;:]{0,20}"
    rf"(?:局|委|办|办公室|厅|院|中心|公司|政府|管委会|海关|银行|支行|集团|税务|工会|联|国企){_ASIDE}?$"
)
_STATE = re.compile(
    r"^[\u4e00-\u9fff]{2,8}(?<![学专全百本内外文理儿妇产眼腔诊肤喉胸骨瘤控参入持配认募])[科股]$|^(?:国家)?(?:发展改革委|[\u4e00-\u9fff]{1,10}部|[\u4e00-\u9fff]{2,12}(?:总局|总署)"
    r"|共青团中央|人民银行|中国人民银行|国资委|证监会|银保监会|国务院办公厅"
    r"|[\u4e00-\u9fff]{2,14}(?:海关|[分支]行|供电(?:分)?公司|监管(?:分)?局|税务局|管委会"
    r"|街道办事处|法院|检察院"
    r"|消防救援[支大]队))(?:\([^()]*\))?$"
)
_GENERIC = re.compile(
    r"(?:有关|相关)|^各(?:地|级|责任|成员|牵头|配合|职能|行业|业务|主管|监管|审批|直属|市直"
    r"|区直|县直|省直|州直|市级|区级|县级|省级|级各|基层|涉改|执法|行政)*"
    r"(?:部门|单位|地区|地方|地|机构)(?:各单位)?$|^(?:市|区|县|省|州|盟)(?:直|级"
    r"|属|政府)?各[\u4e00-\u9fff]{0,6}(?:部门|单位)$"
    r"|^各[\u4e00-\u9fff“”\"「」]{0,10}(?:牵头|责任|配合|成员|承办|主办|协办)(?:单位|部门)$"
    r"|^(?:牵头|责任|配合|成员|主管)(?:单位|部门)$|^(?:全市|全区|全县|全省)?各[级地](?:各(?:有关|相关)?(?:部门|单位))+$"
    r"|^国务院.*(?:部门|直属机构)$"
    r"|^各(?:县|市|区|旗|州|乡|镇|街道|\(|\)|、|,)*(?:各)?部门$"
    r"|^(?:地方)?各级(?:人民)?政府$|^(?:省|市|县|区)直部门$"
    r"|^各(?:区域|条线|领域|系统|片区)$|^(?:其他|其它).{0,12}$|^(?:属地|地方)(?:人民)?政府$"
    r"|^(?:各|其他)?(?:责任|成员)?部门$|^各[\u4e00-\u9fff]{0,10}(?:部门|单位|科室|处室|地区)$|[\u4e00-\u9fff]{2}(?:成员|牵头)单位$|各(?:工作)?专班$"
    r"|^(?:省|市|县|区|州)级[\u4e00-\u9fff]{2,8}部门$|^(?:辖区|辖内|驻[市县区])(?:各)?[\u4e00-\u9fff]{2,8}(?:机构|单位|银行)$"
    r"|^(?:[省市区县州局]|[省市区县州]局)(?:机关)?各(?:直属(?:机构|单位)|处室|科室)$"
    r"|^各(?:进驻|入驻|参与|涉及|窗口)(?:部门|单位)$"
    r"|^各[\u4e00-\u9fff]{0,6}(?:金融|银行|保险|检测|检验|中介|认证|代理|培训|医疗|养老)机构$"
)
_NOISE = re.compile(r"以下|下同|不再|列第一|排(?:名)?第一|首位|为牵头|职责分工$|^均|^逐项|^无$")
_NOT_UNIT = re.compile(
    r"^(?:持续|长期|全年|年内|常态化|立即)|完成|列第一|名第一|\d\s*[年月日]|年底|月底|时限|季度"
    r"|半年|^按"
)
_ALSO = re.compile(
    r"(?:[及和]|以及|会同|与)(?:(?:市|区|县|州|省|国务院)?(?:直|级)?(?:各)?(?:有关|相关)(?:单位"
    r"|部门|企业|地方(?:人民)?政府|机构|方面)|其他.{0,12})$"
)
_REMARK = re.compile(r"^\s*(?:以下|下同|不再)")
# 「法院、公安、住建等部门」: systems stand for their bodies where the list says so
_SYSTEMS = re.compile("(?:部门|单位)$")
SYSTEM = (
    r"(?:三省一市|[\u4e00-\u9fff]{0,4}[省市县区州])?(?:发展改革|发改|经信|工信|工业和信息化|经济和信息化"
    r"|教育|科技|公安|民政|司法(?:行政)?|财政|人社|人力资源和?社会保障|自然资源|规划资源|生态环境"
    r"|住建|住房城乡建设|城管|交通(?:运输)?|水利|水务|农业农村|商务|投促|文旅|文化(?:和)?旅游|卫健"
    r"|卫生健康|应急(?:管理)?|市场监管|医保|税务|海关|边检|海事|金融|知识产权|数据|大数据|政务服务"
    r"|行政审批|宣传|法院|检察(?:院)?|体育|统计|审计|人防|林草|消防|气象|邮政|通信|电力|人才|信访)"
)
_SYSTEM = re.compile(SYSTEM)
# 「各地商务主管部门」, 「省级生态环境主管部门」: one in each place, by its field
_OF_FIELD = re.compile(
    rf"(?:各?[省市区县州]级|各级?|各?地方?|各[省市区县]){{1,2}}(?:{SYSTEM}|公安交通)+"
    r"(?:主管|监管|监督管理|行政管理|管理)?部门"
)
_OPEN_TAIL = re.compile(
    r"银行|[庭处科室所]$|院校|高校|媒体|国企|单位|部门|机构|小组|会议|地|企业|街道|方面|成员|公司"
)
_MARKED = re.compile(r"^[\s*★▲△※#●◆■]+|[*★▲△※#●◆■]+$")
_ROLE_ASIDE = re.compile(
    r"[(（【\[] ?(?:牵头(?:单位|部门)?|主办(?:单位)?|主责|总牵头|主|负责) ?[)）】\]]$"
)
_HELP_ASIDE = re.compile(r"[(（【\[] ?(?:配合(?:单位|部门)?|协办(?:单位)?|参与|协助) ?[)）】\]]$")
_NOTE_ASIDE = re.compile(
    r"[(〈（][^()〈〉（）]*(?:含|下同|包括|简称|以下|列第一|牵头单位)[^()〈〉（）]*[)〉）]?$"
)
_PLACES = re.compile(
    r"^各(?:有关|相关)?(?:县|市|区|旗|州|盟|省|乡|镇|街道|街|园区|农场|\([县市区旗州自治、]+\)|自治[区州县])+$"
)
_MORE_PLACES = re.compile(
    r"^(?:县|市|区|旗|州|盟|乡|镇|街道|街|园区|自治区|直辖市|县级市|农场|\([县市区旗州自治、]+\))+"
    r"(?:人民政府|政府|党委和政府|管委会|办事处|党工委)?(?:\([^()]*\))?$"
)
_GIVEN = re.compile(
    r"^(?:县|区|旗|州|盟|乡|镇|街道|自治区|直辖市|县级市)(?:人民政府|政府|党委和政府|\([县市区旗州自治、]+\))?"
)
_PLACED = frozenset("县区旗州盟乡镇街自直单")  # with what such a piece opens
_AND = re.compile(
    r"(?:局|委|办|厅|部|院|署|中心|公司|集团|银行|支行|分行|联|政府|部门|单位|海关)(?P<and>和"
    r"|及|以及|与|暨)"
    r"(?=市|区|县|省|州|各|国|人民(?!政府)|自治|中国|[\u4e00-\u9fff]{2,8}(?:部|总局|总署|委)(?:$|[等(]))"
)
_BESIDE = re.compile(
    r"(?:(?<=[局委办厅署])|(?<=政府)|(?<=公司)|(?<=中心)|(?<=委员会)|(?<=管委会))(?:以及|和(?![平静田县林顺政龙硕布])|[及与])(?=[\u4e00-\u9fff]{3})"
)
_OF_LEFT = re.compile(r"(?:管理?委员?会|人民政府|政府|办事处|党(?:工)?委)(?:等)?")
_TWO_PLATES = ("市科委", "中关村管委会")  # one body of Beijing, between commas
_STATES = re.compile(r"(?:^|[和及与])\s*各(?:自治)?[州盟]\s*$")
_AND_OTHERS = re.compile(r"等.{0,24}$")
_QUOTED = re.compile(r"“[^“”]+”[\u4e00-\u9fff]")  # 「“两区”工作领导小组办公室」
_CLOSED = tuple(")〉）")
_OPENERS, _CLOSERS = "([〈(（{〔", ")]〉)）}〕"
_NESTS = re.compile(r"[(\[〈（{〔)\]〉）}〕]")
_SIGNS = re.compile(r"[(\[〈（{〔)\]〉）}〕、,;/| \n]|会同")
_PARTS = re.compile("[、,;]")
_STROKES = re.compile("[、,;/|\n]")
_WORD = re.compile(r"[^ ]+")
_SPACES = re.compile("[、,;/| \n]")
_MEMBERS = re.compile(r"(?:成员|相关|有关|直属)(?:单位|部门)$")
_AND_EACH = re.compile(r"[及和与](各[\u4e00-\u9fff]{1,16})$")
_LEADING = re.compile(r"^(?:由|请|会同|包括|为|即|\d{1,2}[.、]|[①-⑳])\s*")
_TAIL = re.compile(
    r"[按依](?:照|据)?(?:各自)?(?:职责|职能)(?:分工)?(?:负责|落实|办理|推进|实施).*$"
    r"|(?:按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?)?(?:分别|分工|共同|具体)?(?:负责|落实|组织实施)$"
)


@dataclass(slots=True)
class Name:
    """One name as printed; ``role`` where a mark or an aside behind it gives one."""

    text: str
    role: str = ""


@kept(4096, 100)
def generic(name: str) -> bool:
    """Whether a phrase names nobody in particular."""
    return bool(_GENERIC.search(fold(name)))


def of_field(name: str) -> bool:
    """Whether a phrase means the bodies of one field, one in each place."""
    return _OF_FIELD.fullmatch(fold(name)) is not None


@kept(4096, 100)
def unit_like(name: str) -> bool:
    """Whether a name ends as bodies do."""
    if _NAME.match(name):
        return True
    name = _ROLE_ASIDE.sub("", _HELP_ASIDE.sub("", _MARKED.sub("", name)))
    return bool(_NAME.match(name) or _STATE.match(name))


@kept(2048, 400)
def units_all(listed: str, strict: bool = False) -> bool:
    """Whether every piece of a list reads as a body; ``strict``: one of them beyond doubt."""
    parts = [_plain(listed[a:b]) for a, b in _spans(listed)]
    parts = [part for part in parts if part]
    parts = [part.replace(",", "、") if "(" in part else part for part in parts]
    bad = 0
    systems = _SYSTEMS.search(listed) is not None
    for part in parts:
        if systems and _SYSTEM.fullmatch(part):
            continue
        if not (unit_like(part) or generic(part)):
            bad += 1
            if bad * 5 > len(parts):
                return False
    if not parts or not strict:
        return bool(parts)
    shown = [_MARKED.sub("", part) for part in parts]
    return not bad and any(_STRICT.match(part) or _STATE.match(part) for part in shown)


def _plain(part: str) -> str:
    part = part.strip().removeprefix("由")
    part = part.replace(" ", "") if " " in part else part
    part = _AND_OTHERS.sub("", part) if "等" in part else part
    return _NOTE_ASIDE.sub("", part).strip() if part.endswith(_CLOSED) else part


def names(value: str, printed: str) -> tuple[list[Name], bool]:
    """Split a list into names as printed; whether it was left open with 等."""
    found, open_ended = _listed(value, printed)
    return list(found), open_ended


@kept(1024, 200)  # a ledger names the same bodies again and again
def _listed(value: str, printed: str) -> tuple[tuple[Name, ...], bool]:
    found: list[Name] = []
    open_ended = skipping = False
    for start, end in _spans(value):
        part = value[start:end]
        if _REMARK.search(part):
            break
        if skipping and _MEMBERS.search(part):
            continue
        skipping = False
        named, mark, rest = part.partition("等")
        if mark and len(named) >= 2 and (not rest or _OPEN_TAIL.search(rest)):
            open_ended = skipping = True
            end = start + len(named)
            joined = _AND_EACH.search(rest)
        else:
            joined = None
        also = _ALSO.search(value[start:end])
        if also and also.start() >= 2:
            open_ended, end = True, start + also.start()
        for a, b in _joined(value, start, end):
            name = _clean(value[a:b], printed[a:b])
            if name.text:
                found.append(name)
        if joined:
            found.append(Name(joined.group(1)))
    return tuple(found), open_ended


def _joined(value: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """「市发改委和市财政局」 are two."""
    here = start
    for match in _AND.finditer(value, start, end):
        if value.count("(", here, match.start()) == value.count(")", here, match.start()):
            yield from _beside(value, here, match.start("and"))
            here = match.end()
    yield from _beside(value, here, end)


def _beside(value: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """「环保厅和蒙东电力监管办及相关盟市」: what joins two bodies, each whole, joins them."""
    for match in _BESIDE.finditer(value, start + 2, end):
        left, right = value[start : match.start()], value[match.end() : end]
        rest = _BESIDE.split(right)[0]
        if _OF_LEFT.fullmatch(rest):
            continue  # 「高新区党工委和管委会」
        if unit_like(left) and "(" not in left and (unit_like(rest) or generic(rest)):
            yield start, match.start()
            yield from _beside(value, match.end(), end)
            return
    yield start, end


@kept(4096, 100)
def _clean(part: str, printed: str) -> Name:
    role = ""
    aside = _ROLE_ASIDE.search(part) or _HELP_ASIDE.search(part)
    if aside:
        role = "lead" if _ROLE_ASIDE.search(part) else "cooperating"
        part, printed = part[: aside.start()], printed[: aside.start()]
    note = _NOTE_ASIDE.search(part)
    if note:
        part, printed = part[: note.start()], printed[: note.start()]
    if _NOISE.search(part) or _NOT_UNIT.search(part):
        return Name("")
    if _MARKED.search(part.strip()):
        role = "lead"
    name = "".join(printed.split())
    name = name.strip("、,，;；。.:：'*＊★☆▲△※#●◆■✱∗﹡丨|")
    if not _QUOTED.match(name):
        name = name.strip('"“”')
    name = _LEADING.sub("", name)
    name = _TAIL.sub("", name)
    name = name.removesuffix("等") if len(name) > 3 else name
    if name[:1] in "(（[【〔" or name.count("(") + name.count("（") < name.count(")") + name.count(
        "）"
    ):
        name = name.strip("()（）[]【】〔〕*＊★☆▲△※●◆■")
    return Name(name, role) if 1 < len(name) <= 40 else Name("")


def _spans(value: str) -> list[tuple[int, int]]:
    """Split at 、 , ; outside brackets, at 会同, and at spaces where there is no other mark."""
    spans = _cut(value, nested=True)
    if spans is None:
        spans = _cut(value, nested=False) or []
    spans = [span for span in spans if value[span[0] : span[1]].strip()]
    if " " in value:
        if len(spans) > 1 and not _STROKES.search(value):
            spans = _unbroken(value, spans)
        spans = [piece for span in spans for piece in _by_blanks(value, span)]
    return _with_places(value, spans)


def _unbroken(value: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """「市中 级法院 市税务局」: a piece that ends as no body does goes on behind the blank."""
    joined: list[tuple[int, int]] = []
    open_since = -1
    for start, end in spans:
        start = open_since if open_since >= 0 else start
        whole = unit_like(value[start:end].replace(" ", "")) or generic(value[start:end])
        open_since = -1 if whole else start
        if whole:
            joined.append((start, end))
    return joined if joined and open_since < 0 else spans


def _by_blanks(value: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """「市公安局 市税务局、市发改委」: two where each is a body beyond doubt, else one."""
    pieces = [match.span() for match in _WORD.finditer(value, *span)]
    shown = [value[a:b] for a, b in pieces]
    if len(pieces) > 1 and "国务院" not in shown and all(map(_STRICT.match, shown)):
        return pieces
    return [span]


def _cut(value: str, nested: bool) -> list[tuple[int, int]] | None:
    spans: list[tuple[int, int]] = []
    depth = start = 0
    spaced = not _PARTS.search(value)
    if not _NESTS.search(value) and "会同" not in value:
        for match in (_SPACES if spaced else _STROKES).finditer(value):
            spans.append((start, match.start()))
            start = match.end()
        return [*spans, (start, len(value))]
    for match in _SIGNS.finditer(value):
        char, index = match.group(), match.start()
        if char in _OPENERS:
            depth += nested
        elif char in _CLOSERS:
            depth = max(0, depth - 1)
        elif depth or (char == " " and not spaced):
            continue
        elif char != "会同" or index > start:
            spans.append((start, index))
            start = match.end()
    if depth:
        return None
    spans.append((start, len(value)))
    return spans


def _with_places(value: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """「各县、区人民政府」 is one name, and so is 「各省、自治区、直辖市人民政府」."""
    if len(spans) < 2:
        return spans
    joined: list[tuple[int, int]] = []
    for span in spans:
        part = value[span[0] : span[1]].strip()
        if part == _TWO_PLATES[1] and joined and _between_commas(value, joined[-1], span):
            joined[-1] = (joined[-1][0], span[1])
            continue
        if joined and part.startswith("市人民政府") and _STATES.search(value[slice(*joined[-1])]):
            joined[-1] = (joined[-1][0], span[1])  # 「各州、市人民政府」
            continue
        if not joined or part[0] not in _PLACED:
            joined.append(span)
            continue
        before = value[joined[-1][0] : joined[-1][1]].strip()
        rest = part == "单位" and before.endswith("部门")  # 「有关部门、单位」
        if rest or (_MORE_PLACES.match(part) and _GIVEN.match(part) and _one(before)):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _between_commas(value: str, before: tuple[int, int], span: tuple[int, int]) -> bool:
    if value[slice(*before)].strip() != _TWO_PLATES[0] or value[before[1]] != "、":
        return False
    edges = value[: before[0]].rstrip()[-1:] + value[span[1] :].lstrip()[:1]
    return bool(edges) and not set(edges) - set(",;")


def _one(before: str) -> bool:
    last = before.replace(",", "、").split("、")
    return all(
        _PLACES.match(piece) if place == 0 else _MORE_PLACES.match(piece)
        for place, piece in enumerate(last)
    )


def list_edges(value: str) -> list[int]:
    """Where the pieces of a list end, marks within brackets left out."""
    found: list[int] = []
    depth = 0
    for index, char in enumerate(value):
        depth += (char in "([〈") - (char in ")]〉")
        if char in ",;。、" and depth <= 0:
            found.append(index + 1)
    return [*found, len(value)]

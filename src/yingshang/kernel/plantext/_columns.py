"""What the columns of a table of tasks are for, by their headings or by what stands in them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ._names import units_all

__all__ = [
    "MOST",
    "SAID",
    "UNIT_ROLES",
    "column",
    "dated",
    "header",
    "headings",
    "inferred",
    "is_stage",
]

MOST = 12  # columns; a line with more cells is no row of tasks
UNIT_ROLES = ("lead", "responsible", "cooperating")
_COLUMNS = (
    ("no", r"(?:任务|项目)?(?:序号|编号)|序|号"),
    (
        "section",
        r"类别|任务类型|领域|(?:一级)?指标(?:名称|领域)?|方面|分类|板块|专项(?:行动)?|(?:项目|任务|工作)类别"
        r"|(?:改革|重点|工作|攻坚|提升)(?:领域|方向|方面|环节)|环境|(?:存在|反馈|查摆|主要|具体|突出)?(?:的)?问题(?:描述|表现|内容|清单|名称|表述)?",
    ),
    (
        "skip",
        r"备注|联系人|(?:当前|目前|现有|现行|基期|全省|全国|标杆)(?:水平|现状|情况|值|先进水平)|(?:.{0,4}(?:主要|组长|政府|分管|牵头|责任|主管|联系|包抓|包联|包保|挂钩|挂点|督办|协管|[市区县省]级?|[局委]))?领导|责任人|负责人|联系(?:电话|方式)"
        r"|.{0,12}(?:完成|进展|落实|推进|实施|工作|存在|办理)情况.{0,6}|是否.{1,8}|说明|评分.{0,4}|分值|权重"
        r"|(?:总|计划|年度|估算|当年)?投资.{0,8}|建设(?:地点|性质|周期)|资金(?:来源)?|(?:目标|项目)类型|所在地"
        r"|.{0,6}完成率|监督电话|督办.{0,4}|依据|来源|(?:计划|实际|形象|工程|(?:\d{1,2}|本|当)月.{0,4})?进度(?:情况)?"
        r"|.{0,9}取得(?:的)?成效|(?:进展|落实|完成)(?:与|和|及)成效(?:情况)?|月度工作计划|(?:当年|年度)?资金来源",
    ),
    (
        "lead",
        r"(?:市级|省级|区级)?(?:牵头|主办)(?:责任|负责)?(?:单位|部门)|主责(?:单位|部门)?|牵头",
    ),
    (
        "cooperating",
        r"(?:市级|省级|区级)?(?:配合|协办|参与|参加|协同|协作|协助|支[撑持])(?:责任)?(?:单位|部门)(?:.{0,4})?|配合",
    ),
    (
        "responsible",
        r"(?:市级|省级|区级|主要)?(?:责任|负责|落实|实施|推进|承办|承担|执行|主管|主责)(?:单位|部门"
        r"|主体)(?:.{0,16})?|单位|部门|(?:牵头|主办)(?:单位|部门)?[及和、/](?:责任|配合)(?:单位"
        r"|部门)|责任分工|(?:责任|承办|主办|牵头)[科处股]室",
    ),
    (
        "deadline",
        r"(?:完成|办结|推进|整改|计划完成)?(?:时限|时间|期限|时间节点|时限要求|时间要求"
        r"|时间安排|完成时间|月份|季度)|(?:建设|实施)(?:时间|期限|年限)|(?:建设|实施)?起止(?:年限|时间|年月)|进度(?:安排|要求|计划)|时间进度|节点(?:安排|要求)?|月份|月度",
    ),
    (
        "title",
        r"[\u4e00-\u9fff]{0,4}(?:任务|事项)(?:名称|分解)?|重点工作"
        r"|(?:项目|任务|工程|活动)名称|工作项目|措施名称|项目|(?:民生)?实事(?:项目)?(?:名称)?",
    ),
    (
        "body",
        r"[\u4e00-\u9fff]{0,4}(?:举措|措施|内容|目标)(?:[及和与][\u4e00-\u9fff]{2,4})?"
        r"|(?:主要|具体|量化|核心|考核|绩效)指标|(?:完成|达标|办结)(?:标志|标准)|(?:项目)?建设规模及(?:主要)?内容|20\d\d年(?:度)?(?:建设|工作|主要|目标|任务|项目|预期|发展|重点|计划)?(?:内容|任务|目标|计划)|(?:具体|主要|工作|改革|重点|推进|落实|任务|年度|阶段|进度|指标|整改)?(?:举措|措施|内容|目标|要求|任务"
        r"|标准|成效|成果|做法)(?:(?:及|和|与).{2,4}|形式|要求|内容|目标|值|数|指标)?|任务(?:和|及)措施|预期.{0,4}",
    ),
)
# a plan by quarters: each column says what is done by then
_STAGE = re.compile(
    r"(?:20\d\d年)?(?:第?[一二三四1-4]季度|[1-9]-1?\d月份?|[上下]半年)(?:目标|任务|计划|进度|节点|安排)?"
)
_WORD = re.compile(r"\S+")
_OFFICE = re.compile("[科处股]室")
_KNOWN = re.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in _COLUMNS))
_SUBJECT = re.compile("指标|问题|环节|专项")
_TASK = re.compile(r"任\s*务|举\s*措|措\s*施|重点工作")
SAID = re.compile(r"(?:分别|共同|按职责(?:分工)?)?(?:牵头|负责|配合|落实|参与|协助)+(?=[,;、。]|$)")
_DATED = re.compile(
    r"(?:(?:19|20)\d\d\s*年)?\s*(?:\d{1,2}\s*月|[一二三四1-4]季度|第[一二三四]季度|年底|年内"
    r"|上半年|下半年|全年)|(?:19|20)\d\d[年./-]"
    r"|长期|持续|常态|立即|立行|即[时日]|按.{0,6}(?:推进|完成|进度|节点)|每(?:年|月|季|半年|周)"
)


def column(text: str) -> str:
    """The role of a column by its heading; empty where the text is no heading of a column."""
    if len(text) > 24:
        if len(text) > 60 and len(_without_asides(text[:60])) > 24:
            return ""
        text = _without_asides(text)
    return _role(text) if 0 < len(text) <= 24 else ""


def _without_asides(text: str) -> str:
    text = "".join(text.split())
    for sign in ":()*":
        if sign in text:
            text = text.replace(sign, "")
    return text


@lru_cache(maxsize=4096)
def _role(text: str) -> str:
    if not text.isalnum():
        text = _without_asides(text)
        if not text:
            return ""
    known = _KNOWN.fullmatch(text)
    return (known.lastgroup or "") if known else ""


def headings(text: str) -> list[tuple[int, int]]:
    """The words of a line of headings; letters set apart (「工 作 任 务」) are one word."""
    found: list[tuple[int, int]] = []
    single = False
    for match in _WORD.finditer(text):
        alone = match.end() - match.start() == 1
        if alone and single and not _is_number_word(text, found[-1]):
            found[-1] = found[-1][0], match.end()
        else:
            found.append(match.span())
        single = alone
    return found


def _is_number_word(text: str, span: tuple[int, int]) -> bool:
    """「序 号」 ends a word; one that has grown longer is none, and not copied to be compared."""
    return span[1] - span[0] <= 4 and text[slice(*span)].replace(" ", "") in ("序号", "编号")


def is_stage(text: str) -> bool:
    """Whether a heading is a time, and its column tells what is done by then."""
    return _STAGE.fullmatch(text.strip()) is not None


def header(cells: Sequence[str]) -> list[str]:
    """The roles of a row of headings; empty where it is none."""
    roles = [column(cell) or "stage" * is_stage(cell) for cell in cells]
    if roles.count("") == 1 and not {"title", "body"} & set(roles):
        whose = "deadline" in roles and {*UNIT_ROLES} & set(roles)
        if roles[0] == "no" or (roles[0] == "" and whose):  # 「整治行业 时间安排 责任单位」
            roles[roles.index("")] = "title"
    if not 2 <= len(roles) <= MOST or sum(map(bool, roles)) * 5 < len(roles) * 4:
        return []
    told = {"title", "body"} <= set(roles) and roles[0] == "no" and any(map(_TASK.search, cells))
    if not {"title", "body"} & set(roles) or not (told or {*UNIT_ROLES, "deadline"} & set(roles)):
        return []
    if len({*UNIT_ROLES} & set(roles)) and any(map(_OFFICE.search, cells)):
        offices = [place for place, cell in enumerate(cells) if _OFFICE.search(cell)]
        if any(role in UNIT_ROLES for place, role in enumerate(roles) if place not in offices):
            for place in offices:
                roles[place] = "skip"
    if roles.count("lead") > 1:  # 「牵头部门 主责单位」
        roles = [
            "responsible" if "主责" in cell else role
            for role, cell in zip(roles, cells, strict=True)
        ]
    first = roles[0] == "no"
    parts = roles[first : first + 1] == ["section"] and _SUBJECT.search(cells[first])
    if "title" not in roles and parts and roles.count("body") > 1:
        roles[first] = "title"  # 「序号 指标 提升目标 具体措施」
    if "no" in roles[1:] and "title" in roles[: roles.index("no")]:
        behind = roles.index("no")
        if "body" in roles[behind:]:  # 「领域 任务 序号 改革举措」: what is numbered is the item
            roles[roles.index("title")] = "section"
            roles[roles.index("body", behind)] = "title"
    if "title" not in roles:
        roles[roles.index("body")] = "title"
    stages = [place for place, cell in enumerate(cells) if is_stage(cell)]
    for order, place in enumerate(stages):
        roles[place] = f"stage{order}"
    seen: set[str] = set()
    for index, role in enumerate(roles):
        if role == "title" and role in seen:
            roles[index] = "body"
        seen.add(role)
    return [role or "skip" for role in roles]


def dated(text: str) -> bool:
    """Whether a cell tells by when."""
    return len(text) <= 24 and bool(_DATED.match(text.strip()))


def inferred(rows: Sequence[Sequence[str]]) -> list[str]:
    """The roles of columns without headings, by what most of their cells hold."""
    width = len(rows[0])
    roles: list[str] = []
    for place in range(width):
        cells = [row[place].strip() for row in rows if row[place].strip()]
        if not cells:
            roles.append("skip")
        elif sum(cell.strip(".、").isdigit() for cell in cells) * 5 >= len(cells) * 4:
            roles.append("no")
        elif sum(dated(cell) for cell in cells) * 3 >= len(cells) * 2:
            roles.append("deadline")
        elif (
            sum(units_all(SAID.sub("", cell)) and len(cell) >= 3 for cell in cells) * 3
            >= len(cells) * 2
        ):
            roles.append("units")
        else:
            roles.append("text")
    units = [place for place, role in enumerate(roles) if role == "units"]
    texts = [place for place, role in enumerate(roles) if role == "text"]
    if not units or not texts or len(units) > 3:
        return []
    for place, role in zip(units, UNIT_ROLES if len(units) > 1 else ("responsible",), strict=False):
        roles[place] = role
    for order, place in enumerate(texts):
        roles[place] = "title" if order == 0 else "body"
    return roles

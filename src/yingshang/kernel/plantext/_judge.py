"""Of what sort is a promise? The comparator from the words left and right of a figure.

A verdict names the rule that gave it; how far each rule is to be trusted is measured, not guessed
(``_confidence``).
"""

import re
from dataclasses import dataclass

from ._mask import DATE
from ._scan import Figure
from ._text import Ending
from ._units_of_measure import measured
from ._words import (
    ACTING,
    BUILD,
    DOING,
    LEFT_EQ,
    LEFT_GE,
    LEFT_GT,
    LEFT_LE,
    LEFT_MINUS,
    LEFT_PLUS,
    RANKED,
    RATE,
)

__all__ = ["Verdict", "judge"]

_TO_DAY = re.compile(
    rf"(提高|提升|增加|增长|扩大|发展|上升|扩|增|升|压缩|压减|缩短|减少|降低|下降|降|减){DATE}+的?$"
)
_CAP = re.compile(
    r"不(?:得|能|应|宜)?(?:超过|超|高于|多于|大于|晚于|超出)|控制在|最[长多高晚]|上限[为是]"
    r"|(?<!不)(?<!不得)低于|限时"
)
_TO_SCOPE = re.compile(r"(?:压缩|压减|缩短|减少|降低|控制|缩减)(?:到|至|为|在)[^,。;、]{1,14}$")
_OVER = re.compile(r"不?(?:高于|快于|高出|超过)[^,。;]{2,20}$")
_TO_RISE = re.compile(r"(?:提高|提升|扩大|增加|达)(?:到|至|为)[^,。;、]{1,14}的?$")
_OF_WHOLE = re.compile(
    r"(不(?:得|能|应)?(?:低于|少于)|达到|(?<!不)(?<!不得)(?<!不能)(?<!不应)超过|不(?:得|能|应)?(?:超过|高于))[^,。;]{1,14}的$"
)
_CUT_WHAT = re.compile(
    r"(?:压缩|压减|缩短|缩减|精简|减少|清减|降低|(?<![缩压递消削核])减(?!少|轻|免"
    r"|负))[^,。;、至到]{2,12}$"
)
_NOTICE = Ending(r"提前(?:至少)?$", "前少")
_STEADY = Ending(r"(?:时间|时限|周期|时长|用时)(?:稳定|保持|维持)在$", "在")
_STRIVES = Ending(r"(?:力争|争取|努力)$", "争取力")
# 「货款支付不超过收到发票后10个工作日」
_NO_LATER = Ending(r"不(?:得|应)?超过[^,。;、]{2,14}(?:后|之日起)$", "后起")
_TIME_NOUN = Ending(
    r"(?:时间|时限|周期|期限|时长|用时)(?:均|分别|统一|原则上|平均)?(?:为|是|控制在|在)?$",
    "一上为别在均时是期长间限",
)
_STEP_NAMED = Ending(
    r"(?:核发|审查|审批|审核|验收|登记|复审|初审|报装|许可|办理|勘验|踏勘|变更|备案|接电|通水"
    r"|通气|审图|评审|开办|注销|认定|发证|制证|出具|答复|出证|时间|时限|刻制|刻章|发票|参保"
    r"|开户|公示期|领取)$",
    "保具制办勘发取可图复定审户批收更期查核案气水理电票章装记证销间限验",
)
_HEADS = {
    "time": re.compile(r"(?:时间|时限|周期|期限|时长|用时|平均时间)(?:为|是|分别为|标准)?$"),
    "rate": re.compile(r"(?:率|占比|比例|比重|满意度)$"),
    "count": re.compile(r"(?:环节|材料|次数|频次|数量|总数)(?:为|是|分别为)?$"),
}
_CUT_TO = re.compile(r"压[减缩][到至为][^,]{0,4}$")
_CUT_COUNT = re.compile(r"(?:压缩|压减|缩减|精简|减少|清减)[^,。;、至到]{2,12}$")
_LEAST = re.compile(r"(?:至少|不少于|不低于)[^,]{1,24}$")
_STEPS = re.compile(r"(?:环节|材料)(?:平均|各)?$")
_UNDER = Ending(r"(?<!不)(?<!不得)(?<!不能)(?:低于|少于|小于)$", "于")
# 「目标:2个环节、0.5个工作日」, and a cell that holds nothing but such figures
_GOAL = re.compile(r"目标(?:值|水平)?$")
_ALONE = re.compile("◆$")
# 「新增首贷户2万户」: so many, or so many more? people read it both ways
_GROWS = re.compile(r"(?:新增|增加)[^,。;]{0,12}$")
_GROWN = frozenset(("户", "家", "人", "名", "项"))
_CANCELS = re.compile(r"(?:取消|合并)[^,。;、]{0,14}$")
_SAVED = re.compile(r"(?:减少|降低|节约|节省)[^,。;、至到]{1,12}$")
_LOWERED = re.compile(r"(?:降低|减少|压减|压降)[^,。;、至到]{1,12}$")
_GROWTH = re.compile(r"(?:及?以上|左右)?的?(增长|正增长|提升|下降)(?=[,。;、\n]|$)")
_UP_TO = re.compile(r"(?:环节|步骤|材料|事项)(?:以内|之内|以下)")
_REMOVED = re.compile(r"(?:取消|合并|清理取消|精简)[^,。;、至到]{1,14}$")
_EACH = re.compile(r"(?<=[到达于过至])每[^,。;到达于过至]{1,6}$")
# 「整合为“受理、通水”2个环节」
_QUOTES = frozenset('”"」\n')
_QUOTED = re.compile(r"(?<=[为至到])[“\"「][^“”\"「」]{1,20}[”\"」]$")
_FUND = re.compile(
    r"^(?:以上)?的?[^,。;、]{0,14}(?:基金|资金池|风险池|专项贷款|专项债券?|授信|专项资金|引导资金)"
)
# a rate of which less is better: 「失业率6%左右」 is no floor
_SCARCE = Ending(r"(?:失业率|赤字率|负债率|不良率|死亡率)(?:为|在|保持在|稳定在)?$", "为在率")
_PRICES = re.compile(r"(?:居民消费价格|物价|CPI)(?:总水平|指数)?(?:涨幅|上涨|涨)(?:为|在)?$")
# 「全市25%面积达到雨水排水能力」
_OF_AREA = re.compile(
    r"(?:以上)?(?:的)?(?:建成区)?(?:面积|区域|范围|地区|路段|河段)?(?:的?[^,。;、]{0,6})?达到?[^,。;]{2,24}(?:要求|标准|能力|水平|目标)"
)
_REBUILT = Ending(r"(?:新建|改建|扩建|建设|改造|更新|完善|优化|整治)(?:和|、)?提升$", "升")
_COMPLETES = re.compile(r"(?:完成|实施)[^,。;、至到]{1,12}(?:提升|改造提升)$")
_NEWLY = re.compile(r"新增(?![^,。;]{0,16}(?:投放|发放|减税|投资|产值|融资))[^,。;]{1,16}$")
_MONEY_BUILD = re.compile(
    r"新增|(?:累计|年度|总)授信|完成|实现|兑现|出资|拨付|投放|发放|引导|争取|力争|募集|融资|到位|[利使]用外资|引进|签约|设立|组建|建立"
    r"|总规模|投入|投资|筹集|筹措|整合|统筹|安排|落实|撬动|带动|发行"
    r"|解决|提供|促成|担保|续贷|转贷|帮助|节约|节省|盘活|新增减税|减税降费|让利|减负|减轻|降低|产值|收入"
    r"|交易额|销售额|成交额|出口|总额|规模"
)
# 「为企业减免费用1.2亿元」, 「授信50亿元」: what all are given together
_TO_ALL = re.compile(
    r"(?:减免|减征|免除|缓缴|缓征|返还|退还|退税|清偿|兑付|授信|让渡)[^,。;每户]{0,14}$"
)
# 「在不少于15个城市开展试点」, 「对106项事项实施改革」, 「在餐饮等20个行业推行」
_AMONG = re.compile(
    r"(?:(?:首批|率先)?[在于对为向](?:全部|所有|全市|全县|全省)?|面向|(?:^|[,。;])(?:首批|率先)?[在对][^,。;]{2,30}等|^在[^,。;、的]{2,8})(?:不少于|至少)?$"
)
# 「在市区建成智能台区200个」
_BUILT_IN = re.compile(
    r"在[^,。;]{1,12}?(?:建成|新建|建设|设立|打造|培育|开设|布设|设置"
    r"|(?:梳理|评选|遴选|筛选|选树|推出|培养|孵化|举办|组织|开展|实施|推广|完成)出?(?:不少于)?$)"
)
_PLACES = re.compile(
    r"^(?:以上)?[^,。;]{0,30}?(?:推广|开展|实施|实行|实现|试点|推行|应用|落地|建设|率先|设立"
    r"|布局|推进|完成|进行[^,。;]{1,12}改造|培训|提供|发放|免费|设置|建立|开设|增设|新增|开通|配置|办理)"
)
# 「提高创新设备投资占比5个百分点」
_RAISES = re.compile(r"(?:提高|提升|增加)[^,。;、至到]{2,16}(?:率|度|占?比重?|比例)$")
_RAISED_TO = Ending(
    r"(?:扩大|扩展|拓展|增加|扩充|扩围|扩面|提升|提高|增|扩|升)(?:到|至|为)(?:了)?$", "到至为了"
)
# 「提升电力系统调节能力500万千瓦」
_RAISED = re.compile(r"(?:提升|提高|增加)[^,。;、至到]{2,14}(?:能力|容量|产能|储量)$")
# 「年底前86个高频事项实现“跨省通办”」
_ACHIEVED = re.compile(
    r"(?:高频|政务服务|涉企|许可|便民|审批|民生|公共服务|服务|依申请)*(?:事项|业务|服务|项目)"
    r"(?:要|将|全部|均|率先|力争|全面)*实现|[^,。;、◈已]{2,8}(?:全部|率先|全面)(?:实现|完成|建成|达到)"
    r"|[^,。;、◈已\d]{2,12}完成(?:搬迁|改造|改扩建|扩建|建设|新建|提升|整治)"
)
# 「将52条政务服务热线归并至12345热线」
_MOVED = re.compile(r"[^,。;、◈已]{2,14}(?:归并|下沉|纳入|接入|整合|下放|划转|移交|集成|转为|改为)")
# 「事项比上年增加20项」
_MORE_THAN = re.compile(r"(?:[比较]|年均)[^,。;]{0,12}增加$")
# 「每季度通报1次」
_EVERY = re.compile(
    r"每(?:个)?(?:季度?|月|半年|年|周|两周|两月|双月|旬)(?!度?[^,。;]{0,8}[对向])[^,。;、]{0,8}$"
)
# 「6月底、12月底前各1次」
_EACH_DAY = re.compile(r"各[^,。;、]{0,10}")
_TIMES = ("次", "期", "场", "轮")
# 「每家企业明确1名服务专员」
_NAMED = re.compile(r"(?:明确|指定|确定|指派|选派|设)(?:至少)?$")


@dataclass(slots=True)
class Verdict:
    """The comparator of a promise and the rule that read it."""

    comparator: str
    rule: str


_FASTER = re.compile(r"(?:时间|时限|用时|时长|周期)[^,。;、]{0,6}提速(?:约|近|超过?|不低于)?$")


def judge(
    figure: Figure, left: str, mark: str, right: str, head: str = "", after: str = ""
) -> Verdict | None:
    """The verdict on a figure from the words left and right of its list; None: no commitment.

    ``head`` is what stands before the colon of an enumeration (「办电环节:低压2个、高压4个」).
    """
    if DATE in left[-20:]:
        left = _TO_DAY.sub(r"\1到", left)  # 「提高到2026年的73%」
    if figure.kind == "double":
        return Verdict("increase", "double")
    if "每" in left:
        left = _EACH.sub("", left)
    if left[-1:] in _QUOTES:
        left = _QUOTED.sub("", left)
    verdict = _READERS[figure.kind](left[-60:], mark, right, figure)
    if verdict is None and figure.kind == "count" and _AMONG.search(left):
        placed = _PLACES.match(after) or (left.endswith("面向") and "培训" in after)
        if placed and not re.search(r"除|继续|现有|原有", left):
            return Verdict("=", "count:places")
    if verdict is not None and figure.over and verdict.comparator == "=":
        return Verdict(">=", verdict.rule)
    if verdict is None and figure.kind == "count" and not mark:
        verdict = _told_behind(left, right, figure)
    if verdict is None and (_GOAL.search(head[-8:]) or _ALONE.match(head)):
        comparator = {"time": "<=", "rate": ">="}.get(figure.kind, "=")
        return Verdict(comparator, f"{figure.kind}:goal")
    if verdict is None and head:
        pattern = _HEADS.get(figure.kind)
        if pattern and pattern.search(head[-12:]):
            comparator = {"time": "<=", "rate": ">="}.get(figure.kind, "=")
            return Verdict(comparator, f"{figure.kind}:head")
        if figure.kind == "money" and _MONEY_BUILD.search(head) and not left.strip(DATE):
            return Verdict("=", "money:head")  # 「新增贷款:2025年8亿元、2026年10亿元」
    return verdict


def _told_behind(left: str, right: str, figure: Figure) -> Verdict | None:
    """What becomes of so many things is told behind them; how often, before."""
    if _ACHIEVED.match(right):
        return Verdict("=", "count:achieved")
    if "将" in left and _MOVED.match(right):
        return Verdict("=", "count:moved")
    if figure.unit in _TIMES and (_EVERY.search(left) or _EACH_DAY.fullmatch(left)):
        return Verdict("=", "count:every")
    if figure.unit in ("名", "位", "人") and _NAMED.search(left):
        return Verdict("=", "count:named")
    return None


def _time(left: str, mark: str, right: str, figure: Figure) -> Verdict | None:
    if _UNDER.search(left):
        return Verdict("<", "time:under")
    if mark == "以下" and _TIME_NOUN.search(left):
        return Verdict("<=", "time:below")
    if _STEADY.search(left):
        return Verdict("<=", "time:le")
    if not mark and DOING.match(right) and _STRIVES.search(left):
        return Verdict("<=", "time:do")
    if _NOTICE.search(left) or (LEFT_GE.search(left) and not mark):
        return Verdict(">=", "time:ge")
    if figure.unit == "年" and left.endswith(("调整为", "调整到", "调整至")):
        return Verdict("=", "time:noun")  # 「聘用年限由5年调整为3年」
    if LEFT_LE.search(left) or _NO_LATER.search(left):
        return Verdict("<=", "time:le")
    if mark in ("以内", "内", "之内"):
        return Verdict("<=", "time:within-do" if DOING.match(right) else f"time:{mark}")
    if LEFT_MINUS.search(left) or left.endswith(("节省", "节约")):
        return Verdict("decrease", "time:minus")
    if _TO_SCOPE.search(left):
        return Verdict("<=", "time:to-scope")
    if DOING.match(right) and not mark:
        return Verdict("<=", "time:do")
    if mark == "以上":
        return Verdict(">=", "time:above")
    if LEFT_GT.search(left):
        return Verdict("<=", "time:gt") if "不" in left[-4:] else None
    if _TIME_NOUN.search(left) or left.endswith(("统一为", "定为", "明确为")):
        return Verdict("<=", "time:noun")
    alone = not right.split("、")[0].strip("和及")
    if alone and not mark and _STEP_NAMED.search(left) and figure.unit != "年":
        return Verdict("<=", "time:step")
    return None


def _rate(left: str, mark: str, right: str, figure: Figure) -> Verdict | None:
    if _UNDER.search(left):
        return Verdict("<", "rate:under")
    if figure.unit.endswith("百分点") and (over := _OVER.search(left)):
        return Verdict("<=" if over.group().startswith("不") else ">=", "rate:points-over")
    if mark in ("", "左右") and _PRICES.search(left):
        return Verdict("=", "rate:about")
    grown = _GROWTH.match(right) if right else None
    if grown:  # 「均实现8%以上增长」
        return Verdict("decrease" if grown.group(1).endswith("降") else "increase", "rate:plus")
    if _FASTER.search(left):
        return Verdict("decrease", "rate:minus")  # 「办理时间提速20%」
    if LEFT_PLUS.search(left) or (figure.unit.endswith("点") and _RAISES.search(left)):
        return Verdict("increase", "rate:plus")
    if LEFT_MINUS.search(left):
        return Verdict("decrease", "rate:minus")
    if LEFT_LE.search(left) or mark in ("以下", "以内", "之内"):
        return Verdict("<=", "rate:le")
    if LEFT_GT.search(left):
        return Verdict(">", "rate:gt")
    if LEFT_GE.search(left):
        return Verdict(">=", "rate:kept" if left.endswith("保持") else "rate:ge")
    whole = _OF_WHOLE.search(left)
    if whole:
        most = whole.group(1).startswith("不") and whole.group(1).endswith(("超过", "高于"))
        return Verdict("<=" if most else ">=", "rate:of-whole")
    if _TO_SCOPE.search(left):
        return Verdict("<=", "rate:to-scope")
    if _TO_RISE.search(left):
        return Verdict(">=", "rate:to-rise")
    if mark == "左右" and _SCARCE.search(left):
        return Verdict("=", "rate:about")
    if RATE.search(left):
        if figure.upper is not None and left[-1:] in "为在是":
            return Verdict("=", "rate:range")
        return Verdict(">=", "rate:noun-above" if mark == "以上" else "rate:noun")
    if right.startswith("的价格扣除"):
        return Verdict("=", "rate:range")
    if _CUT_WHAT.search(left):
        return Verdict("decrease", "rate:cut")
    if left.endswith("完成") and not right.strip("、和及"):
        return Verdict(">=", "rate:done")
    return _rate_of(mark, right, figure)


def _rate_of(mark: str, right: str, figure: Figure) -> Verdict | None:
    """「90%以上的事项网上办理」: the share stands before what it is a share of."""
    if mark == "以上":
        acting = ACTING.search(right) or not right[2:]
        return Verdict(">=", "rate:above-act" if acting else "rate:above")
    if right.startswith("的") and ACTING.search(right):
        return Verdict(">=", "rate:of-act")
    if _OF_AREA.match(right):
        return Verdict(">=", "rate:of-act")
    if figure.value == 100 and ACTING.search(right[:6]):
        return Verdict(">=", "rate:all")
    return None


def _money(left: str, mark: str, right: str, figure: Figure) -> Verdict | None:
    if figure.value == 0 or LEFT_LE.search(left) or mark in ("以内", "以下"):
        return Verdict("<=", "money:le")  # 「费用0元」
    if LEFT_GT.search(left):
        return Verdict(">", "money:gt")
    if (mark == "以上" or LEFT_GE.search(left)) and _SAVED.search(left):
        return Verdict("decrease", "money:saved")
    if LEFT_PLUS.search(left):
        return Verdict("increase", "money:plus")
    if left.endswith("新增") or (_NEWLY.search(left) and not mark):
        return Verdict("increase", "money:newly")
    if LEFT_GE.search(left):
        return Verdict(">=", "money:ge")
    if LEFT_MINUS.search(left):
        return Verdict("decrease", "money:minus")
    if mark == "以上":
        return Verdict(">=", "money:above")
    if not mark and _LOWERED.search(left):
        return Verdict("=", "money:saved")  # 「降低成本2亿元」: people read it both ways
    if _MONEY_BUILD.search(left) or _FUND.match(right) or _TO_ALL.search(left):
        return Verdict("=", "money:build")
    return None


def _either(figure: Figure, left: str) -> bool:
    """What some read as so many and some as so many more, or fewer."""
    grown = figure.unit.lstrip("万亿千百") in _GROWN and _GROWS.search(left) is not None
    return grown or _CANCELS.search(left) is not None


def _count(left: str, mark: str, right: str, figure: Figure) -> Verdict | None:
    if measured(figure.unit) and _UNDER.search(left):
        return Verdict("<", "count:under")
    down = LEFT_LE.search(left)
    mean = figure.unit == "次" and ("平均" in left or figure.value % 1) and down
    if mean or _CAP.search(left[-5:]) or _UP_TO.match(right) or mark in ("以内", "之内", "以下"):
        return Verdict("<=", "count:le")
    if down and "/" in figure.unit:
        return Verdict("<=", "count:le")  # 「浓度降至30微克/立方米」
    if down or LEFT_EQ.search(left) or _CUT_TO.search(left):
        return Verdict("=", "count:times" if figure.unit == "次" else "count:eq")
    if left.endswith("前") and figure.unit in ("名", "位"):
        if not RANKED.search(left):
            return None  # 「建立进出口额前200名企业专员制度」
        return Verdict("<=", "count:rank")
    if LEFT_GT.search(left):
        return Verdict(">", "count:gt")
    if (mark == "以上" or LEFT_GE.search(left)) and _REMOVED.search(left):
        # 「取消40项以上」 counts what is done, 「精简材料40项以上」 what there is less of
        fewer = "精简" in left[-18:]
        return Verdict("decrease" if fewer else ">=", "count:removed")
    cut = _CUT_COUNT.search(left)
    if cut or LEFT_MINUS.search(left):
        return Verdict("decrease", "count:minus")
    if LEFT_GE.search(left):
        # people read 「扩大到30个」 both ways
        return Verdict(">=", "count:raised" if _RAISED_TO.search(left) else "count:ge")
    if mark == "以上":
        return Verdict(">=", "count:above")
    if _REBUILT.search(left) or (_COMPLETES.search(left) and not measured(figure.unit)):
        return Verdict("=", "count:build")
    if left.endswith(("增长", "提高", "提升")) or _RAISED.search(left) or _MORE_THAN.search(left):
        return Verdict("increase", "count:plus")
    if _LEAST.search(left):
        return Verdict(">=", "count:least")
    if _STEPS.search(left) or (right.startswith("环节") and _STEP_NAMED.search(left)):
        return Verdict("=", "count:steps")
    if left.endswith("规模为") and measured(figure.unit):
        return Verdict("=", "count:named")
    if left.endswith("分别为") and BUILD.search(left):
        return Verdict("=", "count:named")
    if _AMONG.search(left) and not _BUILT_IN.match(left):
        return None
    if BUILD.search(left):
        return Verdict("=", "count:newly" if _either(figure, left) else "count:build")
    return None


_READERS = {"time": _time, "rate": _rate, "money": _money, "count": _count}

"""Figures that commit to nothing: thresholds, subsidies, past results, labels, conditions.

Each rule is a small question about the words around one figure; ``refused`` asks them in turn.
"""

import re
from collections.abc import Callable

from ._grants import granted
from ._past import WILLED, reported
from ._scan import Figure
from ._seen import Seen
from ._sizes import sized
from ._text import Ending
from ._words import (
    ACTING,
    BUILD,
    DOING,
    GRANT,
    LEFT_GE,
    LEFT_GT,
    LEFT_LE,
    LEFT_MINUS,
    RANKED,
    RATE,
    SUBSIDY,
)

__all__ = ["refused"]

_CAP = re.compile(
    r"不(?:得)?(?:超过|超|高于|多于|大于|晚于)|控制在|最[长多高晚]|(?<!不)(?<!不得)低于|限时"
)
_ROUND_THE_CLOCK = re.compile(
    r"^(?:全天候|自助|不打烊|不间断|在线|服务|值守|开放|预约|营业|随时|滚动|热线|客服|监测|气密"
    r"|轮|值班|运行)"
)
_DUE = Ending(r"(?:应当?|必?须)在?$|(?:之日|次日)起$", "应当须在起")
_DUE_BESIDE = re.compile(r"(?:应当?|须)在[\d.]+年内[^,。;、]{1,8}、$")
_CONDITION = re.compile(
    r"^(?:及?以上|以内|以下|之内)?的(?:[,、。;给单奖按予可视]|企业|项目|单位|主体|人员|用户"
    r"|客户|高校|家庭|创业|政策|$)"
)
# 「资源条件较好地区可降低至90%」
_ALLOWED = Ending(r"可(?:以|适当)?(?:降低|放宽|下调|延长)[到至]$", "到至")
# 「占总数2%以上的鸟类」 are those that are meant
_MAKES_UP = re.compile(r"(?:^|[对将把、])占[^,。;]{2,16}$")
_WHEN_OF = re.compile("(?:及?以[上下])?的")
# 「本通知明确的6类」
_SAID_HERE = re.compile(
    r"(?:本(?:通知|方案|意见|办法|措施|文件|规定)|上述|前述)(?:已经?)?(?:明确|规定|确定|提出|列出|列举|所列)的[^,。;]{0,40}$"
)
# 「参加者少于8人且不低于5人时,…」
_IN_CASE = re.compile(r"(?:以[上下])?(?:且[^,。;]{1,14})?的?时,")
_COMPARED = Ending(r"(?:[少多低高大小]于|超过|不足|达到|达|不满)$", "于过足到达满")
_MODIFIES = re.compile(r"^(?:及?以[上内下]|之内)?的|^及以")
_ABSTRACT = re.compile(
    r"^(?:细分领域(?=[,。;、]|$)|方面|层面|维度|阶段|领域(?!(?:全部|率先|全面)(?:实现|完成)|(?:开展|实施|推行)?试点)|步骤|部门|环节并|中心环节|类型|字)"
)
_FINISH = re.compile(
    r"实现|完成|推出|上线|接入|取消|下放|下沉|归并|改扩建|新建|改造|办结|通办|纳入.{0,12}(?:办|清单)"
    r"|建成|投用|启用|打通|开工|竣工|完工|归集"
)
# 「推进大名、月浦等23个雨水系统建设」
_WORKED_ON = re.compile(
    r"^(?:加快|全面|持续|重点|扎实)*(?:推进|推动|实施|启动|加快)[^,。;]{2,40}等$"
)
# 「建设城北变等4座变电站」
_BUILT_LIST = re.compile(r"^(?:加快|开工|推进|全面)?建设[^,。;]{2,40}等$")
_WORKS = re.compile(r"[^,。;、]{2,24}?(?:建设|改造|更新|整治|修缮|修复|项目|工程)(?=[,。;]|$)")
_CHOOSE = Ending(
    r"(?:确定|选定|选取|新建|增建|建设|建成|评选出?|培育|打造|创建|举办|组织|开展|新增|增设|推出|完成|布局"
    r"|引进|设立)(?:不少于|至少)?$",
    "于出办取增定少局展建成立织育进选造设",
)
_PLACES = re.compile(r"(?:地级|设区|县级)?(?:市|县|区(?!域)|州|盟|旗)(?![场政])")
_WHOLE_AREA = ("全国", "全省", "全市", "全区", "全县", "全州", "全盟")
_AMONG = re.compile(r"(?:^|[,。;])[在对][^,。;]{2,30}等$")
_MEANS = re.compile(r"^(?:以上|以下|左右)?的?(?!具[有备])[^,。;、]{0,8}(?:优势|资源禀赋|市场规模)")
_NEEDED = re.compile(r"[^。;◈]{0,4}[,]?(?:是|作为)[^,。;]{0,24}(?:条件|前提|依据)")
_WHEN = re.compile(r"^(?:及?以上|及?以下|以内|或以上)?[^,。;、]{0,8}的$")
# 「24小时响应率」, 「30分钟应急响应机制」 are names
_NAMED = re.compile(r"内?[^,。;、]{0,6}(?:率|机制|服务圈|生活圈|办结制|经济圈|制度)")
_OF_PLAN = Ending(r"(?:实施|落实|推进|围绕|聚焦|明确|细化|对照|抓好)$", "化好实施焦照确绕进")
_POINTS = re.compile(
    r"^(?:重点|主要|具体|专项|改革)?(?:任务|举措|措施|指标|要求|内容)(?:[,、。;和]|$)"
)
_OF_INDICATORS = re.compile(r"[^,。;、\d]{0,8}指标(?:[均都]|全部|的同时)")
_STATE_OF = re.compile(r"[^,。;、]{0,14}(?:落实|落地|执行|完成|进展|实施)情况")
_FAILING = re.compile(
    r"^(?:以?内)?(?:不再|不得|禁止|不予|[^,。;]{0,4}(?:不能|未能|仍未|尚未|没有|无法|逾期)|未)"
)
_LASTING = Ending(r"(?:连续|满|未满|不满|不足|逾期|每增加|每新增|每满)(?:超过)?$", "加增期满续足过")
_OF_WHOLE = re.compile(r"(?:压缩|压减|缩短|减少|降低|控制)[到至为在][^,。;、]{1,14}的?$")
_SPENT = re.compile(r"(?:时间|时限|周期|期限|时长|用时)(?:均|平均|原则上)?(?:为|在)?$")
_PART = re.compile(
    r"^(?:以上|以下)?(?:的部分|限额|额度|的限额|的额度|[^,。;]{0,4}给予(?!答复|回复|反馈|解决|办理))"
)
_CONDITIONS = re.compile(
    r"[列下请定报贴励持](?:(?<=下列|以下|如下)(?:之一|基本)?(?:条件|情形|标准|要求)"
    r"|(?<=申请)(?:条件|对象)|(?<=认定|申报)条件|(?<=补贴)(?:对象|标准)|(?<=奖励)标准"
    r"|(?<=扶持)对象)"
)
_EXEMPT = re.compile(
    r"[^,。;◈]{0,30}?的[^,。;]{0,10}(?:项目|企业|单位|人员|个体工商户|用户|主体|机构"
    r"|工程)[^,。;]{0,6}(?:免|可以?|予以|给予|实行|享受|优先|取消|不再|简化)"
)
# what stands behind the number of a condition, up to the end of its clause and of its sentence
_OF_OTHERS = re.compile(
    "|".join(
        [
            "的政策",
            "(?:及?以上|及?以下)[^,。;、]{0,10}的(?:可|予以|给予|按|享受|免|优先|不再)",
            *(one.pattern for one in (_WHEN, _FAILING, _PART, _MEANS)),
        ]
    )
)
_IS_NEEDED = re.compile(f"{_EXEMPT.pattern}|{_NEEDED.pattern}")
_TRIED = re.compile("推行|推广|开展|试点|实施|落地|应用")
_OUT_OF = re.compile(r"(?:^|[对为在于])[^,。;]{0,16}中的$")
_UNITY = re.compile(
    r"^(?:个(?:窗口|平台|标准)|套(?:材料|标准|系统)|次(?:办|性)|张(?:表|网)|枚印章|扇门|支队伍)"
)
# 「单体项目总投资不低于3000万元」, 「改造项目年节能量须不低于50万千瓦时或150吨标准煤」
_APPLIES = Ending(
    r"(?:单[体个一项](?:项目|企业)[^,。;]{0,14}(?:不[低少]于|不超过)"
    r"|(?:项目|企业)[^,。;]{1,12}须(?:不[低少]于|达到)(?:[^,。;]{1,14}或)?"
    r"|(?:项目|企业)(?:的)?(?:用地|占地|建筑|建设|投资|经营|总)?(?:面积|投资额?|规模|注册资本)(?:原则上|一般)?应当?不[小低少]于)$",
    "于过到或",
)
# 「按人均不低于20平方米的标准提供住房」, 「年薪100万元以上的人才可直接认定」
_BY_STANDARD = re.compile(r"^按[^,。;]{0,16}$")
_GIVES = re.compile(r"^[^。;]{0,48}(?:给予|提供|发放|保障|安排|享受)")
_EARNED = Ending(r"年薪(?:达到?|超过?|不低于|在)?$", "薪达到超过于在")
# 「优先支持绿电占比超过80%的算力设施」
_FAVOURED = re.compile(
    r"(?:支持|鼓励|扶持|引导|更换|替换|淘汰|清理|清退|关停|处置|剔除|暂停|取消)[^,。;]{2,20}(?:超过|达到?|不低于|高于)$"
)
# 「利用率超过40%的充电设施实施改造」
_THOSE = re.compile(
    r"的[^,。;、]{0,10}?(?:地区|省份|城市|区域|设施|设备|站|路段|片区)(?=[\u4e00-\u9fff]{2})"
)
# 「国家要求压减到5个工作日以内,我市…」: what others ask is no promise of ours
_OTHERS_ASK = re.compile(r"^(?:国家|省里?|上级|国务院|法定)(?:明确)?(?:要求|规定)[^,。;]{0,14}$")


def refused(figure: Figure, work: str, year: int | None, source: str) -> bool:
    """Whether a figure commits to nothing: a threshold, a subsidy, a result, a label."""
    left = figure.left
    seen = Seen(
        figure,
        left,
        figure.right,
        _near(work, figure, figure.clause, 120),
        _near(work, figure, figure.sentence, 300),
        work[max(figure.sentence[0], figure.start - 300) : figure.end],
        work[figure.end : min(figure.sentence[1], figure.end + 60)],
        work[max(0, figure.start - 160) : figure.start],
        source,
        year,
        bool(LEFT_LE.search(left) or LEFT_MINUS.search(left)),
        bool(BUILD.search(left) or WILLED.search(left)),
    )
    for rule in _RULES:  # noqa: SIM110
        if rule(seen):
            return True
    return False


def _near(work: str, figure: Figure, within: tuple[int, int], reach: int) -> str:
    """The clause or sentence, but no further than ``reach``: a page without stops stays linear."""
    return work[max(within[0], figure.start - reach) : min(within[1], figure.end + reach)]


def _below(seen: Seen) -> bool:
    if not seen.right.startswith(("及以下", "以下", "及以上学历")) or seen.falling:
        return False
    if seen.figure.kind == "time":
        return not _SPENT.search(seen.left)
    if seen.figure.unit == "次" and seen.left.endswith("次数"):
        return False
    if seen.figure.kind == "rate" and _OF_WHOLE.search(seen.left):
        return False
    return seen.figure.kind != "rate" or not RATE.search(seen.left)


def _clock(seen: Seen) -> bool:
    figure = seen.figure
    if figure.kind != "time":
        return False
    if figure.unit == "日" and seen.right.startswith("前"):
        return True
    if seen.left.endswith(("到期前", "届满前", "期满前")):
        return True  # 「贷款到期前30日主动联系企业」
    if _NAMED.match(seen.right):
        return True
    if figure.unit == "年":
        due = _DUE.search(seen.left) or (not seen.left and _DUE_BESIDE.search(seen.above[-40:]))
        if due and figure.mark in ("以内", "内") and DOING.match(seen.right):
            return False  # 「建设单位应在2年内开工」
        if re.search(r"年限|寿命|受教育", seen.above[-24:]) and (
            seen.falling or LEFT_GE.search(seen.left)
        ):
            return False
        if figure.mark in ("以内", "内", "之内") and _SPENT.search(seen.left):
            return False  # 「破产案件审理时间1.5年以内」
        return not _CAP.search(seen.left[-6:]) or bool(SUBSIDY.search(seen.sentence))
    return bool(_ROUND_THE_CLOCK.match(seen.right))


def _conditional(seen: Seen) -> bool:
    figure, left, right = seen.figure, seen.left, seen.right
    if _ALLOWED.search(left) or _OTHERS_ASK.match(left):
        return True
    if figure.kind != "time" and (_APPLIES.search(seen.above) or _EARNED.search(left)):
        return True
    if right.startswith("的标准") and _BY_STANDARD.search(left) and _GIVES.match(seen.after):
        return figure.kind != "rate"
    if right and figure.kind != "rate" and _MODIFIES.match(right) and not seen.meant:
        return True
    if (right and _OF_OTHERS.match(right)) or (seen.after and _IS_NEEDED.match(seen.after)):
        return True
    if figure.chinese and figure.kind == "rate" and _WHEN_OF.match(right):
        return not ACTING.search(right)  # 「三分之二以上的成员」
    if figure.kind == "rate" and right and _of_those(left, right, seen):
        return True
    if figure.kind == "count" and "的" in seen.above and _SAID_HERE.search(seen.above[-70:]):
        return True
    if figure.kind == "time" and left.endswith("近"):
        return True
    if _LASTING.search(left) or _CONDITIONS.search(seen.above):
        return True
    if figure.unit.endswith("岁") and not re.search("寿命", left):
        return True
    if figure.kind == "count" and _CAP.search(left[-6:]) and GRANT.search(seen.after):
        return True
    if left.endswith("由") and "组成" in right[:10]:
        return True
    if seen.after and _IN_CASE.match(seen.after) and _COMPARED.search(left):
        return True
    if right and _CONDITION.match(right) and (figure.kind != "rate" or not ACTING.search(right)):
        return not seen.meant or bool(re.match(r"[对凡]|符合|具有|拥有", left))
    return figure.kind == "money" and left.startswith("对于") and bool(GRANT.search(seen.after))


def _of_those(left: str, right: str, seen: Seen) -> bool:
    """A share that says which ones are meant: 「更换损耗超过15%的部件」."""
    if right.startswith("的") and (
        _FAVOURED.search(left)
        or (not seen.meant and _COMPARED.search(left) and _THOSE.match(right))
    ):
        return True
    return bool(_WHEN_OF.match(right) and _MAKES_UP.search(left))


def _listed(seen: Seen) -> bool:
    """「等16项信息资源」 cites a list; it promises only beside a word of finishing."""
    figure = seen.figure
    if figure.kind != "count":
        return False
    if seen.left.endswith(_WHOLE_AREA) and _PLACES.match(seen.right):
        return True  # 「在全省21个市开展评估」: all there are
    if _ABSTRACT.match(seen.right) and not (
        figure.mark or LEFT_GE.search(seen.left) or seen.left.endswith("覆盖")
    ):
        return not LEFT_LE.search(seen.left)
    if _STATE_OF.match(seen.right) or _OF_INDICATORS.match(seen.right) or "沿用" in seen.left:
        return True
    if _POINTS.match(seen.right) and (_OF_PLAN.search(seen.left) or figure.seg != figure.clause[0]):
        return True
    if seen.left.endswith("等") and _AMONG.search(seen.left) and _TRIED.search(seen.right[:24]):
        return False
    if seen.left.endswith("中的") and _OUT_OF.search(seen.left) and not figure.mark:
        return True
    if seen.left.endswith("等") and not (_FINISH.search(seen.clause) or figure.mark):
        on = _WORKED_ON.match(seen.left) and _WORKS.match(seen.right)
        if not (on or _BUILT_LIST.match(seen.left)):
            return True
    return (
        figure.value == 1 and bool(_UNITY.match(f"{figure.unit}{seen.right}")) and not seen.falling
    )


def _worded(seen: Seen) -> bool:
    """Numbers in words are mostly labels (一个窗口): they need a strong word beside them."""
    figure, left = seen.figure, seen.left
    if not figure.chinese or figure.kind in ("rate", "double"):
        return False
    if figure.kind == "time":
        if figure.value == 0.5 and figure.unit == "工作日":
            return False
        return not (figure.mark in ("内", "以内", "之内") or seen.falling)
    if LEFT_GE.search(left) or LEFT_GT.search(left) or figure.mark == "以上":
        return False
    if figure.value >= 2 and figure.unit == "次" and LEFT_LE.search(left):
        return False  # 「每年不得超过两次」
    if figure.value >= 10 and BUILD.search(left):
        return False
    if figure.unit == "名" and RANKED.search(left):
        return False
    if figure.value == 1 and figure.unit not in ("家", "处", "所", "座", "条"):
        return True
    built = not seen.right and figure.value >= 2 and BUILD.search(seen.clause)
    return not built and not _CHOOSE.search(left)  # 「设立自助办税厅两处」


# 「经三分之二以上业主同意」: how many must agree
_QUORUM = re.compile(
    r"(?:以上)?的?[^,。;]{0,8}?(?:成员|委员|业主|代表|村民|居民|董事|股东|户主|专家|有表决权)[^,。;]{0,6}"
    r"(?:同意|出席|到会|参加|表决|通过|赞成)"
)


def _quorum(seen: Seen) -> bool:
    figure = seen.figure
    if figure.kind != "rate" or "分之" not in seen.source[figure.start : figure.end]:
        return False
    return _QUORUM.match(seen.right) is not None


_RULES: tuple[Callable[[Seen], bool], ...] = (
    _below,
    reported,
    _clock,
    granted,
    _conditional,
    sized,
    _listed,
    _worded,
    _quorum,
)

"""Money, shares and times that are given to somebody, and those that only sound so."""

import re
from collections.abc import Callable

from ._seen import Seen
from ._text import Ending
from ._words import BUILD, DOING, GRANT, LEFT_GE, LEFT_MINUS, SUBSIDY

__all__ = ["BECOMES", "funds", "granted"]

_COVERS = re.compile(
    r"(?<!补贴)(?<!贴息)(?<!补助)(?<!利)(?<!费)(?<!奖励)(?:率|面|度|占比)"
    r"(?:均|要|力争)?(?:达到?|提升[至到]|不低于|为)$"
)
_NO_GRANT = re.compile(r"价格扣除|预留份额|预付款")
_TERM = re.compile(r"期限?[^,]{0,4}$")
_EACH_PERSON = re.compile("每人.{0,4}提供")
_CREDIT = re.compile(r"授信(?:额度|规模|总额|金额)?(?:达到?|不(?:少|低)于|超过|突破)?$")
_CEILING = re.compile(r"(?:授信|贷款|额度|担保|融资)[^,。;]{0,4}最高(?:为|可达|达)?$")
_LENT = re.compile(
    r"(?:发放|投放|新增)[^,。;最]{0,12}贷款(?:余额)?(?:达到?|不(?:少|低)于|超过|突破|总额)*$"
)
# 「设立2亿元引导资金」: what the government lays aside, not what it gives to one
_FUNDED = Ending(
    r"(?:设立|新设|整合|统筹|筹集|安排|筹措|归集|拿出|出资)(?:总?(?:规模|额))?(?:不[少低]于|达到?|为)?(?:约|近|超过?)?$",
    "资于出合排措模额立设筹约超过近集达到为",
)
_SHORTENED = re.compile(
    r"(?:压缩|压减|缩短|延长|压|缩)(?:到|至|为|在)$|期(?:不少于|不低于)$|使用(?:期限?|时间)(?:最长)?不超过$|(?:时间|时限|周期|时长|用时)(?:平均)?(?:不超过|控制在|压至|缩至)$"
)
# 「享受稳岗返还企业户数较上年增长20%」: how many more get it, not how much of it
_GROWS = re.compile(
    r"(?:户数|人数|家数|数量|面|件数|规模|总额)(?:较上年|比上年|同比|年均)?(?:增长|提高|增加|扩大)$"
)
# 「发放消费券不少于300万元」: all that is given
_VOUCHERS = re.compile(
    r"(?:发放|投放|提供)[^,。;每张]{0,10}券(?:总额|总计|共|规模)?(?:不少于|不低于|达到?|约)?$"
)
BECOMES = re.compile(r"基金|资金池|风险池|贷款|债券|授信")
_FUND = re.compile(
    r"(?:以上)?的?[^,。;、]{0,18}(?:资金|基金|前期费|经费|[算模语场创服科消][^,。;、]{1,2}券)"
    r"|(?:设立|组建|建立)[^,。;、]{2,12}金"
)
# 「稳岗返还比例提高至90%」
_RETURNED = re.compile(
    r"(?:返还(?:比例|标准|率)(?:由[\d.%]+)?(?:提高|提升)?"
    r"|(?:费率|缴[费存]比例)由[\d.]+%(?:降|下调|下降|降低|调整))[到至为][\d.]+%$"
)
# 「安排职业技能提升资金48亿元」: what is laid aside for all
_LAID = re.compile(
    r"安排[^,。;、每户给予]{0,20}(?:资金|经费|基金)(?:不[少低]于|达到?|约|总额|共)*$"
)
_FEWER = re.compile(r"(?:精简|压减|压缩|减少|减)(?:到|至|为)$")
_TOTAL = re.compile(
    r"(?:减免|返还|兑现|发放|投放|拨付|退还)[^,。;每户]{0,14}(?:不少于|不低于|达到?|超过)?$"
)
# 「兑现社保补贴资金不少于2600万元」, 「投入不低于1000万元实施产业扶贫项目」
_AT_LEAST = re.compile(
    r"(?:兑现|发放|投放|拨付|投入|筹集|整合|争取|落实)(?:[^,。;每户]{0,16}(?:资金|经费|补贴))?"
    r"(?:总额)?不[少低]于$"
)
_OF_ONE = re.compile(r"每|最高|给予|单个|单户|一次性|对[^,。;]{0,12}的")
_TO_ONE = re.compile(r"每|最高|给予|单|一次性|按|奖励|补贴|补助|资助|符合|对[^,。;]{0,12}的")
# 「中央、地方承担比例分别为90%、10%」: who pays, not how far it is to come
_PAYS = re.compile(
    r"(?:中央|省级?|市级?|县级?|区级?|地方|财政|政府|个人|企业|单位)[^,。;◈]{0,6}"
    r"(?:承担|分担|负担)的?(?:比例|份额)(?:分别)?(?:为|按)?[\d.%、和及左右以上]*$"
)
# 「满100元减20元」, what a coupon is good for
_OFF = re.compile(r"满 *[\d.]+[千百万]?元 *(?:立)?[减送返赠] *[\d.]+ *[千百万]?元$")


def funds(seen: Seen) -> bool:
    """Whether money is laid aside for a fund, a pool or loans."""
    becomes = BECOMES.search(seen.right[:24]) or _FUND.match(seen.right)
    return bool(becomes and _FUNDED.search(seen.left))


def granted(seen: Seen) -> bool:
    """A subsidy, its ceiling, its conditions."""
    return _BY_KIND.get(seen.figure.kind, _never)(seen)


def _never(seen: Seen) -> bool:
    return False


def _share(seen: Seen) -> bool:
    left = seen.left
    if "担" in seen.above and _PAYS.search(seen.above[-80:]):
        return True
    if _NO_GRANT.search(seen.before) or _COVERS.search(left):
        return False
    if _GROWS.search(left) or _RETURNED.search(seen.before):
        return False
    if "平均" in left and LEFT_MINUS.search(left):
        return bool(GRANT.search(seen.clause))
    return _spoken_of(seen)


def _money(seen: Seen) -> bool:
    left = seen.left
    if _VOUCHERS.search(left):
        return False
    if left.endswith("满") or _OFF.search(seen.before):
        return True
    if "最高" in left[-4:] and (SUBSIDY.search(seen.sentence) or _CEILING.search(left)):
        return True
    if _FUNDED.search(left) and _FUND.match(seen.right):
        return False
    if _large(seen) and _LAID.search(left) and not _TO_ONE.search(seen.clause):
        return False
    if _large(seen) and _AT_LEAST.search(left) and not _OF_ONE.search(seen.sentence):
        return False
    if seen.figure.unit.startswith("亿") and left.endswith(("不低于", "不少于")):
        return False  # 「给予援助资金不低于1亿元」 is no grant to one
    lent = _CREDIT.search(left) or _LENT.search(left)
    if lent and not GRANT.search(seen.clause):
        return False
    return not _in_all(seen) and _spoken_of(seen)


def _large(seen: Seen) -> bool:
    return seen.figure.value >= (1 if "亿" in seen.figure.unit else 100)


def _in_all(seen: Seen) -> bool:
    """「减免企业社会保险费1.6亿元以上」: what the government gives to all together."""
    given = _large(seen) and _TOTAL.search(seen.left) and not _TO_ONE.search(seen.clause)
    return bool(given) and seen.figure.unit[:1] in "亿万"


def _spoken_of(seen: Seen) -> bool:
    return bool(GRANT.search(seen.sentence) or SUBSIDY.search(seen.clause))


def _time(seen: Seen) -> bool:
    if _SHORTENED.search(seen.left):
        return False  # 「奖补资金从申报到拨付压缩至15个工作日」
    if SUBSIDY.search(seen.clause) and not DOING.match(seen.right):
        return True
    return bool(GRANT.search(seen.sentence) and _TERM.search(seen.left))


def _count(seen: Seen) -> bool:
    if not SUBSIDY.search(seen.clause) or _FEWER.search(seen.left):
        return False
    listed = seen.figure.chain > 0 or seen.figure.seg > seen.figure.clause[0]
    promised = BUILD.search(seen.left) or LEFT_GE.search(seen.left)
    return not promised and not (listed and _EACH_PERSON.search(seen.clause))


_BY_KIND: dict[str, Callable[[Seen], bool]] = {
    "rate": _share,
    "money": _money,
    "time": _time,
    "count": _count,
}

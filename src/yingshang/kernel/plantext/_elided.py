"""What a name of a measure leaves to its neighbour: 「城市地区供电可靠率…,农村地区…」.

A printed sentence names its subject once. Each target stands alone in the ledger, on a warning and
beside other cities, so its name is made whole there.
"""

import re

from ._metrics import named, titled

__all__ = ["whole"]

_PART = (
    r"(?:(?:城市|农村|城镇|乡村|城乡|中心城|主城|老城|新城|县城|城)(?:地区|区)?|市本级|全?[省市县]级|县域"
    r"|[全各每](?:个)?[省市县区乡镇街道村社、()及和]{1,8}"
    r"|(?:对)?[A-D一二三四][类级](?:企业|主体|单位|用户)?"
    r"|(?:一般|简易|复杂|疑难|重大|特殊|普通|较大|紧急|其他|其余|其它)(?:情形|事项|诉求|案件|业务|企业|项目)?"
    r"|(?:高压|低压|小微企业|居民|非居民|进口|出口)(?:用户)?)"
)
_ONLY_PART = re.compile(_PART)
_PART_FIRST = re.compile(rf"^{_PART}(?:的)?(?=[^级区])")
_PART_LAST = re.compile(rf"{_PART}$")
_ACT = re.compile(
    r"(?:进行|予以|作出|全部|完成|一次性)?(?:办结|受理|办理|登记|公告|公示|调查|审查|审批|审核|核准|答复|反馈"
    r"|处理|处置|整改|回复|回访|踏勘|验收|接通|送达|拨付|兑现|落地|出证|发证|领取|支付|退还|返还)(?:完成|完毕)?"
)
_ACT_LAST = re.compile(rf"(?:：)?{_ACT.pattern}$")
_URGES = re.compile(
    r"^(?:推行|推进|推动|压缩|压减|优化|完善|提升|提高|简化|加快|深化|强化|加强|规范|全面|严格|严守|落实|健全"
    r"|建立|持续|进一步|积极|大力|办好|快办|做好|实施|开展|实行|便利)+"
)
_SENTENCE = re.compile(r"[\d,，;；。:：]")
_LIMIT = 32


def whole(metric: str, act: str, before: str, title: str) -> str:
    """Answer the name with what it leaves out.

    ``act`` is what is to be done within the time, if it is one; ``before`` is the name of the
    target of the same kind in front of it in the sentence, empty when there is none.
    """
    if before and metric == titled(title):
        return before  # 「网办率2025年达到85%,2026年达到90%」
    if _ONLY_PART.fullmatch(metric):
        return _with_head(metric.removeprefix("对"), before, title)
    if act and _ACT.fullmatch(metric):
        subject = _ACT_LAST.sub("", before) or _topic(title)
        return f"{subject}：{metric}" if subject and len(subject) < _LIMIT - len(metric) else metric
    if act and before.startswith(metric) and before != metric and _ACT.fullmatch(act):
        return f"{metric}{act}"
    return metric


def _topic(title: str) -> str:
    return "" if _SENTENCE.search(title) else _URGES.sub("", title)


def _with_head(part: str, before: str, title: str) -> str:
    head = _PART_LAST.sub("", _PART_FIRST.sub("", before)).strip("的、：")
    if len(head) >= 2 and head != part:
        _, said, rest = head.partition(part[-2:])
        return named(f"{part}{rest if said else head}")
    topic = _topic(title)
    return f"{topic}：{part}" if topic and len(topic) < _LIMIT - len(part) else part

"""What is measured: a short noun phrase of the text, its scope, and one number for several."""

import re

from ._mask import ASIDE, DATE
from ._scan import Figure
from ._text import Ending
from ._words import RANKED

__all__ = ["act_of", "metrics_of", "named", "scope_of", "subject_of", "titled"]

_TAIL = Ending(
    r"(?:(?:[均各都再]|分别|全部|力争|努力|稳定|基本|确保|争取|实现|进一步|总体|原则上|应当?|要|须|继续"
    r"|(?<![功性节产智储动效])能|(?<!许)可|将|平均|平均为|年内|年均|逐年)*"
    r"(?:不(?:得)?(?:超过|超|高于|低于|少于|多于|大于|小于)|(?:低|少|小|高|多|大|快)于|控制在|保持在|稳定在|最[长多高低少]"
    r"|至少(?:有|实现|配置|设立|设置|建成|建立)?|达到|达成|达|超过|超|(?<![签预履违合节公契])约|(?<![最附])近|共计?"
    r"|突破|力争|(?:压缩|压减|缩减|缩短|减少|减|降低|下降|降|精简|提速|压降|调减|减收|执行|压|提升|提高"
    r"|新增|增加|增长|上升|扩大|延长|增|升|调整|优化|合并|下调|上调|扩围|扩容|扩面|扩区|扩充|扩展|拓展)"
    r"(?:到|至|为|了)?|为|在|有|提前|限时|[由从](?:法定|原来|原先|原|目前|现行)?的?|是|仅|只需|仅需"
    r"|[:、,<>≤≥]))+$",
    "<>≤≥,:、约近共计为了争于仅从低减收行到前加化升压原在增多大定少并成整时是有来现由的短破简缩置至行超达过速长降需高立围容面区充展先成调",
)
_HEAD = re.compile(
    rf"^(?:[{ASIDE}{DATE}\s、,和及与的]|[“\"]?十[一二三四五]五[”\"]?(?:规划)?(?:期间|时期|期?末)?|力争|确保|争取|努力|实现|推动|推进|全面|进一步|大力"
    rf"|切实|基本|使(?!用|馆|命)|在(?=[、\s]*各)|各(?=开展|组织|举办|召开|进行|完成)|为(?:广大|各类)?(?:企业|[经市][营场]主体|群众|纳税人|小微企业|个体工商户)(?=减|返|退|缓|免)|将|把|让|对|并|其中|同时|逐步|持续"
    r"|加快|全年|每年|年内|不断|到(?![位账岸期访货站场])|至|前|年底|底|完成(?![率度比量]|情况|时[间限])|要|应当|应(?![用急届收付税诉当])|须|坚持|严格|落实|继续|保持|今年"
    r"|全力|以及|原则上|应当(?:在)?|应在|于|[一二两三四五六七八九十]年内)+"
)
_BASIS = re.compile(r"(?:较|比|在)[^,。;]{0,12}(?:基础上?|年度?|现行)(?=[^,。;]{0,8}$)")
_INSIDE = re.compile(
    r"^.*?(?:压缩|压减|缩短|减少|降低|精简|提速|缩减|提高|提升|扩大|扩充)([^,。;:]{2,16}?)[至到为]?$"
)
# 「投标保证金不得超过项目估算价的2%」 is about the deposit
_OF_WHOLE = re.compile(
    r"(.{2,}?)(?:不(?:得|能|应)?(?:超过|高于|低于|少于)|达到|(?<=[限间期])[到至])[^,。;]{1,14}的$"
)
_AGAINST = re.compile(
    rf"[较比](?:{DATE}+|法定|国家|规定|上年|去年|同期|省级|全国|全省)[^,。;、]{{0,8}}$"
)
_VERB = re.compile(
    r"^(?:新增|新(?:建|(?=[培引]))|给予|提供|招聘|帮助|建成|新建|建设(?!用地|工程|项目审批)|设立|打造|培育|培养|新增|增设|完成(?![率度比量]|情况|时[间限])"
    r"|培训(?![后率合])|评选出?|推出|推广|选择|选取|遴选|实现|发布|引进|改造|维修|开展|举办|组织|创建|布局|改扩建|扩建|改建"
    r"|配置|配备|办理(?!环节|时间|时限|周期|流程|结果|成本|用时|材料)|制定|形成|新增培育|累计"
    r"|集聚|带动|挖掘|发掘|上线)+"
)
_STOP = re.compile(r"[,。;:、!?\n]|\((?![市县区旗镇乡街道团场、及和]{1,8}\))")
_RIGHT_HEAD = re.compile(
    r"^(?:及?以上|以内|之内|以下|左右|内)?(?:的|完成|就(?![业医诊近地学读])|即可|可|要|予以|全部|实现|一次性|并|向)*"
)
_EMPTY = re.compile(r"^(?:办结|办理|完成|办好|办成|开办|出证|常态化)*$")
_SUFFIX = re.compile(
    r"(?:率|量|数|度|比例|占比|比重|时间|时限|周期|登记|报装|许可|环节|成本|收入|产值|增加值|额"
    r"|面积|能耗|水耗|投资)$"
)
_LENGTH = re.compile(r"(?:时间|时限|周期|用时|成本)$")
_TAKEN = re.compile(r"(?:登记|报装|许可|审批|注销|变更|开办|接电|备案)$")
_SCOPE = re.compile(
    r"低压|高压|城市地区|农村地区|城镇(?<!全[市省国县区]城镇)|农村|乡镇|村屯|市本级|县域|小型|较大|特大型|大中型"
    r"|城市(?<!海绵城市)(?<!时代城市)(?<!智慧城市)(?!更新|建设|运行|管理|大脑|书房|规划|治理|品质|体检|圈|群|生命)"
    r"|一般社会投资项目|小型社会投资项目|单电源|双电源"
    r"|小微企业|非居民|居民|规模以上|新建(?<![或、和及]新建)(?![或、和及]|$)|存量|工商|民用户?|市县两级"
)
_CUT = re.compile(r"(?:压缩|压减|精简|缩减|减少|合并|优化|整合)(?:到|至|为)")
_LOOSE = Ending(r"[和及与]+(?:至少|不少于|不低于|约)?$", "和及与少于约")
_STEPS = ("环节", "步骤", "材料", "")
_QUOTED = re.compile(r"“[^“”]{1,40}”|\"[^\"]{1,40}\"")
_EDGE = re.compile(rf"[,。;:\n{DATE}]")
_MAKES = re.compile(r"(?<!大)(?:将|把|使(?!用|馆|命)得?)(?!军|来)")
_SINCE = re.compile(r"^.{0,24}?(?:自|从|在)?[^,。;]{2,12}之日起")
_MEANS = re.compile(r"(?:年?平均|[同环]比)$")
_RATIOS = ("占比", "同比", "环比", "配比")
_JOINS = re.compile("[、和及与]")
# 「办理时间、申报材料、跑动次数平均压减60%」: one number for several
_ALIKE = re.compile(
    r"(?P<all>[^,。;:、]{2,14}(?:[、和及与][^,。;:、和及与]{2,12}?){1,3}?)(?:平均|[均都]|同步|全部)(?:再)?"
    r"(?:压[减缩]|缩[减短]|减少|降低|精简|提[高升]|增长|下降)(?:到|至|为)?$"
)
_ALL = re.compile("平均|均|都|同步|全部")
_WHO = frozenset(("企业", "群众", "市民", "居民", "个人", "企业群众", "办事企业", "办事群众"))
_LIMIT = 32  # characters of a name; most have less than a dozen
_MOST = 48
# where a name that is too long may be cut: behind 的, a comma, a bracket, before 从…到…
# 「综合排名进入全省前」 of 「前三」
_RANK = re.compile(
    r"(?<=排名)[^,。;]{0,10}前$|(?:进入|进|位列|位居|跻身|列|稳居|居|保持|稳定在)[^,。;]{0,10}前$"
)
_AND = frozenset("和及与并、")
# 「停车位应100%」, 「机构和70%的…」: what goes on behind the number
_LEFT_OPEN = Ending(
    r"(?:(?<![响供对反适相效回])应当?|(?<![饱缓温中谐总])和|(?<![参给赋授])与|(?<![普涉顾波触惠])及)$",
    "应当和与及",
)
_HELD = re.compile(r"\([市县区旗镇乡街道团场、及和]{1,8}\)")
_MAY_CUT = re.compile(r"(?<=[的、)”])|(?=从[^从到]{1,12}到)")
_MAY_END = re.compile(r"[、的和及与(“]|(?:并|且|,)")
_CLAUSES = re.compile(r"[,，;；。:：、]")


def metrics_of(left: str, right: str, title: str, kind: str, several: bool) -> list[str]:
    """Names of what is measured; more than one where one number stands for several."""
    alike = _ALIKE.search(left[-72:]) if several and kind == "rate" and _ALL.search(left) else None
    if alike:
        parts = [subject_of(part) for part in _JOINS.split(alike.group("all"))]
        whole = "等" in alike.group("all") or not _WHO.isdisjoint(parts)
        if all(2 <= len(part) <= 12 for part in parts) and not whole:
            return parts
    subject = subject_of(left)
    if kind == "count":
        noun = _noun(right)
        cut = _CUT.search(left)
        if cut and (not noun or noun in _STEPS):
            what = subject_of(left[: cut.start()]).removesuffix("分别").rstrip("各均都")
            return [named(f"{what}{noun}") or titled(title)]
        if noun and not re.search(r"(?:数|数量|总量|环节|次数|人数|床位|材料)$", subject):
            return [noun]
    if kind == "time" and right:
        thing = _noun(right)
        if thing and not _EMPTY.match(thing) and len(subject) + len(thing) <= _LIMIT:
            subject = f"{subject}{thing}" if not subject.endswith(thing) else subject
    if len(subject) < 2:
        subject = _noun(right)
    parts = _several(subject) if several else []
    if parts:
        return parts
    subject = subject.rsplit("、", 1)[-1] if len(subject) > _LIMIT else subject
    if kind == "double" and "和" in subject:
        return [named(part) for part in subject.split("和") if part]
    return [named(subject) or titled(title)]


def named(words: str) -> str:
    """A name no longer than a clerk would write, cut at the edge of a word and nowhere else."""
    if len(words) <= _LIMIT:
        return words
    for match in _MAY_CUT.finditer(words):
        if 4 <= len(words) - match.start() <= _LIMIT:
            return words[match.start() :].strip("、的")
    return words[-_MOST:]


def titled(title: str) -> str:
    """The name that a title gives: all of it, or its first clauses."""
    if len(title) <= _LIMIT:
        return title
    ends = [match.start() for match in _CLAUSES.finditer(title, 4, _LIMIT)]
    return title[: ends[-1]] if ends else title[:_MOST]


def act_of(figure: Figure) -> str:
    """What is to be done within a time: 「5个工作日内办结」; empty for other numbers."""
    return _noun(figure.right) if figure.kind == "time" else ""


def subject_of(left: str) -> str:
    left = left.removesuffix("人民币")
    inside = _INSIDE.match(left)
    left = inside.group(1) if inside else left
    whole = _OF_WHOLE.match(left) if left.endswith("的") else None
    left = whole.group(1) if whole else left
    if "较" in left or "比" in left or "在" in left:
        left = _BASIS.sub("", left)
    text = _RANK.sub("", left) if RANKED.search(left) else _TAIL.cut(left)
    if "较" in text or "比" in text:
        text = _AGAINST.sub("", text)
    text = _EDGE.split(text.rstrip(f'{DATE}“"'))[-1]
    if text.endswith(("较", "比")) and len(text) > 2 and not text.endswith(_RATIOS):
        text = text[:-1]
    if "之日起" in text:
        text = _SINCE.sub("", text)
    if "将" in text or "把" in text or "使" in text:
        text = _MAKES.split(text)[-1]
    head = _HEAD.match(text)
    text = text[head.end() :] if head else text
    acts = _VERB.match(text)
    if acts:
        text = text[acts.end() :]
        if text[:1] in _AND:  # 「新建和改造车站」
            text = _VERB.sub("", text[1:])
    text = _MEANS.sub("", text) if text.endswith(("平均", "同比", "环比")) else text
    text = _LEFT_OPEN.cut(text.strip("的、 "))
    return "" if text.removeprefix("分别") == "完成" else text


def _noun(right: str) -> str:
    if "(" in right:  # 「县(市、区)」
        right = _HELD.sub(lambda match: match.group().replace("、", "\x00"), right)
    text = _STOP.split(right, maxsplit=1)[0].partition(DATE)[0]
    head = _RIGHT_HEAD.match(text)
    text = text[head.end() :] if head else text
    return _LOOSE.cut(_thing(text).replace("\x00", "、").strip("的. "))


def _thing(text: str) -> str:
    """What is counted, or done: a phrase that is too long ends at the edge of a word."""
    if len(text) <= _LIMIT:
        return text
    ends = [match.start() for match in _MAY_END.finditer(text, 4, _LIMIT)]
    return text[: ends[-1]] if ends else text[:_MOST]


def _several(subject: str) -> list[str]:
    """「一般登记、抵押登记时间」 are two metrics; 「土地、房屋登记」 is one."""
    subject = _QUOTED.sub(lambda match: match.group().replace("、", "\x00"), subject)
    if "等" in subject or not _JOINS.search(subject):
        return []
    parts = [
        part
        for part in re.split(r"[、]|(?<=[率量登记报装])[和及与]|(?<=占比)[和及与]", subject)
        if part
    ]
    if len(parts) < 2:
        return []
    last = parts[-1]
    for part in parts[:-1]:
        same = _SUFFIX.search(part) and _SUFFIX.search(last)
        inside = len(part) >= 4 and part[-2:] in last and _SUFFIX.search(part)
        twin = len(part) <= 3 and part[0] == last[0] and last[1:2] not in ("", part[1:2])
        if not (same or inside or twin):
            return []
    length = _LENGTH.search(last)
    if length:  # 「一般登记、抵押登记时间」
        parts = [part + length.group() if _TAKEN.search(part) else part for part in parts]
    return [named(part.replace("\x00", "、")) for part in parts]


def scope_of(left: str, aside: str) -> str | None:
    """What narrows a target: 低压, 农村地区, or a short aside before the number."""
    if aside and 2 <= len(aside) <= 16 and not re.search(r"\d个|枚|以下简称", aside):
        return aside
    match = _SCOPE.search(left)
    return match.group() if match else None

"""Cross-field checks of a guide: what each field alone cannot show. Pure functions over a guide.

The eleven come from a city's clean-up of its catalogue (Wenzhou, public source code); the twelfth
reads the item codes, the thirteenth compares the promise with the law. Each has its rule in words,
and a good and a bad sample (changes to a body).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yingshang.city.catalog._facts import ending_of
from yingshang.city.catalog.codes import code_problems
from yingshang.city.catalog.guide import Guide
from yingshang.city.definitions import service as definitions

__all__ = ["CHECKS", "Check", "Fault", "faults"]

PHONE = re.compile(r"0\d{2,3}-\d{5,8}(?:-\d{1,5})?")
PROCESS_LEAST = 5
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """One check: `find` gives a sentence for what is wrong, '' where nothing is."""

    number: int
    title: str | Promise
    rule: str | Promise
    find: Callable[[Guide], str]
    good: Body = field(default_factory=dict)
    bad: Body = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    number: int
    title: str
    sentence: str


def faults(guide: Guide) -> list[Fault]:
    """What fails in one guide, in the order of the checks."""
    found = ((check, check.find(guide)) for check in CHECKS)
    return [Fault(c.number, str(c.title), sentence) for c, sentence in found if sentence]


def _kind(guide: Guide) -> str:
    f = guide.facts
    wanted = ("即办件", "即审即办") if f.on_the_spot else ("承诺件", "前审后批")
    if (f.kind, f.review) == wanted:
        return ""
    promise = _("即办") if f.on_the_spot else _("有期限")
    return _(
        "承诺时限是%(promise)s，办件类型应为%(kind)s、审查类型应为%(review)s，"
        "现在是%(is_kind)s、%(is_review)s。"
    ) % {
        "promise": promise,
        "kind": wanted[0],
        "review": wanted[1],
        "is_kind": f.kind,
        "is_review": f.review,
    }


def _ending(guide: Guide) -> str:
    f = guide.facts
    wanted = ending_of(f.result_name)
    if not wanted or f.result_kind == wanted:
        return ""
    return _("结果是“%(name)s”，办结方式应为%(wanted)s，现在是%(is)s。") % {
        "name": f.result_name,
        "wanted": wanted,
        "is": f.result_kind,
    }


def _visits(guide: Guide) -> str:
    f = guide.facts
    if f.visits is None:
        return _("没有写到现场次数。不用到现场的写 0。")
    if f.visits and f.visits_reason in ("", "无"):
        return _("要到现场 %d 次，没有写原因。请写明为什么必须到场，或者减为 0 次。") % f.visits
    if not f.visits and f.visits_reason != "无":
        return _("不用到现场，却写了原因“%s”。请改为“无”或删去。") % f.visits_reason
    return ""


def _mail(guide: Guide) -> str:
    f = guide.facts
    if f.visits != 0 or f.online or f.mail:
        return ""
    return _("不用到现场，又不能网上办，那么应当支持邮寄。请开通快递申请，或改正到场次数。")


def _depth(guide: Guide) -> str:
    f = guide.facts
    if f.depth != 4 or not f.visits:
        return ""
    return _("网办深度是全程网办（Ⅳ级），到现场次数却是 %d。两者改正一个。") % f.visits


def _charges(guide: Guide) -> str:
    f = guide.facts
    if f.charged is None:
        return _("没有写是否收费。请写“不收费”，或列出收费项目和标准。")
    if not f.charged:
        return _("不收费，却写着支持网上支付。") if f.pay_online else ""
    lacking = [
        name
        for name, there in (
            (_("收费依据"), bool(f.fee_basis)),
            (_("收费项目和标准"), f.charges > 0),
            (_("是否支持网上支付"), f.pay_online is not None),
        )
        if not there
    ]
    return _("要收费，还缺：%s。") % definitions.listed(lacking) if lacking else ""


def _phones(guide: Guide) -> str:
    asked, complained = guide.value("咨询电话"), guide.value("监督电话")
    lacking = [
        name
        for name, value in ((_("咨询电话"), asked), (_("监督投诉电话"), complained))
        if not value
    ]
    if lacking:
        return _("没有写：%s。") % definitions.listed(lacking)
    if asked == complained:
        return _("咨询电话和监督投诉电话是同一个号码（%s），投诉会落到被投诉的人手里。") % asked
    bare = [number for number in (asked, complained) if not PHONE.fullmatch(number)]
    return (
        _("%s 没有区号。请写成 0411-12345678 的样子。") % definitions.listed(bare) if bare else ""
    )


def _themes(guide: Guide) -> str:
    g = guide.body.get("guide", {})
    audience = guide.facts.audience
    if audience == "enterprise" and g.get("themes_person"):
        return _("只对企业办理，却归入了自然人主题：%s。") % definitions.listed(g["themes_person"])
    if audience == "person" and g.get("themes_legal"):
        return _("只对个人办理，却归入了法人主题：%s。") % definitions.listed(g["themes_legal"])
    return ""


def _faq(guide: Guide) -> str:
    if guide.facts.type != "01" or guide.body.get("faq"):
        return ""
    return _("行政许可事项至少要有一个常见问题。")


def _process(guide: Guide) -> str:
    steps = guide.facts.process
    if guide.facts.type != "01":
        return ""
    if len(steps) < PROCESS_LEAST:
        return _(
            "行政许可的办理流程至少五步（受理、审核、审批、办结、送达），现在是 %d 步。"
        ) % len(steps)
    lacking = [word for word in ("受理", "送达") if not any(word in step for step in steps)]
    return _("行政许可的办理流程里没有%s。") % definitions.listed(lacking) if lacking else ""


def _sample(guide: Guide) -> str:
    f = guide.facts
    if f.result_name == "无" or f.result_sample:
        return ""
    return _("办结会给“%s”，没有附结果样本。") % f.result_name


def _codes(guide: Guide) -> str:
    g = guide.body.get("guide", {})
    return "".join(code_problems(g.get("basic_code", ""), g.get("impl_code", "")))


def _promise(guide: Guide) -> str:
    limits = guide.body.get("limits", {})
    law, promise = limits.get("statutory"), limits.get("promised")
    if not law or not promise or law["unit"] != promise["unit"]:
        return ""  # other units are not compared
    if promise["value"] <= law["value"]:
        return ""
    return _("承诺时限 %(promise)d 比法定时限 %(law)d 还长。承诺只能缩短，请改正其中一个。") % {
        "promise": promise["value"],
        "law": law["value"],
    }


def _guide(**said: Any) -> Body:
    return {"guide": said}


CHECKS = (
    Check(
        1,
        gettext_lazy("办件类型与承诺时限"),
        gettext_lazy("承诺即办的，是即办件、即审即办；否则是承诺件、前审后批。"),
        _kind,
        _guide(kind="承诺件", review="前审后批"),
        _guide(kind="即办件", review="即审即办"),
    ),
    Check(
        2,
        gettext_lazy("结果与办结方式"),
        gettext_lazy("结果名称以“证”结尾的出证办结，以“文”结尾的出文办结，批复是审批办结。"),
        _ending,
        _guide(result={"name": "许可证", "kind": "出证办结", "sample": "a.pdf"}),
        _guide(result={"name": "关于项目的批复", "kind": "出证办结", "sample": "a.pdf"}),
    ),
    Check(
        3,
        gettext_lazy("到现场次数与原因"),
        gettext_lazy("要到现场的写明原因；不用到现场的，原因是“无”。"),
        _visits,
        {"visits": 1, "guide": {"visits_reason": "须当面核验身份"}},
        {"visits": 1, "guide": {}},
    ),
    Check(
        4,
        gettext_lazy("不到现场怎么办"),
        gettext_lazy("不用到现场又不能网上办的，必须支持邮寄。"),
        _mail,
        {"visits": 0, "guide": {"channels": ["窗口"], "mail": True}},
        {"visits": 0, "guide": {"channels": ["窗口"], "mail": False}},
    ),
    Check(
        5,
        gettext_lazy("网办深度与到现场次数"),
        gettext_lazy("全程网办（Ⅳ级）的，到现场次数是 0。"),
        _depth,
        {"visits": 0, "depth": "全程网办（Ⅳ级）"},
        {"visits": 1, "depth": "全程网办（Ⅳ级）", "guide": {"visits_reason": "取证"}},
    ),
    Check(
        6,
        gettext_lazy("收费"),
        gettext_lazy("收费的写明依据、项目、标准和是否支持网上支付；不收费的，没有网上支付。"),
        _charges,
        {
            "charges": [{"name": "工本费", "fen": 1000}],
            "guide": {"fee_basis": "某价费文件", "pay_online": True},
        },
        {"charges": [{"name": "工本费", "fen": 1000}], "guide": {}},
    ),
    Check(
        7,
        gettext_lazy("咨询与监督投诉电话"),
        gettext_lazy("两个电话都有、不相同、带区号。"),
        _phones,
        _guide(consult_phone="0411-82345678", complain_phone="0411-12345"),
        _guide(consult_phone="0411-82345678", complain_phone="0411-82345678"),
    ),
    Check(
        8,
        gettext_lazy("服务对象与主题"),
        gettext_lazy("只对企业的只归法人主题，只对个人的只归自然人主题。"),
        _themes,
        {"audience": "enterprise", "guide": {"themes_legal": ["准入准营"]}},
        {"audience": "enterprise", "guide": {"themes_person": ["生育收养"]}},
    ),
    Check(
        9,
        gettext_lazy("常见问题"),
        gettext_lazy("行政许可至少有一个常见问题。"),
        _faq,
        {"faq": [{"q": "要跑几趟？", "a": "不用跑。"}], "guide": {"type": "01"}},
        {"faq": [], "guide": {"type": "01"}},
    ),
    Check(
        10,
        gettext_lazy("办理流程"),
        gettext_lazy("行政许可的流程至少五步：受理、审核、审批、办结、送达。"),
        _process,
        _guide(type="01", process=["受理", "审核", "审批", "办结", "送达"]),
        _guide(type="01", process=["受理", "审核", "办结"]),
    ),
    Check(
        11,
        gettext_lazy("结果样本"),
        gettext_lazy("有办理结果的，附结果样本。"),
        _sample,
        _guide(result={"name": "许可证", "sample": "a.pdf"}),
        _guide(result={"name": "许可证"}),
    ),
    Check(
        12,
        gettext_lazy("事项编码"),
        gettext_lazy(
            "基本编码 10 或 12 位，实施编码 24、31 或 33 位；"
            "统一社会信用代码校验位、行使层级、事项类型都对，两个编码一致。"
        ),
        _codes,
        _guide(basic_code="370123029001", impl_code="11370800MB28559184337012302900103"),
        _guide(basic_code="370123029001", impl_code="11370800MB28559185337012302900103"),
    ),
    Check(
        13,
        gettext_lazy("承诺不长于法定"),
        gettext_lazy(
            "承诺时限只能比法定时限短或相同（优化营商环境条例第三十六条）；单位不同的不比。"
        ),
        _promise,
        {"limits": {"promised": {"value": 5, "unit": "workday"}}},
        {"limits": {"promised": {"value": 30, "unit": "workday"}}},
    ),
)

"""What is typed on the ladder and about a leader's instruction."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yingshang.city.cases import service as cases
from yingshang.city.supervision.service import RungView
from yingshang.surfaces.desk.forms._form import several_files
from yingshang.surfaces.kit.forms import name_what_is_missing, sometimes

__all__ = [
    "AnswerForm",
    "BackForm",
    "CheckReplyForm",
    "DelayForm",
    "DelayRulingForm",
    "DemandForm",
    "FindingsForm",
    "HeldForm",
    "InstructionForm",
    "KeeperForm",
    "MotionForm",
    "OpinionForm",
    "ReadersForm",
    "ReplyForm",
    "RungForm",
    "WaiveForm",
    "WhyForm",
]


class _Form(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)


def _lines(label: Any, rows: int = 3, limit: int = 4000, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期看不懂，请写成 2026-03-06 这样。")},
        **more,
    )


class RungForm(_Form):
    """Take a rung: on what ground, what is demanded; for a meeting when and where."""

    rung = forms.CharField(widget=forms.HiddenInput)
    ground = _lines(_("事由（不填则由平台按期限写明）"), 2, 1000, required=False)
    demand = _lines(_("要求"), 3, 2000)
    skipped = _lines(_("越级理由（前面还有未采取的措施）"), 2, 1000)
    meet_at = forms.DateTimeField(
        label=_("约谈时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("时间看不懂，请写成 2026-03-06T09:30 这样。")},
    )
    place = forms.CharField(label=_("约谈地点"), max_length=200)

    def __init__(self, *args: Any, rung: RungView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rung.meeting:
            del self.fields["meet_at"], self.fields["place"]
        if not rung.leap:
            del self.fields["skipped"]


class AnswerForm(_Form):
    """What the unit answers, and the papers that show it."""

    words = _lines(_("办理情况、原因和办结日期"), 4)
    files = several_files(_("佐证材料"))

    @property
    def said(self) -> dict[str, Any]:
        """What goes to the service."""
        files = [
            cases.Upload(one.name or "", one.read()) for one in self.cleaned_data.get("files") or ()
        ]
        return {"words": self.cleaned_data["words"], "files": files}


class HeldForm(_Form):
    """That a meeting was held, as the office writes it down."""

    held_on = _day(_("约谈日期"))
    who = forms.CharField(label=_("参加人员"), max_length=300)
    words = _lines(_("约谈结果（谈了什么、提出什么要求、对方如何表态）"), 4)
    files = several_files(_("约谈记录等材料"))

    @property
    def said(self) -> dict[str, Any]:
        """What goes to the service."""
        said = {name: self.cleaned_data[name] for name in ("held_on", "who", "words")}
        files = self.cleaned_data.get("files") or ()
        return said | {"files": [cases.Upload(one.name or "", one.read()) for one in files]}


class WhyForm(_Form):
    """Why a rung is not followed or taken back."""

    reason = _lines(_("理由"), 2, 1000)

    @property
    def said(self) -> dict[str, Any]:
        """What goes to the service."""
        return dict(self.cleaned_data)


class DelayForm(_Form):
    """A later date, and why."""

    until = _day(_("延至"))
    reason = _lines(_("为什么需要延期"), 2, 1000)

    @property
    def said(self) -> dict[str, Any]:
        """What goes to the service."""
        return dict(self.cleaned_data)


class DelayRulingForm(_Form):
    """Whether the date is moved."""

    result = forms.ChoiceField(
        label=_("审批意见"),
        choices=(("yes", _("同意延期")), ("no", _("不同意"))),
        widget=forms.RadioSelect,
    )
    words = sometimes(_lines(_("理由（不同意时必填）"), 2, 1000, required=False))

    @property
    def said(self) -> dict[str, Any]:
        """What goes to the service."""
        return {
            "granted": self.cleaned_data["result"] == "yes",
            "words": self.cleaned_data["words"],
        }


class InstructionForm(_Form):
    """A leader's instruction as it came in on paper."""

    leader = forms.CharField(label=_("批示领导"), max_length=60)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    source = forms.CharField(label=_("批示在哪份来文上"), max_length=300)
    words = _lines(_("批示原文（一字不改）"), 4)
    received_on = _day(_("收到日期"))
    reply_by = _day(_("回复期限"))
    units = forms.MultipleChoiceField(label=_("点名单位"), widget=forms.CheckboxSelectMultiple)
    readers = forms.MultipleChoiceField(
        label=_("知悉人（只有登记人和知悉人能看到原文和扫描件）"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scan = forms.FileField(label=_("批示件扫描件（pdf、png、jpg，10 MB 以内）"))

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        readers: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = units
        self.fields["readers"].choices = readers
        self.fields["received_on"].initial = timezone.localdate()


class DemandForm(_Form):
    """What each named unit is asked, in the office's own words: one field a unit."""

    due = _day(_("要求各单位何时前报送（不填为回复期限）"), required=False)

    def __init__(self, *args: Any, units: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in units:
            self.fields[f"unit-{code}"] = _lines(name, 2, 2000, required=False)

    def demands(self) -> dict[str, str]:
        """Code → demand, of the units that something was written for."""
        return {
            name.removeprefix("unit-"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("unit-") and text.strip()
        }


class FindingsForm(_Form):
    """What goes into the reply about one unit."""

    ref = forms.CharField(widget=forms.HiddenInput)
    findings = _lines(_("写进报告的办理情况"), 4)


class BackForm(_Form):
    """What is missing in a unit's answer, which goes back to it."""

    ref = forms.CharField(widget=forms.HiddenInput)
    words = _lines(_("哪里要改、还要补什么（承办单位会看到）"), 3)


class ReadersForm(_Form):
    """Who may read the instruction."""

    readers = forms.MultipleChoiceField(
        label=_("知悉人"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, readers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = readers


class KeeperForm(_Form):
    """Who is in charge of the instruction from now on; nobody to choose from: oneself."""

    keeper = forms.ChoiceField(label=_("由谁接办"))
    reason = forms.CharField(
        label=_("为什么要由他人接办"),
        max_length=300,
        help_text=_("例如：登记人已调离。理由会留存。"),
    )

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].choices = keepers
        if not keepers:
            del self.fields["keeper"]


class ReplyForm(_Form):
    """The reply has gone out."""

    replied_on = _day(_("回复日期"))
    note = forms.CharField(label=_("回复方式或文号"), required=False, max_length=300)


WORDS = (("good", _("满意")), ("fair", _("基本满意")), ("bad", _("不满意")))


class MotionForm(_Form):
    """A motion or proposal to be handed over."""

    number = forms.CharField(label=_("编号"), max_length=60)
    title = forms.CharField(label=_("题目"), max_length=300)
    kind = forms.ChoiceField(
        label=_("种类"),
        choices=(
            ("congress", _("人大代表建议")),
            ("bill", _("人大议案")),
            ("cppcc", _("政协提案")),
        ),
    )
    session = forms.CharField(label=_("届次"), max_length=100, required=False)
    members = forms.CharField(label=_("提出人（用、隔开）"), max_length=1000)
    body = _lines(_("主要内容"), 4)
    handed_on = _day(_("交办日期"))
    hard = forms.BooleanField(label=_("涉及面广、处理难度大（六个月答复）"), required=False)
    open_reply = forms.BooleanField(label=_("答复可以公开"), required=False, initial=True)
    leads = forms.MultipleChoiceField(
        label=_("主办单位（选几个就是分办）"), widget=forms.CheckboxSelectMultiple
    )
    co = forms.MultipleChoiceField(
        label=_("会办单位"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leads"].choices = self.fields["co"].choices = units
        self.fields["handed_on"].initial = timezone.localdate()

    def clean_members(self) -> list[str]:
        """Names joined by 、, commas or blanks."""
        text = self.cleaned_data["members"]
        for mark in "，,;；\n":
            text = text.replace(mark, "、")
        return [name.strip() for name in text.split("、") if name.strip()]


class OpinionForm(_Form):
    """What the deputies say of the reply: of the work and of the result, apart."""

    work = forms.ChoiceField(label=_("对办理工作"), choices=WORDS, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("对办理结果"), choices=WORDS, widget=forms.RadioSelect)
    said_on = _day(_("反馈日期"))
    words = sometimes(_lines(_("具体意见（不满意时必填）"), 2, 2000, required=False))


class WaiveForm(_Form):
    """Why a co-handler's opinion is not waited for."""

    reason = _lines(
        _("理由"),
        2,
        500,
        error_messages={"required": _("请写明不再等待这份会办意见的理由；理由会留存。")},
    )


class CheckReplyForm(_Form):
    """What the office says of a drafted reply; a pass has its class."""

    passed = forms.ChoiceField(
        label=_("核稿结果"),
        choices=(("yes", _("通过，答复今天送代表委员")), ("no", _("退回重拟"))),
        widget=forms.RadioSelect,
    )
    grade = sometimes(
        forms.ChoiceField(
            label=_("答复类别（通过时必选）"),
            required=False,
            choices=(
                ("A", _("A类（已经解决或基本解决）")),
                ("B", _("B类（部分解决或已列入计划）")),
                ("C", _("C类（受条件限制，留作参考）")),
            ),
            widget=forms.RadioSelect,
        )
    )
    words = sometimes(_lines(_("核稿意见（退回时必填）"), 2, 2000, required=False))

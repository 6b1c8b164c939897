"""What is typed about a tracked task: one form for each verb."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import Refusal
from yingshang.city.cases import service as cases
from yingshang.city.plans import service as plans
from yingshang.surfaces.desk.forms._form import long, return_words, several_files
from yingshang.surfaces.kit.forms import name_what_is_missing, sometimes
from yingshang.surfaces.kit.templatetags.kit import day

__all__ = ["FORMS", "NODES", "TaskForm"]

NODES = 4
MOST_NODES = plans.MOST_NODES
Said = dict[str, Any]


def _files() -> forms.FileField:
    return several_files(_("佐证材料"))


def _day(label: Any, required: str = "") -> forms.DateField:
    wrong = {"invalid": _("日期看不懂，请写成 2026-03-06 这样。")}
    return forms.DateField(
        label=label,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=wrong | ({"required": required} if required else {}),
    )


def _line(label: Any, required: str = "", most: int = 60, more: Any = "") -> forms.CharField:
    words = {"required": required} if required else None
    return forms.CharField(
        label=label, required=bool(required), max_length=most, error_messages=words, help_text=more
    )


def _choice(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class TaskForm(forms.Form):
    """Built for one task; `said` are the keyword arguments of the service's verb."""

    use_required_attribute = False

    def __init__(self, *args: Any, track: plans.TrackView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.track = track
        self.shape()
        name_what_is_missing(self)

    def shape(self) -> None:
        """Fit choices to the task."""

    @property
    def uploads(self) -> list[cases.Upload]:
        """The files as they arrived."""
        found = self.cleaned_data.get("files", ())
        return [cases.Upload(one.name, one.read(), "evidence") for one in found]

    @property
    def said(self) -> Said:
        found = dict(self.cleaned_data)
        if "files" in self.fields:
            found["files"] = self.uploads
        return found


def _units(track: plans.TrackView) -> list[tuple[str, str]]:
    """The units that the plan names come first."""
    row = track.row
    named = [one.code for one in (*row.leads, *row.responsible, *row.cooperating) if one.code]
    known = {one.code: one.name for one in accounts.units(row.region)}
    first = [(code, known[code]) for code in dict.fromkeys(named) if code in known]
    rest = [(code, name) for code, name in known.items() if code not in named]
    return [("", _("请选择")), *first, *rest]


class SignForm(TaskForm):
    contact = _line(_("责任人"), _("请写明责任人姓名。"))
    phone = _line(_("责任人电话"), _("请写明责任人电话。"), 40)

    def shape(self) -> None:
        row = self.track.row  # who answered for it before, where it came back
        self.fields["contact"].initial = row.contact
        self.fields["phone"].initial = row.phone


class ObjectForm(TaskForm):
    reason = long(_("为什么不应由本单位牵头"), required=_("请写明理由。"))
    duties = long(_("依据的职责规定"), required=_("请引用职责规定。"), rows=2)

    def shape(self) -> None:
        self.fields["reason"].help_text = return_words(self.track.object_until)


class ReportForm(TaskForm):
    period = forms.ChoiceField(label=_("报送期次"))
    percent = forms.IntegerField(label=_("完成进度（%）"), min_value=0, max_value=100)
    progress = long(_("进展情况"), required=_("请写明本期进展。"), rows=4)
    problems = long(_("存在问题"))
    next_steps = long(_("下步措施"))
    files = _files()

    def shape(self) -> None:
        owed = self.track.owed
        choices = [(one.period, _owed_label(one)) for one in owed]
        self.fields["period"].choices = choices or [("", _("本期"))]
        self.fields["period"].required = bool(choices)
        self._fill(self.track.row, {})

    def _fill(self, said: Any, own: Mapping[int, str]) -> None:
        """What was written last, and a field for each number that nothing measures."""
        for name in ("percent", "progress", "problems", "next_steps"):
            self.fields[name].initial = getattr(said, name)
        for one in self.track.targets:
            if one.bound:
                continue
            label = _("%(metric)s（承诺 %(promised)s）") % {
                "metric": one.metric,
                "promised": one.promised,
            }
            field = _line(label, most=40)
            field.help_text = _("没有绑定系统指标：由单位填写，只写数字，标为“部门自报”")
            field.measure, field.initial = one.unit, own.get(one.target, "")
            self.fields[f"own_{one.target}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for one in self.track.targets:
            text = data.get(f"own_{one.target}", "")
            try:
                if text:
                    plans.read_own_number(text, metric=one.metric, unit=one.unit)
            except Refusal as refusal:
                self.add_error(f"own_{one.target}", refusal.sentence)
        return data

    @property
    def said(self) -> Said:
        found = super().said
        typed = {name: found.pop(name) for name in list(found) if name.startswith("own_")}
        # an empty field says something only where a number stood in it
        own: Mapping[int, str] = {
            int(name[4:]): text for name, text in typed.items() if text or self.fields[name].initial
        }
        return found | {"own": own}


class CorrectForm(ReportForm):
    """The newest report as it stands, to be written anew."""

    period = None
    why = long(_("为什么更正"), required=_("请写明为什么更正。"), rows=2)

    def shape(self) -> None:
        if self.track.reports:
            self._fill(self.track.reports[0], self.track.typed)


def _owed_label(one: Any) -> str:
    if one.late_days:
        return str(_("%(label)s（已晚 %(n)d 天）") % {"label": one.label, "n": one.late_days})
    return str(_("%(label)s（%(day)s 前）") % {"label": one.label, "day": day(one.due_on)})


class NodesForm(TaskForm):
    """Four nodes, and more once these are filled; empty lines are passed over."""

    def shape(self) -> None:
        open_ = [one for one in self.track.milestones if one.state in ("proposed", "returned")]
        typed = sum(f"words_{place}" in self.data for place in range(MOST_NODES))
        self.places = range(min(max(NODES, len(open_) + 2, typed), MOST_NODES))
        for place in self.places:
            words = _line(_("节点 %d：做到什么") % (place + 1), most=200)
            words.required = False
            day = _day(_("节点 %d：日期") % (place + 1))
            if place < len(open_):
                words.initial, day.initial = open_[place].words, open_[place].due_on
            self.fields[f"words_{place}"], self.fields[f"day_{place}"] = words, day
        day.help_text = _("不够的，提交后再打开可以接着添，最多 %d 个") % MOST_NODES

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in self.places:
            words, day = data.get(f"words_{place}", ""), data.get(f"day_{place}")
            if bool(words) != bool(day) and not self.errors.get(f"day_{place}"):
                name = f"day_{place}" if words else f"words_{place}"
                self.add_error(name, _("节点的内容和日期要一起填写。"))
        return data

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        nodes: list[tuple[str, date]] = [
            (data[f"words_{n}"], data[f"day_{n}"]) for n in self.places if data[f"words_{n}"]
        ]
        return {"nodes": nodes}


class DoneForm(TaskForm):
    milestone = forms.ChoiceField(label=_("哪个节点"))
    words = long(_("完成情况"), required=_("请写明节点完成的情况。"))
    files = _files()

    def shape(self) -> None:
        open_ = [one for one in self.track.milestones if one.state == "agreed"]
        self.fields["milestone"].choices = [(str(one.id), one.words) for one in open_]

    @property
    def said(self) -> Said:
        found = super().said
        return found | {"milestone": int(found["milestone"])}


class AskExtensionForm(TaskForm):
    until = _day(_("延期至"), _("请选定延期后的日期。"))
    reason = long(_("延期理由"), required=_("请写明为什么需要延期。"))


class AskCloseForm(TaskForm):
    words = long(_("完成情况"), required=_("请写明任务完成的情况。"), rows=4)
    files = _files()

    def shape(self) -> None:
        if self.track.needs_papers:
            papers = self.fields["files"]
            papers.required = True
            papers.error_messages["required"] = _("请至少上传一份佐证材料。")


class CoordinatorForm(TaskForm):
    unit = forms.ChoiceField(label=_("牵头（统筹）单位"))

    def shape(self) -> None:
        self.fields["unit"].choices = _units(self.track)


class RuleObjectionForm(TaskForm):
    upheld = _choice(_("裁定"), [("no", _("仍由原单位牵头")), ("yes", _("改由另一单位牵头"))])
    unit = forms.ChoiceField(label=_("改由哪个单位牵头"), required=False)
    reason = long(_("裁定理由"), required=_("请写明裁定理由。"))

    def shape(self) -> None:
        self.fields["unit"].choices = _units(self.track)

    @property
    def said(self) -> Said:
        return self.cleaned_data | {"upheld": self.cleaned_data["upheld"] == "yes"}


class RuleNodesForm(TaskForm):
    agreed = _choice(_("节点计划"), [("yes", _("确认")), ("no", _("退回修改"))])
    reason = long(_("需要怎样修改"), rows=2)

    @property
    def said(self) -> Said:
        return self.cleaned_data | {"agreed": self.cleaned_data["agreed"] == "yes"}


class RuleExtensionForm(TaskForm):
    granted = _choice(_("审批"), [("yes", _("同意延期")), ("no", _("不同意"))])
    approver = sometimes(_line(_("批准人（姓名、职务）"), more=_("同意延期的必填：是谁批准的。")))
    words = long(_("意见"), rows=2)

    @property
    def said(self) -> Said:
        return self.cleaned_data | {"granted": self.cleaned_data["granted"] == "yes"}


class RhythmForm(TaskForm):
    every = forms.ChoiceField(label=_("从今天起，多久报送一次进展"))
    reason = long(_("为什么调整"), required=_("请写明为什么调整报送频次。"), rows=2)

    def shape(self) -> None:
        said = self.track.every_label
        rest = [(code, _(name)) for code, name in plans.EVERY.items() if _(name) != said]
        self.fields["every"].choices = [("", _("请选择")), *rest]


class SuspendForm(TaskForm):
    reason = long(_("暂停事由"), required=_("请写明为什么暂停。"), rows=2)
    basis = _line(_("依据（批示、纪要文号）"), _("请写明依据。"), 200)


class VerifyForm(TaskForm):
    passed = _choice(_("审核结论"), [("yes", _("佐证属实，通过")), ("no", _("退回，还缺材料"))])
    opinion = long(_("审核意见（退回的写明还缺什么）"), required=_("请写明审核意见。"))

    @property
    def said(self) -> Said:
        return self.cleaned_data | {"passed": self.cleaned_data["passed"] == "yes"}


class CloseForm(TaskForm):
    override_reason = long(
        _("例外销号的理由"),
        help=_(
            "指标达到目标时不用填；没有达到仍要销号的，写明依据，会一直随任务显示您的姓名和理由"
        ),
        rows=2,
    )


class SendBackForm(TaskForm):
    reason = long(_("为什么退回，要整改什么"), required=_("请写明退回整改的理由。"))
    due = _day(_("整改的新时限（不填的，按原时限和规定的退回后时限中较晚的计）"))


class LookBackForm(TaskForm):
    kept = _choice(_("核查结论"), [("yes", _("成效保持")), ("no", _("出现回落，重新启动"))])
    words = long(_("核查情况和依据"), required=_("请写明核查的情况。"))
    due = _day(_("重新启动的，新的完成时限"))

    @property
    def said(self) -> Said:
        return self.cleaned_data | {"kept": self.cleaned_data["kept"] == "yes"}


class LeaveClosedForm(TaskForm):
    reason = long(_("为什么不重新启动"), required=_("请写明不重新启动的理由。"))


class RestartForm(TaskForm):
    reason = long(_("为什么重新启动，要达到什么"), required=_("请写明重新启动的理由。"))
    due = _day(_("新的完成时限"), _("请写明新的完成时限。"))


class RemindForm(TaskForm):
    words = _line(_("催办内容"), most=200)


class CancelForm(TaskForm):
    reason = long(_("撤销交办的理由"), required=_("请写明为什么撤销交办。"), rows=2)


class AcknowledgeForm(TaskForm):
    words = long(_("意见（可不填）"), rows=2)


class JoinForm(TaskForm):
    kind = _choice(_("填写的是"), [("progress", _("配合进展")), ("opinion", _("意见建议"))])
    words = long(_("内容"), required=_("请写明内容。"))
    files = _files()


class RestoreForm(TaskForm):
    reason = long(_("恢复交办的理由"), required=_("请写明为什么恢复交办。"), rows=2)


FORMS: dict[str, type[TaskForm]] = {
    "sign": SignForm,
    "report": ReportForm,
    "correct_report": CorrectForm,
    "ask_close": AskCloseForm,
    "finish_milestone": DoneForm,
    "propose_milestones": NodesForm,
    "ask_extension": AskExtensionForm,
    "object": ObjectForm,
    "set_coordinator": CoordinatorForm,
    "rule_objection": RuleObjectionForm,
    "verify": VerifyForm,
    "close": CloseForm,
    "send_back": SendBackForm,
    "look_back": LookBackForm,
    "restart": RestartForm,
    "leave_closed": LeaveClosedForm,
    "rule_milestones": RuleNodesForm,
    "rule_extension": RuleExtensionForm,
    "remind": RemindForm,
    "change_rhythm": RhythmForm,
    "suspend": SuspendForm,
    "resume": TaskForm,
    "cancel": CancelForm,
    "acknowledge": AcknowledgeForm,
    "join_in": JoinForm,
    "restore": RestoreForm,
}

"""A town with secrets in it, and every address of the platform with its numbers filled in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.catalog import service as catalog
from yingshang.city.definitions import service as definitions
from yingshang.city.feedback import service as feedback
from yingshang.city.feedback.models import Survey, SurveyCall
from yingshang.city.indicators import service as indicators
from yingshang.city.licences import service as licences
from yingshang.city.plans import service as plans
from yingshang.city.registers import service as registers
from yingshang.city.supervision import service as supervision
from yingshang.kernel.worktime import CST
from yingshang.surfaces.demo.people import load_cast

PDF = b"%PDF-1.4\nthe articles of Lin's company\n%%EOF"
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=CST)
NAME = "青岚市隐山餐饮有限公司"
IDNO, PHONE = "110105199005120022", "13912345678"
ADDRESS = "东城区不公开路8号"
COMPANY = {
    "company": NAME,
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": ADDRESS,
    "legal_person": "林晓",
    "legal_person_id": IDNO,
    "legal_person_birth": "1990-05-12",
    "phone": PHONE,
    "seals": "电子印章",
}
MORTGAGE = {
    "mortgagor": "林晓",
    "bank": "青岚市商业银行",
    "property_no": "青（2026）不动产权第0001号",
    "amount": "100",
    "contract_on": "2025-12-01",
    "phone": PHONE,
}
FIRM = {
    "name": "青岚测绘有限公司",
    "uscc": "91990100MA7A1B2C3T",
    "service": "工程测绘",
    "contact": "梁工",
    "phone": "0531-88880001",
}
PRACTICE = {
    "practice": "一日办结",
    "source": "外省某市",
    "gap": "慢一天",
    "owner": "市市场监督管理局",
    "started_on": "2026-02-01",
}
DRAFT_SECRET = "只写在草稿里的地址"
# Nobody who may not see Lin's case may read any of these, on any page.
SECRETS = (NAME, IDNO, PHONE, ADDRESS, DRAFT_SECRET, "the articles of Lin's company")
PLAN = """青岚市2026年优化营商环境行动方案

一、提升服务
1. 优化企业开办。2026年6月底前实现企业开办2个工作日内办结。（牵头单位：市市场监管局）
2. 优化不动产登记。2026年底前一般登记3个工作日内办结。（牵头单位：市自然资源局）
"""

# Officers of another city: the same roles, none of the rights here.
ELSEWHERE = [
    {"username": "chu", "label": "楚宁", "role": "clerk", "unit_id": "990200-hall"},
    {"username": "mo", "label": "莫言", "role": "supervisor", "unit_id": "990200-office"},
    {"username": "lan", "label": "兰青", "role": "bureau", "unit_id": "990200-bureau"},
    {"username": "yao", "label": "姚平", "role": "reviewer", "unit_id": "990200-market"},
]
ABROAD = tuple(row["username"] for row in ELSEWHERE)
# Lin's company concerns neither the power company nor the land office nor another applicant.
STRANGERS = ("qin", "hu", "deng", *ABROAD)


def _link_plans(town: Town, plan: int) -> None:
    """Last year's plan, with which this year's goes on."""
    data = PLAN.replace("2026", "2025").encode()
    old = plans.import_plan(data=data, name="2025.txt", region="990100", by=SYSTEM, at=NOW)
    town.other = old.id
    town.link = plans.lineage.declare(kind="successor", origin=old.id, heir=plan, by=SYSTEM, at=NOW)


@dataclass
class Town:
    """What stands in the town, by its numbers."""

    ref: str = ""
    decided: str = ""
    token: str = ""
    number: str = ""
    showing: int = 0
    pass_code: str = ""
    file: int = 0
    plan: int = 0
    other: int = 0
    link: int = 0
    task: int = 0
    target: int = 0
    warning: int = 0
    clue: int = 0
    record: int = 0
    draft: int = 0
    superior: int = 0
    order: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def fill(self) -> dict[str, Any]:
        """What stands in for each name in an address."""
        return {
            "seq": "1",
            "ref": self.ref,
            "verb": "accept",
            "what": "ask-hearing",
            "system": "tax-core",
            "unit": "990100-tax",
            "item": "company-start",
            "bundle": "open-restaurant",
            "outage_id": 1,
            "paper_id": 1,
            "file_id": self.file,
            "file": self.file,
            "plan_id": self.plan,
            "other_id": self.other,
            "link_id": self.link,
            "task_id": self.task,
            "target_id": self.target,
            "warning_id": self.warning,
            "clue_id": self.clue,
            **self.more,
            "draft": self.draft,
            "superior": self.superior,
            "token": self.token,
            "hall": "center",
            "booking": 1,
            "task": "number",
            "mandate": 1,
            "number": self.number,
            "showing": self.showing,
            "pass_code": self.pass_code,
            "region": "990100",
            "kind": "business-licence",
            "register": "intermediaries",
            "record": self.record,
            "form": "csv",
            "metric": "company-start-days",
        }


def build() -> Town:
    """Lin's cases, files, draft and licence; a plan, its values, a warning and its order."""
    definitions.load(settings.DATA_DIRS, at=NOW)
    load_cast(at=NOW)
    accounts.ensure_people([{**row, "region_id": "990200"} for row in ELSEWHERE], at=NOW)
    lin, zhou, ma, shen, fang = (who(name) for name in ("lin", "zhou", "ma", "shen", "fang"))
    town = Town()
    for number in range(6):
        case = file_for(lin, COMPANY, files=[("章程.pdf", PDF, "articles")] if not number else [])
        cases.accept(ref=case.ref, by=zhou, at=NOW)
        town.ref = town.ref or case.ref
    town.file = cases.case_for(lin, town.ref).files[0].id
    town.decided = grant(file_for(lin, COMPANY).ref, zhou, ma)
    licence = licences.for_case(town.decided)
    town.token, town.number = licence.token, licence.number
    shown = licences.show(
        number=town.number, attributes=["number"], purpose="核对", by=lin, at=timezone.now()
    )
    town.showing, town.pass_code = shown.id, shown.code
    cases.save_draft(
        item="food-licence", region="990100", form={"address": DRAFT_SECRET}, by=lin, at=NOW
    )
    plan = plans.import_plan(data=PLAN.encode(), name="方案.txt", region="990100", by=fang, at=NOW)
    town.plan, town.task = plan.id, plan.tasks[0].id
    _link_plans(town, plan.id)
    town.target = plan.tasks[0].targets[0].id
    at = timezone.now()
    accounts.register_system(
        code="tax-core", name="税务", unit="990100-tax", scopes=["cases:read"], by=fang, at=at
    )
    indicators.compute(at=at, regions=["990100"], by=SYSTEM)
    supervision.watch(at=at, by=SYSTEM, regions=["990100"])
    warnings = [w for w in supervision.warnings(shen) if w.kind == "overdue-cases"]
    town.warning = warnings[0].id
    town.order = supervision.order_from(
        warning=town.warning,
        unit="990100-market",
        demand="逐件办结",
        due=datetime(2099, 1, 4).date(),
        by=shen,
        at=at,
    )
    town.record = registers.add(
        register="intermediaries", region="990100", form=FIRM, by=ma, at=NOW
    )
    town.superior = catalog.receive_superior(
        data='[{"事项代码": "company-start", "概要": "x"}]'.encode(),
        name="a.json",
        title="省级目录",
        region="990100",
        by=fang,
        at=NOW,
    )
    town.draft = catalog.start_draft(code="food-permit", region="990100", by=ma, at=NOW)
    town.clue = suspect(lin, zhou, who("deng"), shen)
    town.more = oversee(town.order, shen)
    town.more["metric"] = "company-start-time"
    town.more["practice"] = registers.add(
        register="best-practices", region="990100", form=PRACTICE, by=fang, at=NOW
    )
    return town


def oversee(order: str, shen: Actor) -> dict[str, Any]:
    """A rung, an instruction and a motion, by the names that addresses use."""
    at, today = timezone.now(), timezone.localdate()
    rung = supervision.take(ref=order, rung="remind", by=shen, at=at)
    instruction = supervision.register_instruction(
        leader="何远",
        source="来信",
        words="请研究。",
        received_on=today,
        reply_by=today,
        units=["990100-market"],
        scan=("批示.pdf", PDF),
        by=shen,
        at=at,
    )
    motion = supervision.hand_over_motion(
        number="一",
        title="提案",
        kind="cppcc",
        members=["白杨"],
        body="建议",
        leads=["990100-market"],
        handed_on=today,
        by=shen,
        at=at,
    )
    share = supervision.motion(shen, motion, at=at).shares[0].id
    feed = supervision.make_feed(kind="person", by=shen, at=at)
    supervision.keep_calendars(at=at, regions=["990100"])
    bulletin = supervision.draft_bulletin(kind="daily", region="990100", by=shen, at=at)
    return {
        "feed": feed,
        **appraise(shen),
        "rung": rung,
        "instruction": instruction,
        "motion": motion,
        "share": share,
        "entry": 1,
        "bulletin": bulletin,
        "key": "month.on-time-rate",
        "tree": "national",
        "preview": held_by("fang", at),
        "act": "drop",
        "form": "docx",
        **collect(shen),
        **meet(shen),
        **survey(who("fang")),
    }


def held_by(name: str, at: datetime) -> uuid.UUID:
    """A reading that waits to be kept."""
    text = "青岚市2026年行动方案\n一、提升服务\n1.优化企业开办。2026年6月底前2个工作日内办结。"
    return plans.preview_paste(text=text, name="", region="990100", by=who(name), at=at)


def collect(shen: Actor) -> dict[str, Any]:
    """A round of papers in which the market regulator has sent one."""
    at = timezone.now()
    made = supervision.open_round(
        title="进展材料",
        demand="报送进展。",
        units=["990100-market"],
        due_on=timezone.localdate(),
        by=shen,
        at=at,
    )
    supervision.send_material(round=made, scans=[("进展.pdf", PDF)], by=who("ma"), at=at)
    part = supervision.round_view(shen, made, at=at).shares[0]
    sending = part.sendings[0].id
    return {"round_id": made, "part_id": part.id, "sending_id": sending, "place": 0}


ASKED = (
    "name", "survey", "every", "after_days", "sample", "least", "draw_within", "surveyor", "basis",
)  # fmt: skip


def survey(fang: Actor) -> dict[str, Any]:
    """A survey of this year's cases, drawn; one call waits, if any case was decided."""
    at, today = timezone.now(), timezone.localdate()
    made = Survey.objects.create(
        region="990100",
        edition_id=feedback.questionnaires("990100", today)[0].edition,
        title="测评",
        surveyor="某公司",
        since=today,
        until=today,
        population={"990100-2026-000001": "990100-market"},
        prepared_at=at,
        secret="s",
    ).pk
    feedback.draw_survey(id=made, public="2026116", by=fang, at=at)
    plan = feedback.survey_plans("990100", today)[0]
    wish = {name: getattr(plan, name) for name in ASKED} | {"sample": 60}
    draft = feedback.survey_planning.propose_plan(
        code=plan.code, wish=wish, reason="多问几件", by=fang, at=at
    )
    call = SurveyCall.objects.get(survey=made).pk
    return {"survey": made, "call": call, "plan_draft": draft, "plan": plan.code}


def meet(shen: Actor) -> dict[str, Any]:
    """A joint meeting of the market regulator, called, with a topic and a decision."""
    at = timezone.now()
    made = supervision.plan_meeting(
        title="联席会议",
        meets_at=at + timedelta(days=1),
        place="三楼",
        chair="何远",
        members=["990100-market"],
        by=shen,
        at=at,
    )
    supervision.add_topic(meeting=made, title="议题", by=shen, at=at)
    supervision.call_meeting(meeting=made, by=shen, at=at)
    supervision.decide(meeting=made, text="议定", by=shen, at=at)
    seen = supervision.meeting(shen, made, at=at)
    return {
        "meeting_id": made,
        "topic_id": seen.topics[0].id,
        "decision_id": seen.decisions[0].id,
        "which": "agenda",
        "walk_ref": supervision.plan_walk(
            walked="企业开办",
            role="申请人",
            walker="何远",
            post="副市长",
            planned_on=timezone.localdate(),
            by=shen,
            at=at,
        ),
    }


def appraise(shen: Actor) -> dict[str, Any]:
    """Last year's papers were late: a sheet, appealed by the market regulator."""
    at, today = timezone.now(), timezone.localdate()
    supervision.open_round(
        title="旧材料",
        demand="报送。",
        units=["990100-market"],
        due_on=today - timedelta(days=20),  # past, whatever days of rest lie between
        by=shen,
        at=at - timedelta(days=30),
    )
    year = (today - timedelta(days=20)).year
    made = supervision.announce_weights(year=year, by=shen, at=at)
    supervision.draft_scores(appraisal=made, by=shen, at=at)
    supervision.send_sheets(appraisal=made, by=shen, at=at)
    lines = supervision.appraisal(shen, made).sheets
    sheet = next(one.id for one in lines if one.unit == "990100-market")
    appeal = supervision.appeal_item(
        sheet=sheet, item="materials", words="已报。", evidence=("证.pdf", PDF), by=who("ma"), at=at
    )
    numbers = {one.code: one.weight for one in supervision.weights(shen, at=at).rows}
    numbers |= {"orders": numbers["orders"] - 1, "materials": numbers["materials"] + 1}
    weights = supervision.propose_weights(
        weights=numbers, each={}, appeal_workdays=5, reason="调整", by=shen, at=at
    )
    scale = indicators.propose_scale(
        code="company-start-mean", best="0.5", worst="5", first_day=at.date(), why="安全测试用",
        by=shen, at=at,
    )  # fmt: skip
    own = {"weights_draft": weights, "scale_draft": scale, "scale": "company-start-mean"}
    own |= prepare(shen, at)
    return {"appraisal": made, "sheet": sheet, "appeal": appeal, **own}


def prepare(shen: Actor, at: Any) -> dict[str, Any]:
    """An evaluation is being prepared; the market regulator has given a paper."""
    made = supervision.open_evaluation(
        tree="national", title="", due_on=timezone.localdate() + timedelta(days=30), by=shen, at=at
    )
    pieces = [
        one
        for check in supervision.evaluation(who("ma"), made, at=at).checks
        for one in check.pieces
    ]
    supervision.give_evidence(piece=pieces[0].id, files=[("证.pdf", PDF)], by=who("ma"), at=at)
    given = supervision.evaluation(who("ma"), made, at=at).checks[0].pieces[0]
    return {"evaluation": made, "piece": given.id, "evidence": given.files[0][0]}


def suspect(lin: Actor, zhou: Actor, deng: Actor, shen: Actor) -> int:
    """Lin's mortgage of February, written down a week after the day it bears: a clue."""
    opened, late = NOW - timedelta(days=20), NOW - timedelta(days=12)
    done: list[tuple[str, Actor, dict[str, Any]]] = [
        ("accept", zhou, {}),
        ("complete_step", deng, {"step": "review"}),
        ("complete_step", deng, {"step": "book"}),
        ("decide", deng, {"outcome": "granted"}),
    ]
    acts = [
        cases.Act(verb, opened + timedelta(hours=n), by, args, late + timedelta(minutes=n))
        for n, (verb, by, args) in enumerate(done, start=1)
    ]
    spec = cases.CaseSpec(
        item="property-mortgage",
        region="990100",
        form=MORTGAGE,
        by=zhou,
        at=opened,
        party=lin.party,
        channel="window",
        acts=tuple(acts),
        entered_at=late,
    )
    cases.bulk([spec])
    supervision.detect_suspicion(at=NOW, by=shen, since=opened)
    return supervision.clues(shen).rows[0].id


def who(username: str) -> Actor:
    """A member of the cast, or an officer from elsewhere."""
    return accounts.actor_of(accounts.user_of(username))


def file_for(lin: Actor, form: dict[str, str], files: Any = (), **more: Any) -> Any:
    """One application to start a company."""
    return cases.open_case(
        item="company-start",
        region="990100",
        form=form,
        party=lin.party,
        channel="web",
        by=lin,
        at=NOW,
        files=files,
        **more,
    )


def grant(ref: str, zhou: Actor, ma: Actor) -> str:
    """Accepted, passed by every bureau, granted."""
    cases.accept(ref=ref, by=zhou, at=NOW)
    while steps := [s for s in cases.case_for(ma, ref).steps if s.state == "open"]:
        for step in steps:
            by = Actor(id=step.unit, name="经办", role="reviewer", region="990100", unit=step.unit)
            cases.complete_step(
                ref=ref, step=step.code, result="pass", opinion="齐全", by=by, at=NOW
            )
    return cases.decide(ref=ref, outcome="granted", reason="符合条件", by=ma, at=NOW).ref


def browser(username: str = "", **options: Any) -> Client:
    """A browser in which this person is signed in; nobody without a name."""
    client = Client(**options)
    if username:
        client.force_login(accounts.user_of(username))
    return client


# --- addresses --------------------------------------------------------------------------------

# names of the parts of an address that say nothing about whose it is
CODES = {
    "portal": {"code": "company-start", "region": "990100", "series": "company-start-median"},
    "dashboard": {"code": "company-start-median"},
}


PRIVATE = {
    "sheet",
    "appeal",
    "rung",
    "round_id",
    "part_id",
    "sending_id",
    "meeting_id",
    "topic_id",
    "decision_id",
    "walk_ref",
    "instruction",
    "bulletin",
    "preview",
    "motion",
    "share",
    "ref",
    "warning_id",
    "clue_id",
    "file",
    "file_id",
    "number",
    "showing",
}


@dataclass(frozen=True)
class Address:
    """One page: `asks` are the names of its numbers."""

    name: str
    path: str
    asks: tuple[str, ...]

    @property
    def private(self) -> bool:
        """About one case, file or warning, which not everybody may see."""
        return bool(PRIVATE & set(self.asks))


def every_address(town: Town, *, ref: str = "", root: str | None = None) -> list[Address]:
    """Every address that the platform answers, numbers filled in. A new page is found by itself."""
    found = []
    for namespace, pattern, route in _patterns(get_resolver(root)):
        if namespace in ("api", "api-v1"):  # keys, no sessions: tests/surfaces/api tries these
            continue
        known = {**town.fill(), **CODES.get(namespace, {})}
        if ref:
            known["ref"] = ref
        names = tuple(_names(route))
        missing = [name for name in names if name not in known]
        assert not missing, f"say in safety_town.Town.fill what stands for {missing} in {route}"
        path = "/" + _filled(route, known)
        found.append(Address(f"{namespace}:{pattern.name}", path, names))
    return found


def _patterns(
    resolver: URLResolver, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route, entry.namespace or namespace)
        else:
            yield namespace, entry, route


def _names(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.split(">")[0].split(":")[-1]


def _filled(route: str, known: dict[str, Any]) -> str:
    text = route
    for part in route.split("<")[1:]:
        inside = part.split(">")[0]
        text = text.replace(f"<{inside}>", str(known[inside.split(":")[-1]]))
    return text


def snapshot() -> dict[str, int]:
    """How many rows every table holds, and how far every case has come."""
    found = {}
    for model in apps.get_models():
        if model._meta.managed and model._meta.label != "audit.ReadRecord":  # looks are recorded
            found[model._meta.label] = model.objects.count()
    case = apps.get_model("cases", "Case")
    found["seq of cases"] = sum(case.objects.values_list("seq", flat=True))
    return found


def key() -> str:
    return str(uuid.uuid4())


def text_of(answer: Any) -> str:
    """The body, streamed or not, as text."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return data.decode("utf-8", "replace")

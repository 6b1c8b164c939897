"""Verbs on surveys: prepare (freeze and commit), draw, call, close."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from secrets import token_hex

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from yingshang.city.accounts.kinds import Actor, Role
from yingshang.city.accounts.service import NotVisible
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.feedback.surveys.declared import (
    Questionnaire,
    check_answers,
    questionnaire_of,
    questionnaires,
)
from yingshang.city.feedback.surveys.planned import belongs, parse_who
from yingshang.city.feedback.surveys.proving import keep_proof, prove_again
from yingshang.city.feedback.surveys.results import digest_of, tally
from yingshang.city.feedback.surveys.tables import Survey, SurveyCall
from yingshang.kernel.draw import commitment, draw, population_digest
from yingshang.kernel.flow import Refusal
from yingshang.kernel.worktime import CST, to_cst

__all__ = [
    "Wanted",
    "close_survey",
    "draw_survey",
    "population_of",
    "prepare_survey",
    "record_call",
    "verify_survey",
]

LEADS = frozenset({Role.BUREAU, Role.SYSTEM})
CALLS = frozenset({Role.OPERATOR, Role.SYSTEM})
MOST = 200_000
State = SurveyCall.State


@dataclass(frozen=True)
class Wanted:
    """What a declared plan asks for in place of the questionnaire's own numbers."""

    plan: str
    who: str
    sample: int
    least: int


@override("zh-hans")
@transaction.atomic
def prepare_survey(
    *,
    code: str,
    region: str,
    since: date,
    until: date,
    surveyor: str,
    by: Actor,
    at: datetime,
    wanted: Wanted | None = None,
) -> int:
    """Freeze the applications decided from ``since`` to ``until`` and commit to a secret.

    Nothing is drawn yet: the public number is named afterwards, so that neither the office nor
    the surveyor can steer who is asked. Where a plan began it, who surveys may be named then too.
    """
    _leads(by, region)
    today = to_cst(at).date()
    asked = next((one for one in questionnaires(region, today) if one.code == code), None)
    if asked is None:
        raise Refusal("survey-unknown", _("本市没有声明“%s”这份问卷；请从列表中选择。") % code)
    if since > until or until > today:
        raise Refusal("survey-span", _("起止日期不对：截止日应在起始日之后、今天或以前。"))
    if not surveyor.strip() and wanted is None:
        raise Refusal("surveyor-missing", _("请写明由哪家机构测评；测评结果会注明。"))
    who = wanted.who if wanted else ""
    population = population_of(asked, region, since, until, who)
    if not population:
        raise Refusal("survey-empty", _("这段时间没有办结的申请，抽不出样本；请换一段时间。"))
    if len(population) > MOST:
        raise Refusal(
            "survey-large",
            _("这段时间办结 %(n)d 件，超过一次测评的 %(most)d 件；请把时间缩短。")
            % {"n": len(population), "most": MOST},
        )
    secret = token_hex(32)
    row = Survey.objects.create(
        region=region,
        edition_id=asked.edition,
        title=f"{asked.name}（{since:%Y-%m-%d} 至 {until:%Y-%m-%d}）",
        surveyor=surveyor.replace("\0", "").strip()[:120],
        who=who,
        plan=wanted.plan if wanted else "",
        sample=wanted.sample if wanted else None,
        least=wanted.least if wanted else None,
        since=since,
        until=until,
        population=population,
        population_digest=population_digest(population),
        commitment=commitment(secret),
        secret=secret,
        prepared_at=at,
        prepared_by=by.name,
    )
    detail = {"count": len(population), "digest": row.population_digest, "c": row.commitment}
    _record(row, "prepare", by, at, detail)
    return row.pk


def population_of(
    asked: Questionnaire, region: str, since: date, until: date, who: str
) -> dict[str, str]:
    """Case → stratum of every application decided from ``since`` to ``until`` that belongs."""
    rule = parse_who(who)
    first = datetime.combine(since, time(), CST)
    last = datetime.combine(until, time.max, CST)
    return {
        row["ref"]: str(row[asked.stratify] or "")
        for row in cases.facts(region=region, since=first)
        if row["family"] == "application"
        and not row["returned"]
        and row["decided_at"]
        and first <= row["decided_at"] <= last
        and belongs(rule, row)
    }


@override("zh-hans")
@transaction.atomic
def draw_survey(*, id: int, public: str, by: Actor, at: datetime, surveyor: str = "") -> int:
    """Draw with a public number named now; how many are asked. The proof can be checked by all.
    ``surveyor`` where none was named when the list was frozen."""
    row = _locked(by, id, LEADS)
    if row.status != Survey.Status.READY:
        raise Refusal("drawn-already", _("样本已经抽出，不能重抽；要换样本请另做一次测评。"))
    public = public.replace("\0", "").strip()[:120]
    if len(public) < 4:
        raise Refusal(
            "public-missing",
            _("请填写一个事先谁也不知道、事后人人可查的数，如当日开奖号码或收盘指数，至少 4 位。"),
        )
    row.surveyor = row.surveyor or surveyor.replace("\0", "").strip()[:120]
    if not row.surveyor:
        raise Refusal("surveyor-missing", _("请写明由哪家机构测评；测评结果会注明。"))
    asked = questionnaire_of(row.edition_id)
    drawn = draw(
        row.population,
        wanted=asked.sample if row.sample is None else row.sample,
        secret=row.secret,
        public=public,
        least=asked.least if row.least is None else row.least,
    )
    reached: Counter[str] = Counter()
    calls = []
    for ref in drawn.chosen:
        stratum = row.population[ref]
        reached[stratum] += 1
        calls.append(SurveyCall(survey=row, case=ref, stratum=stratum, place=reached[stratum]))
    SurveyCall.objects.bulk_create(calls)
    row.proof, row.status = dict(drawn.proof), Survey.Status.CALLING
    row.drawn_at, row.drawn_by = at, by.name
    row.save(update_fields=["proof", "status", "drawn_at", "drawn_by", "surveyor"])
    keep_proof(row, at)
    _record(row, "draw", by, at, {"public": public, "n": len(calls)})
    return len(calls)


@override("zh-hans")
@transaction.atomic
def verify_survey(*, id: int, by: Actor, at: datetime) -> tuple[str, ...]:
    """Verify the proof of the draw once more and keep that; what is wrong with it."""
    row = _locked(by, id, LEADS | {Role.SUPERVISOR})
    if not row.proof:
        raise Refusal("not-drawn", _("还没有抽样，没有可核验的证明。"))
    return prove_again(row, by=by, at=at)


@transaction.atomic
def record_call(
    *, id: int, outcome: str, answers: Mapping[str, str], note: str = "", by: Actor, at: datetime
) -> str:
    """What a call gave: answered (with answers), refused, wrong, or unreachable this time.

    Unreachable as often as the questionnaire says, or a wrong number: the next of the reserve of
    the same stratum takes the place. Answers the new state.
    """
    call = SurveyCall.objects.select_for_update().filter(pk=id).select_related("survey").first()
    if call is None:
        raise NotVisible(f"survey call {id}")
    row = _locked(by, call.survey_id, CALLS)
    if row.status != Survey.Status.CALLING:
        raise Refusal("survey-closed", _("这次测评已经结束，不能再登记回访。"))
    if call.state != State.WAITING:
        raise Refusal("called-already", _("这一件刚刚已有人登记，请看下一件。"))
    if outcome not in State.values or outcome == State.WAITING:
        raise Refusal("outcome-unknown", _("请选择回访结果：已答、拒答、联系不上或号码有误。"))
    asked = questionnaire_of(row.edition_id)
    kept = check_answers(asked, answers) if outcome == State.ANSWERED else {}
    call.tries += 1
    ended = outcome != State.UNREACHABLE or call.tries >= asked.tries
    call.state = outcome if ended else State.WAITING
    call.answers, call.note = kept, note.replace("\0", "").strip()[:300]
    call.by, call.at = by.id, at
    call.save()
    if call.state in (State.UNREACHABLE, State.WRONG):
        _next_of(row, call)
    _record(row, "call", by, at, {"case": call.case, "outcome": outcome, "try": call.tries})
    return call.state


def _next_of(row: Survey, call: SurveyCall) -> None:
    """The next of the reserve of a stratum: its order was fixed by the draw."""
    order = draw(
        row.population,
        wanted=row.proof["wanted"],
        secret=row.secret,
        public=row.proof["public"],
        least=row.proof["least"],
    ).reserve[call.stratum]
    mine = SurveyCall.objects.filter(survey=row, stratum=call.stratum)
    taken = set(mine.values_list("case", flat=True))
    following = next((ref for ref in order if ref not in taken), None)
    if following is not None:
        last = mine.aggregate(last=Max("place"))["last"]
        SurveyCall.objects.create(survey=row, case=following, stratum=call.stratum, place=last + 1)


@override("zh-hans")
@transaction.atomic
def close_survey(*, id: int, by: Actor, at: datetime) -> str:
    """Freeze what was heard; the digest of the results."""
    row = _locked(by, id, LEADS)
    if row.status != Survey.Status.CALLING:
        raise Refusal("survey-not-open", _("只有回访中的测评才能结束。"))
    if not row.calls.filter(state=State.ANSWERED).exists():
        raise Refusal("nobody-answered", _("还没有一份答卷，不能结束；请先完成回访。"))
    row.results = tally(row).plain()
    row.digest = digest_of(row.results)
    row.status, row.closed_at, row.closed_by = Survey.Status.CLOSED, at, by.name
    row.save(update_fields=["results", "digest", "status", "closed_at", "closed_by"])
    _record(row, "close", by, at, {"digest": row.digest})
    return row.digest


def _leads(by: Actor, region: str) -> None:
    if by.role not in LEADS or (by.role != Role.SYSTEM and by.region != region):
        raise Refusal("not-yours", _("满意度测评由本市营商局组织。请把需要告诉营商局。"))


def _locked(by: Actor, id: int, roles: frozenset[Role]) -> Survey:
    row = Survey.objects.select_for_update().filter(pk=id).first()
    if row is None or (by.role != Role.SYSTEM and by.region != row.region):
        raise NotVisible(f"survey {id}")
    if by.role not in roles:
        raise Refusal("not-yours", _("测评由营商局组织、由回访员回访；您可以查看，不能办理。"))
    return row


def _record(row: Survey, what: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    audit.record(by=by, at=at, action=f"survey.{what}", obj=f"survey/{row.pk}", detail=detail)

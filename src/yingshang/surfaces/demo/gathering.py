"""Material that units were asked for, and two joint meetings, held and to come (演示数据)."""

from datetime import datetime, timedelta

from yingshang.city.accounts.kinds import Actor
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo.officers import OFFICERS, person

__all__ = ["gather_in_sample_city"]

_WORDS = b"BT /F1 20 Tf 60 760 Td (Sample of a sealed scan - demo data) Tj ET"
SCAN = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
) % (len(_WORDS), _WORDS)


def gather_in_sample_city(region: str, *, by: str, at: datetime) -> str:
    """A round that is over, one that runs, a meeting with signed minutes, one being
    prepared, an evaluation that the units hand in papers for."""
    keeper = person(by)
    units = [f"{region}-{role}" for role in OFFICERS]
    _past_round(keeper, units, at)
    _open_round(keeper, units, at)
    refs = _held(keeper, units, at)
    _planned(keeper, units, at)
    _evaluation(keeper, at)
    return f"2 次材料报送，2 次联席会议，{len(refs)} 项议定事项已交办，1 次迎评自查"


def _send(round: int, who: str, at: datetime) -> None:
    by = person(who)
    words = "本单位进展和佐证见附件（演示数据）。"
    scans = [(f"{by.name}-进展.pdf", SCAN)]
    supervision.send_material(round=round, scans=scans, words=words, by=by, at=at)


def _past_round(keeper: Actor, units: list[str], at: datetime) -> None:
    """Accepted, returned and sent again, excused, late, and never heard of."""
    start, due = at - timedelta(days=40), at - timedelta(days=25)
    made = supervision.open_round(
        title="第三季度营商环境工作进展（演示数据）",
        demand="报送本季度任务进展、存在问题和下一步安排，加盖公章后上传扫描件。",
        units=units,
        due_on=due.date(),
        by=keeper,
        at=start,
    )
    shares = {one.unit: one.id for one in supervision.round_view(keeper, made, at=at).shares}
    market, tax, land, _grid, _housing = (shares[unit] for unit in units)
    _send(made, "ma", due - timedelta(days=3))
    supervision.accept_material(share=market, by=keeper, at=due - timedelta(days=2))
    _send(made, "wu", due - timedelta(days=2))
    supervision.return_material(
        share=tax,
        reason="没有写明下一步安排，请补充后重报（演示数据）。",
        due_on=(due + timedelta(days=5)).date(),
        by=keeper,
        at=due - timedelta(days=1),
    )
    _send(made, "wu", due + timedelta(days=3))
    supervision.accept_material(share=tax, by=keeper, at=due + timedelta(days=4))
    supervision.excuse_unit(
        share=land, reason="已在专项报告中报送（演示数据）。", by=keeper, at=due - timedelta(days=1)
    )
    _send(made, "hu", due + timedelta(days=6))


def _open_round(keeper: Actor, units: list[str], at: datetime) -> None:
    made = supervision.open_round(
        title="每月营商环境工作进展（演示数据）",
        demand="每月报送一次任务进展，加盖公章后上传扫描件。",
        units=units,
        due_on=(at + timedelta(days=6)).date(),
        every="month",
        by=keeper,
        at=at - timedelta(days=6),
    )
    for name in ("ma", "wu", "deng"):
        supervision.sign_round(round=made, by=person(name), at=at - timedelta(days=5))
    _send(made, "ma", at - timedelta(days=1))


def _evaluation(keeper: Actor, at: datetime) -> None:
    """A yearly evaluation is being prepared: some papers given, one accepted, one returned."""
    start, giver = at - timedelta(days=12), person("ma")
    made = supervision.open_evaluation(
        tree="national",
        title=f"{at.year}年全国营商环境评价（演示数据）",
        due_on=(at + timedelta(days=20)).date(),
        by=keeper,
        at=start,
    )
    checks = supervision.evaluation(giver, made, at=start).checks
    pieces = [piece for check in checks for piece in check.pieces]
    for number, piece in enumerate(pieces[:5]):
        files = [(f"{piece.name}.pdf", SCAN)]
        supervision.give_evidence(
            piece=piece.id, files=files, by=giver, at=start + timedelta(days=number + 1)
        )
    ruled = start + timedelta(days=7)
    supervision.accept_evidence(piece=pieces[0].id, by=keeper, at=ruled)
    supervision.return_evidence(
        piece=pieces[1].id, reason="计算说明里没有写起止时间，请补充。", by=keeper, at=ruled
    )


def _held(keeper: Actor, units: list[str], at: datetime) -> list[str]:
    day = (at - timedelta(days=30)).replace(hour=9)
    made = supervision.plan_meeting(
        title="营商环境联席会议第一次会议（演示数据）",
        meets_at=day,
        place="市政府三楼会议室",
        chair="分管副市长（演示）",
        members=units,
        by=keeper,
        at=day - timedelta(days=9),
    )
    supervision.add_topic(
        meeting=made,
        title="不动产登记与税费一窗办理",
        detail="交易、缴税、登记还要跑两个窗口（演示数据）。",
        by=person("deng"),
        at=day - timedelta(days=7),
    )
    supervision.call_meeting(meeting=made, by=keeper, at=day - timedelta(days=4))
    came = {
        unit: (person(name).name, "present")
        for unit, name in zip(units, OFFICERS.values(), strict=True)
    }
    came[units[-1]] = ("", "leave")
    supervision.take_attendance(meeting=made, came=came, by=keeper, at=day)
    supervision.decide(
        meeting=made,
        text="由市自然资源局牵头，税务、住建部门配合，一窗受理交易、缴税和登记（演示数据）。",
        unit=units[2],
        due_on=(at + timedelta(days=20)).date(),
        by=keeper,
        at=day,
    )
    supervision.decide(
        meeting=made, text="原则同意第四季度重点工作安排（演示数据）。", by=keeper, at=day
    )
    signed = day + timedelta(hours=6)
    return supervision.sign_minutes(meeting=made, signer="分管副市长（演示）", by=keeper, at=signed)


def _planned(keeper: Actor, units: list[str], at: datetime) -> None:
    made = supervision.plan_meeting(
        title="营商环境联席会议第二次会议（演示数据）",
        meets_at=(at + timedelta(days=8)).replace(hour=9),
        place="市政府三楼会议室",
        chair="分管副市长（演示）",
        members=units,
        by=keeper,
        at=at - timedelta(days=2),
    )
    supervision.add_topic(
        meeting=made,
        title="企业开办数据共享",
        detail="发票申领所需登记信息还不能实时取得（演示数据）。",
        by=person("wu"),
        at=at - timedelta(days=1),
    )

"""Instructions, motions, a walk-through and the ladder of the sample city (演示数据)."""

from datetime import datetime, timedelta

from yingshang.city.accounts.kinds import SYSTEM, Actor
from yingshang.city.cases import service as cases
from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo.gathering import SCAN
from yingshang.surfaces.demo.officers import OFFICERS, person

__all__ = ["climb_sample_ladders", "oversee_in_sample_city", "supervisor_of_sample"]


def supervisor_of_sample() -> Actor:
    """Who sends the sample city's papers: a person, as the page says."""
    return person("shen")


def climb_sample_ladders(regions: tuple[str, ...], *, at: datetime) -> str:
    """As the tick does every day: what is late stands on its rung from the first page on."""
    done = supervision.climb(at=at, by=SYSTEM, regions=regions)
    return f"{done.taken} 次措施，{done.proposed} 项待批"


def oversee_in_sample_city(region: str, *, by: str, at: datetime) -> str:
    """An instruction that is answered for, two motions at different steps, a walk published."""
    keeper = person(by)
    _instruction(region, keeper, at)
    _motions(region, keeper, at)
    _walk(region, keeper, at)
    return "1 件批示，2 件建议提案，1 次走流程"


def _instruction(region: str, keeper: Actor, at: datetime) -> None:
    """Registered with its scan, handed to the units it names; one reader."""
    day = at - timedelta(days=9)
    made = supervision.register_instruction(
        leader="演示领导",
        post="副市长",
        source="关于企业反映登记排队情况的报告（演示数据）",
        words="请登记部门研究分时预约的办法，月内把排队时间降下来（演示数据）。",
        received_on=day.date(),
        reply_by=(at + timedelta(days=12)).date(),
        units=[f"{region}-land", f"{region}-market"],
        readers=["fang"],
        scan=("演示批示.pdf", SCAN),
        by=keeper,
        at=day,
    )
    demands = {
        f"{region}-land": "提出不动产登记窗口削峰的措施并报送效果（演示数据）。",
        f"{region}-market": "配合提供企业开办高峰时段的数据（演示数据）。",
    }
    supervision.hand_out(instruction=made, demands=demands, by=keeper, at=day + timedelta(hours=1))


def _motions(region: str, keeper: Actor, at: datetime) -> None:
    """One whose reply was sent and found good, one that waits for the office's check."""
    day = at - timedelta(days=40)
    first = _handed(region, keeper, day, "演提〔1〕号", "关于银行网点代办抵押登记的提案（演示）")
    _drafted(first, keeper, "land", day + timedelta(days=12))
    share = supervision.motion(keeper, first, at=at).leads[0].id
    sent = day + timedelta(days=14)
    supervision.check_reply(share=share, passed=True, grade="A", by=keeper, at=sent)
    told = sent + timedelta(days=6)
    supervision.take_opinion(
        share=share, work="good", result="fair", said_on=told.date(), by=keeper, at=told
    )
    second = _handed(
        region, keeper, at - timedelta(days=20), "演提〔2〕号", "关于登记大厅延时服务的提案（演示）"
    )
    _drafted(second, keeper, "land", at - timedelta(days=3))


def _handed(region: str, keeper: Actor, at: datetime, number: str, title: str) -> int:
    return supervision.hand_over_motion(
        number=number, title=title, kind="cppcc", members=["演示委员甲", "演示委员乙"],
        body="企业和群众反映办理登记往返多，建议就近办理（演示数据）。",
        leads=[f"{region}-land"], handed_on=at.date(), by=keeper, at=at,
    )  # fmt: skip


def _drafted(motion: int, keeper: Actor, role: str, at: datetime) -> None:
    officer = person(OFFICERS[role])
    ref = supervision.motion(keeper, motion, at=at).leads[0].ref
    said = {"contact": "已当面听取意见（演示数据）。", "draft": "已在网点设代办点（演示数据）。"}
    for step, words in said.items():
        cases.complete_step(ref=ref, step=step, opinion=words, by=officer, at=at)


def _walk(region: str, keeper: Actor, at: datetime) -> None:
    """Walked, one finding handed to its unit, published."""
    day = at - timedelta(days=8)
    ref = supervision.plan_walk(
        walked="企业开办（演示）", role="申请人", walker="演示领导", post="局长",
        planned_on=day.date(), by=keeper, at=day,
    )  # fmt: skip
    steps = "09:00 取号\n09:12 窗口核对材料\n09:40 领取执照"
    supervision.record_walk(ref=ref, steps=steps, by=keeper, at=day + timedelta(hours=3))
    supervision.add_finding(
        ref=ref, kind="papers", text="窗口另要一份已共享的证明（演示数据）。",
        unit=f"{region}-market", due_on=(at + timedelta(days=20)).date(),
        by=keeper, at=day + timedelta(hours=4),
    )  # fmt: skip
    supervision.publish_walk(
        ref=ref, summary="全程40分钟，发现1个问题，已交办整改（演示数据）。",
        by=keeper, at=day + timedelta(hours=5),
    )  # fmt: skip

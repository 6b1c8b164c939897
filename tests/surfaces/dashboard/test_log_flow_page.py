"""The log of another system beside an item's declared flow: guessed, confirmed, compared."""

import csv
import io
import json

import pytest

from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.indicators import service as indicators
from yingshang.city.logflows.service import EXTRA
from yingshang.surfaces.cli.main import run

ACTS = {
    "窗口受理": "accept",
    "核发营业执照": "register",
    "印章刻制": "seal",
    "税务信息确认": "tax",
    "社保登记": "insurance",
    "公积金缴存登记": "fund",
    "预约银行开户": "account",
    "办结": "decide",
}
GOOD = list(ACTS)
DAY = "2026-03-02"  # a Monday


def _case(ref, acts, *, later=""):
    """Events an hour apart; from ``later`` on a week after."""
    late = False
    for hour, act in enumerate(acts, 9):
        late = late or act == later
        yield ref, "企业开办", act, f"2026-03-{9 if late else 2:02} {hour:02}:00:00", "周"


LOG = [
    *_case("K1", GOOD),
    *_case("K2", [GOOD[0], GOOD[2], GOOD[1], *GOOD[3:]]),
    *_case("K3", [one for one in GOOD if one != "社保登记"]),
    *_case("K4", [*GOOD[:2], "催办电话", *GOOD[2:]], later="预约银行开户"),
]


@pytest.fixture
def logged(city, fang, now, tmp_path):
    out = io.StringIO()
    csv.writer(out).writerows([("办件编号", "业务类型", "环节名称", "办理时间", "办理人"), *LOG])
    (tmp_path / "a.csv").write_text(out.getvalue(), "utf-8")
    told = indicators.import_log(
        tmp_path / "a.csv", region=fang.region, source="审批系统", by=fang, at=now
    )
    return told["source_id"]


def _confirm(logged, fang, now, steps=ACTS):
    indicators.confirm_log_flow(
        source=logged, kind="企业开办", item="company-start", steps=steps, counted=(),
        by=fang, at=now, on=now.date(),
    )  # fmt: skip


def _beside(logged, fang, now, **more):
    return indicators.beside_flow(fang, region=fang.region, source=logged, on=now.date(), **more)


def test_item_and_steps_are_guessed_by_their_names(logged, fang, now):
    asked = indicators.log_flow_asked(fang, source=logged, on=now.date())
    assert (asked.kinds, asked.item) == ((("企业开办", 4),), "company-start")
    found = {row.activity: row.step for row in asked.rows}
    assert found == {**ACTS, "催办电话": EXTRA}
    assert _beside(logged, fang, now) is None


def test_every_case_is_laid_beside_the_declared_flow(logged, fang, now):
    _confirm(logged, fang, now)
    found = _beside(logged, fang, now)
    assert (found.cases, found.fitting) == (4, 1)
    assert {(fault.kind, fault.activity, fault.other) for fault, _n in found.faults} == {
        ("order", "seal", "register"),
        ("skipped", "insurance", ""),
        ("extra", "催办电话", ""),
    }
    steps = {one.code: one for one in found.steps}
    assert (steps["account"].late, steps["account"].judged, steps["seal"].late) == (1, 4, 0)
    assert steps["insurance"].skipped == 1
    assert sum(unit.late for unit in found.units) == 1
    assert [one.ref for one in _beside(logged, fang, now, asked=("late", "account")).listed] == [
        "K4"
    ]
    places = {m.activity: m.place for m in _beside(logged, fang, now, ref="K4").moments}
    assert (places["催办电话"], places["窗口受理"]) == ("extra", "kept")


def test_the_mapping_is_remembered_and_nonsense_is_refused(logged, fang, zhou, now):
    with pytest.raises(Refusal, match="没有环节"):
        _confirm(logged, fang, now, {"办结": "nothing"})
    with pytest.raises(Refusal, match="至少指明一种"):
        _confirm(logged, fang, now, {"办结": EXTRA})
    _confirm(logged, fang, now, ACTS | {"社保登记": EXTRA})
    asked = indicators.log_flow_asked(fang, source=logged, on=now.date())
    assert {row.activity: row.step for row in asked.rows}["社保登记"] == EXTRA
    assert ("insurance", "社会保险登记") in asked.untold
    assert "insurance" in _beside(logged, fang, now).untold
    with pytest.raises(NotVisible):
        indicators.log_flow_asked(zhou, source=logged, on=now.date())


def test_both_pages_lead_from_guess_to_event(logged, as_reader):
    browser = as_reader("fang")
    page = browser.get(f"/desk/logs/steps/?source={logged}").content.decode()
    assert "催办电话" in page
    typed = {"source": logged, "kind": "企业开办", "item": "company-start",
             "activity": [*ACTS, "催办电话"], "step": [*ACTS.values(), EXTRA]}  # fmt: skip
    shown = browser.post("/desk/logs/steps/", typed, follow=True).content.decode()
    assert "对应关系已经记下" in shown
    assert "“印章刻制与备案”早于应在其前的“核准登记、生成营业执照”" in shown
    asked = f"/cockpit/process/logs/flow/?source={logged}&fault=late&step=account&case=K4"
    page = browser.get(asked).content.decode()
    assert "超限，应在" in page
    assert "流程外" in page
    assert browser.get("/cockpit/process/logs/flow/?source=999").status_code == 404
    assert as_reader("zhou").get(f"/desk/logs/steps/?source={logged}").status_code == 404


def test_the_same_comparison_stands_on_the_command_line(logged, fang, capsys):
    asked = ["log", "flow", "--region", fang.region, "--source", "审批系统"]
    assert run(asked) == 0
    assert "印章刻制 → seal" in capsys.readouterr().out
    assert run([*asked, "--confirm", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["cases"], found["fitting"], found["steps"]["account"]["late"]) == (4, 1, 1)
    assert run([*asked[:-1], "别的系统"]) == 1


def test_of_a_large_source_each_nth_case_is_laid_beside(logged, fang, now, monkeypatch):
    monkeypatch.setattr("yingshang.city.indicators.log_analysis.MOST_EVENTS", 20)
    _confirm(logged, fang, now)
    found = _beside(logged, fang, now)
    assert (found.every, found.cases) == (2, 2)
    told = indicators.log_analysis(fang, region=fang.region, source=logged, way=0)
    assert (told.every, told.map.cases) == (2, 2)

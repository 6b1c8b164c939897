"""`yingshang clock announce FILE`: a later notice is published, and open cases follow it."""

import json
from datetime import date

import pytest

from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions
from yingshang.surfaces.cli.main import run
from yingshang.surfaces.jobs.tick import tick

NOTICE = """
year: 2026
notice:
  title: 关于调整国庆节放假安排的通知
  number: 国办发明电〔2026〕9号
  published: 2026-09-01
holidays:
  - name: 国庆节
    first: 2026-10-01
    last: 2026-10-08
    make_up: [2026-09-20, 2026-10-10]
"""


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "notice.yaml"
    path.write_text(NOTICE, "utf-8")
    return path


def test_it_publishes_and_tells_what_has_changed(city, notice, capsys):
    assert run(["clock", "announce", str(notice)]) == 0
    assert "已发布" in capsys.readouterr().out
    assert not definitions.calendar().is_workday(date(2026, 10, 8))


def test_the_tick_finds_nothing_more_to_do(city, notice, capsys, now):
    assert "份日历" in tick(at=now)["跟随日历"]
    run(["clock", "announce", str(notice), "--json"])
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["added"] is True
    assert answer["moved"] == 0
    assert tick(at=now)["跟随日历"] == "没有变化"


def test_a_file_without_a_year_is_refused_in_one_sentence(city, tmp_path, capsys):
    path = tmp_path / "notice.yaml"
    path.write_text("notice: {title: x}\n", "utf-8")
    assert run(["clock", "announce", str(path)]) == 1
    assert "缺少 year、holidays" in capsys.readouterr().err


def test_the_moves_can_be_told_case_by_case(city, lin, notice, capsys, now):
    form = {
        "customer": "青岚市明禾餐饮有限公司",
        "uscc": "91990101MA0000001Y",
        "address": "东城区青年路8号",
        "capacity": "400",
        "supply": "单电源",
        "contact": "林晓",
        "phone": "13800000001",
    }
    tick(at=now)
    late = now.replace(month=9, day=30)
    ref = cases.open_case(
        item="power-high", region=city, form=form, party=lin.party, channel="web", by=lin, at=late
    ).ref
    assert run(["clock", "announce", str(notice)]) == 0
    assert "改期 1 件" in capsys.readouterr().out
    assert run(["clock", "moves", "--json"]) == 0
    newest = json.loads(capsys.readouterr().out)[0]
    assert newest["days"] == ["2026-10-08"]
    (move,) = newest["moves"]
    assert (move["case"], move["clock"]) == (ref, "acceptance")
    assert (move["from"][:10], move["to"][:10]) == ("2026-10-09", "2026-10-10")
    assert run(["clock", "moves"]) == 0
    assert ref in capsys.readouterr().out

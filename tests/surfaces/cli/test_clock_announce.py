"""`yingshang clock announce FILE`: a later notice is published, and open cases follow it."""

import json
from datetime import date

import pytest

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

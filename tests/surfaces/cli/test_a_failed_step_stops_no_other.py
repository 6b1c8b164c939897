"""The periodic round goes on where a step breaks, and says which one did."""

from argparse import Namespace

import pytest

from yingshang.surfaces.jobs import tick as jobs
from yingshang.surfaces.jobs.commands.jobs import run_once, send_out


def broken(_at):
    raise ZeroDivisionError


@pytest.fixture
def steps(monkeypatch):
    """A first step that breaks, and one behind it."""
    chosen = {"计算指标": broken, "夜间校验点": lambda _at: "第 1 号"}
    monkeypatch.setattr(jobs, "STEPS", chosen)
    return chosen


def test_a_step_that_breaks_stops_no_other(steps, now, caplog):
    told = jobs.tick(at=now)
    assert told["计算指标"].startswith(jobs.FAILED)
    assert told["夜间校验点"] == "第 1 号"
    assert "ZeroDivisionError" in caplog.text


def test_who_runs_the_round_by_cron_is_told(steps, now, capsys):
    assert run_once(Namespace(at=now)) == 1
    assert f"计算指标：{jobs.FAILED}" in capsys.readouterr().out
    steps.pop("计算指标")
    assert run_once(Namespace(at=now)) == 0


def test_a_failed_delivery_does_not_end_the_deliverer(monkeypatch, now, capsys):
    said = iter([broken, lambda _at: "送到 1 条"])
    monkeypatch.setattr("yingshang.surfaces.jobs.commands.jobs.deliver", lambda at: next(said)(at))
    assert send_out(Namespace(at=now, every=None)) == 1
    assert send_out(Namespace(at=now, every=None)) == 0
    assert "送到 1 条" in capsys.readouterr().out


def test_the_first_round_is_at_once_not_after_the_first_sleep(monkeypatch):
    from yingshang.surfaces.jobs.commands import jobs

    done = []
    monkeypatch.setattr(jobs, "tick", lambda at: done.append("tick"))

    def asleep(seconds):
        done.append(seconds)
        raise KeyboardInterrupt

    monkeypatch.setattr(jobs.time, "sleep", asleep)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_on(Namespace(every=1800))
    assert done == ["tick", 1800]

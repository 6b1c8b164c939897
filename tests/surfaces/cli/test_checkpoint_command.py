"""`yingshang checkpoint`: made for the last midnight, listed, published as JSON."""

import argparse
import json

import pytest

from yingshang.city.cases import service as cases
from yingshang.surfaces.cli.commands import checkpoint
from yingshang.surfaces.jobs.tick import tick


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    checkpoint.register(parser.add_subparsers())
    args = parser.parse_args(["checkpoint", *words])
    return args.func(args)


def test_it_is_made_for_the_midnight_before_and_only_once(city, capsys):
    assert run("make", "--at", "2026-03-03T09:00", "--json") == 0
    assert run("make", "--at", "2026-03-03T18:00", "--json") == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first == second
    assert first["head"]["cutoff"] == "2026-03-02T16:00:00+00:00"


def test_the_list_and_the_published_log_name_it(city, capsys):
    run("make", "--at", "2026-03-03T09:00")
    assert "第 1 号校验点：0 条事实" in capsys.readouterr().out
    run("list")
    assert capsys.readouterr().out.startswith("1  2026-03-03 00:00  0 条")
    run("list", "--json")
    assert json.loads(capsys.readouterr().out) == cases.checkpoint_log()


def test_a_moment_that_is_none_is_bad_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        run("make", "--at", "tonight")
    assert ended.value.code == 2
    assert "看不懂时间" in capsys.readouterr().err


def test_the_round_of_jobs_makes_it_once_a_night(city, now):
    told = tick(at=now)
    again = tick(at=now)
    assert told["夜间校验点"] == again["夜间校验点"] == "第 1 号，0 条事实"
    assert len(cases.checkpoints()) == 1


def test_a_round_for_an_earlier_day_says_so_and_goes_on(city, now):
    run("make", "--at", "2026-03-05T09:00")
    assert "没有生成" in tick(at=now)["夜间校验点"]

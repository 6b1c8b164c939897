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


def test_a_copy_of_the_log_is_checked_without_the_platform_and_may_only_grow(
    city, tmp_path, capsys
):
    def copy(name: str, change=lambda log: log) -> str:
        path = tmp_path / name
        path.write_text(json.dumps(change(cases.checkpoint_log())))
        return str(path)

    def without_the_last(log):
        return {**log, "checkpoints": log["checkpoints"][:-1]}

    def with_another_root(log):
        log["checkpoints"][1]["head"]["root"] = "0" * 64
        return log

    for day in (3, 4):
        run("make", "--at", f"2026-03-0{day}T09:00")
    old = copy("old.json")
    run("make", "--at", "2026-03-05T09:00")
    new = copy("new.json")
    assert run("check", new, "--earlier", old) == 0
    assert run("check", copy("bent.json", with_another_root)) == 1
    assert run("check", copy("cut.json", without_the_last), "--earlier", new) == 1
    assert "被删掉了" in capsys.readouterr().err
    keys = tmp_path / "other.json"
    keys.write_text(json.dumps({"keys": [{"public": "0" * 64}]}))
    assert run("check", new, "--keys", str(keys)) == 1


def test_without_a_key_a_log_cannot_be_checked(tmp_path):
    (tmp_path / "log.json").write_text('{"checkpoints": []}')
    assert run("check", str(tmp_path / "log.json")) == 2

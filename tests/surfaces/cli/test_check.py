"""`yingshang check`: one sentence for each thing to mend, exit 1; nothing to mend, exit 0."""

import argparse
import json
from dataclasses import replace
from importlib import import_module

import pytest
from django.db import OperationalError

from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.surfaces.cli.commands import check


@pytest.fixture(autouse=True)
def _served(settings):
    """As it is run at home: behind no TLS, for this machine only.

    The addresses are read before a test says that there is no demo: they are read once a process.
    """
    import_module(settings.ROOT_URLCONF)
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]


def checked(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    check.register(parser.add_subparsers())
    args = parser.parse_args(["check", *arguments])
    return args.func(args)


def found(capsys) -> dict[str, list[str]]:
    code = checked("--json")
    answer = json.loads(capsys.readouterr().out)
    assert code == (1 if any(answer.values()) else 0)
    return answer


def test_a_sound_installation_passes(city, capsys):
    assert checked() == 0
    told = capsys.readouterr()
    assert told.out.count("没有问题") == 5
    assert told.err == ""


def test_looks_that_wait_to_be_recorded_are_told(city, zhou, now, capsys, monkeypatch):
    def fails(rows):
        raise OperationalError("database is locked")

    with monkeypatch.context() as busy:
        busy.setattr("yingshang.city.audit._reads._insert", fails)
        audit.record_read(by=zhou, at=now, obj="990100-2026-000001", fields=["姓名"], page="case")
    (sentence,) = found(capsys)["looks"]
    assert "有 1 条" in sentence
    assert audit.take_in_reads() == 1
    assert found(capsys)["looks"] == []


def test_the_demo_on_an_open_address_is_told(city, settings, capsys):
    settings.ALLOWED_HOSTS = ["ys.example.cn"]
    assert "YINGSHANG_DEMO=0" in found(capsys)["settings"][0]


def test_production_without_tls_is_told(city, settings, capsys):
    settings.DEMO = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SECURE_HSTS_SECONDS = 0
    told = " ".join(found(capsys)["settings"])
    for name in ("W004", "W012", "W016"):
        assert name in told


def test_a_short_key_and_debug_are_told(city, settings, capsys):
    settings.SECRET_KEY, settings.DEBUG = "short", True
    told = " ".join(found(capsys)["settings"])
    assert "W009" in told
    assert "W018" in told


def test_a_broken_data_file_is_named(city, settings, tmp_path, capsys):
    folder = tmp_path / "base" / "items"
    folder.mkdir(parents=True)
    (folder / "wrong.yaml").write_text("code: wrong\nname: 缺了许多\n", "utf-8")
    settings.DATA_DIRS = [*settings.DATA_DIRS, tmp_path]
    (sentence,) = found(capsys)["data"]
    assert "wrong.yaml" in sentence


def test_a_broken_chain_is_named(city, capsys, monkeypatch):
    whole = cases.verify_chain(None)
    wrong = ("990100-2026-000001", 2, "哈希不符")
    broken = replace(whole, broken=wrong, breaks=(wrong,))
    monkeypatch.setattr(check.cases, "verify_chain", lambda region: broken)
    (sentence,) = found(capsys)["chains"]
    assert "990100-2026-000001 第 2 条" in sentence

"""`make run` fills the embedded database once, and begins again what was broken off."""

import fcntl
from pathlib import Path

import pytest
import run


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the preparations wrote into the database, one word a call."""
    written: list[str] = []
    monkeypatch.setattr(run, "VAR", tmp_path)
    monkeypatch.setattr(run, "DATABASE", tmp_path / "yingshang.sqlite3")
    monkeypatch.setattr(run, "FILLING", tmp_path / "filling")

    def prepare() -> int:
        before = run.DATABASE.read_text() if run.DATABASE.exists() else ""
        run.DATABASE.write_text(before + "cases ")
        written.append(run.DATABASE.read_text())
        return 0

    monkeypatch.setattr(run, "_prepare", prepare)
    return written


def test_a_filled_database_is_kept(prepared: list[str]) -> None:
    assert run._fill_or_prepare() == 0
    assert not run.FILLING.exists()
    assert run._fill_or_prepare() == 0
    assert prepared == ["cases ", "cases cases "]


def test_a_filling_that_failed_begins_again_from_nothing(
    prepared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = run._prepare
    monkeypatch.setattr(run, "_prepare", lambda: prepare() + 1)
    assert run._fill_or_prepare() == 1
    monkeypatch.setattr(run, "_prepare", prepare)
    assert run._fill_or_prepare() == 0
    assert prepared == ["cases ", "cases "]


def test_a_filling_that_another_process_does_is_left_alone(prepared: list[str]) -> None:
    run.DATABASE.write_text("half")
    with run.FILLING.open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert run._fill_or_prepare() == 2
    assert run.DATABASE.read_text() == "half"
    assert prepared == []


def test_a_port_in_use_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "_in_use", lambda port: True)
    monkeypatch.setattr(run.sys, "argv", ["run.py", "--port", "8123"])
    assert run.main() == 2
    assert "make run PORT=8124" in capsys.readouterr().err

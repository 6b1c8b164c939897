"""The set-up does what is left, once, and says what only a person can install."""

from pathlib import Path

import _frontend
import _python
import _steps
import _system
import pytest


@pytest.fixture(autouse=True)
def _own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_steps, "LOG", tmp_path / "log" / "setup.log")


def test_a_stamped_step_runs_once_and_again_when_its_input_changes(tmp_path: Path) -> None:
    lock, runs = tmp_path / "lock.txt", []
    lock.write_text("django==5.2")
    step = _steps.stamped(
        "Packages", tmp_path / "env" / ".stamp", lambda: _steps.digest(lock), lambda: runs.append(1)
    )
    _steps.run_steps([step])
    _steps.run_steps([step])
    assert len(runs) == 1
    lock.write_text("django==5.3")
    _steps.run_steps([step])
    assert len(runs) == 2


def test_a_step_that_takes_the_stamp_of_another_makes_that_other_run_again(tmp_path: Path) -> None:
    ran: list[str] = []
    stamp, made = tmp_path / ".packages", tmp_path / "python"
    stamp.write_text("same")

    def make_environment() -> None:
        ran.append("environment")
        stamp.unlink()
        made.touch()

    steps = [
        _steps.Step("Environment", made.exists, make_environment),
        _steps.stamped("Packages", stamp, lambda: "same", lambda: ran.append("packages")),
    ]
    _steps.run_steps(steps)
    assert ran == ["environment", "packages"]


def test_a_failed_step_leaves_no_stamp_and_shows_the_end_of_its_output(tmp_path: Path) -> None:
    stamp = tmp_path / ".stamp"
    fails = ("sh", "-c", "echo the network is down; exit 7")
    step = _steps.stamped("Packages", stamp, lambda: "x", lambda: _steps.command(*fails))
    with pytest.raises(_steps.StepFailed, match=r"(?s)the network is down.*exit 7"):
        _steps.run_steps([step])
    assert not stamp.exists()


def test_a_step_that_ran_and_is_still_not_done_is_a_failure() -> None:
    step = _steps.Step("Nothing", lambda: False, lambda: None)
    with pytest.raises(_steps.StepFailed, match="not done"):
        _steps.run_steps([step])


def test_without_root_one_sentence_names_the_apt_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(_system.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(_steps.Missing, match=r"`apt-get install .* chromium` once as root"):
        _system._install(["chromium"])


def test_an_interpreter_that_is_too_old_or_missing_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    versions = {"/old": (3, 9), "/new": (3, 12)}
    monkeypatch.setattr(_python, "_version", lambda path: versions.get(str(path), (0, 0)))
    monkeypatch.setattr(_python.sys, "executable", "/old")
    on_path = {"python3.11": "/broken-shim", "python3.12": "/new"}
    monkeypatch.setattr(_python.shutil, "which", on_path.get)
    assert _python.find_python() == Path("/new")
    on_path.clear()
    with pytest.raises(_steps.Missing, match=r"needs Python 3\.11"):
        _python.find_python()


def test_an_icon_that_the_set_lacks_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    icons = tmp_path / "icons.txt"
    icons.write_text("# comment\nsearch no-such-icon\n")
    folder = tmp_path / "@iconify-json" / "tabler"
    folder.mkdir(parents=True)
    (folder / "icons.json").write_text('{"icons": {"search": {"body": "<path/>"}}}')
    monkeypatch.setattr(_frontend, "ICONS", icons)
    monkeypatch.setattr(_frontend, "MODULES", tmp_path)
    with pytest.raises(_steps.StepFailed, match=r"no-such-icon\."):
        _frontend._sprite()
    icons.write_text("search search\n")
    assert _frontend._sprite().count('<symbol id="icon-search" viewBox="0 0 24 24">') == 1

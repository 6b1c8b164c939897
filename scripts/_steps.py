"""Steps of the set-up: stamped, timed, one at a time. Standard library only, Python 3.8 up."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Sequence  # noqa: UP035 - 3.8 cannot subscript the others

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
LOG = VAR / "log" / "setup.log"


class Missing(Exception):
    """Something only the machine's owner can install; the text is one sentence that says how."""


class StepFailed(Exception):
    """A step's command failed; the text names the step and the end of its output."""


@dataclass(frozen=True)
class Step:
    """One step. `done` answers whether nothing is left; `run` does it and leaves the proof."""

    title: str
    done: Callable[[], bool]
    run: Callable[[], None]


def digest(*inputs: object) -> str:
    """A hash over files (their bytes, folders by every file below) and plain values."""
    total = hashlib.sha256()
    for given in inputs:
        if not isinstance(given, Path):
            total.update(repr(given).encode())
            continue
        files = sorted(p for p in given.rglob("*") if p.is_file()) if given.is_dir() else [given]
        for file in files:
            total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def stamped(title: str, stamp: Path, inputs: Callable[[], str], run: Callable[[], None]) -> Step:
    """A step proved by `stamp`, which lies inside what it makes: both go together."""

    def done() -> bool:
        return stamp.is_file() and stamp.read_text() == inputs()

    def run_and_stamp() -> None:
        stamp.unlink(missing_ok=True)
        run()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(inputs())

    return Step(title, done, run_and_stamp)


def answer(python: str | Path, code: str) -> str | None:
    """What `python -c code` prints, or None where it cannot be run or fails."""
    try:
        run = subprocess.run([str(python), "-c", code], capture_output=True, text=True, cwd="/")
    except OSError:
        return None
    return run.stdout if run.returncode == 0 else None


def command(*words: object, env: dict[str, str] | None = None) -> None:
    """Run one command in the root, its output in the log; StepFailed shows the end of it."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    line = [str(word) for word in words]
    with LOG.open("a+", encoding="utf-8", errors="replace") as log:
        log.write("\n$ " + " ".join(line) + "\n")
        log.flush()
        start = log.tell()
        code = subprocess.run(
            line, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ).returncode
        if code:
            log.seek(start)
            end = "".join(log.readlines()[-25:])
            raise StepFailed(f"{end}\n`{' '.join(line[:6])} …` failed (exit {code}); see {LOG}.")


def run_steps(steps: Sequence[Step]) -> None:
    """Run the steps that are not done, showing `step n of m` and its seconds."""
    started = time.monotonic()
    number = 0
    # Asked anew after each step: a new .venv takes the stamps of what was installed in the old one.
    while stale := [step for step in steps if not step.done()]:
        step = stale[0]
        number += 1
        _run_shown(step, f"[{number}/{number + len(stale) - 1}] {step.title}")
        if not step.done():
            raise StepFailed(f"“{step.title}” ran without an error, yet it is not done; see {LOG}.")
    if number:
        print(f"Set up in {time.monotonic() - started:.0f} s.", flush=True)


def _run_shown(step: Step, title: str) -> None:
    started = time.monotonic()
    finished = threading.Event()
    shown = sys.stdout.isatty()

    def tick() -> None:
        while not finished.wait(1):
            print(f"\r{title} … {time.monotonic() - started:.0f} s", end="", flush=True)

    print(f"{title} …", end="" if shown else "\n", flush=True)
    ticker = threading.Thread(target=tick, daemon=True)
    if shown:
        ticker.start()
    try:
        step.run()
    except (StepFailed, Missing):
        print(flush=True)
        raise
    finally:
        finished.set()
        if shown:
            ticker.join()
    head = "\r" if shown else ""
    print(f"{head}{title} … done in {time.monotonic() - started:.0f} s", flush=True)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the set-up's lock, so that two `make` calls do not write one .venv together."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""Set up a machine for Yingshang: `python3 scripts/setup.py [run|check|test|bench]`.

`run` is what a user needs, `check` adds the developer's tools, `test` also Chromium and a font,
`bench` the peers that our benchmarks run against.
Needs nothing but a Python and, on a bare Debian, root (or the one apt command it names).
Every step is stamped with a hash of its inputs, so a second call does nothing.
Exit 0 done, 1 a step failed, 2 something must be installed by hand first.
"""

from __future__ import annotations

import sys

from _frontend import frontend_steps
from _python import find_python, messages_step, python_steps
from _steps import Missing, Step, StepFailed, one_at_a_time, run_steps
from _system import system_steps

LEVELS = ("run", "check", "test", "bench")


def plan(level: str) -> list[Step]:
    """The steps that `level` asks for, in order."""
    python = find_python()
    developer = level in ("check", "test")
    return [
        *system_steps(python, browser=level == "test"),
        *python_steps(python, developer=developer, bench=level == "bench"),
        *frontend_steps(),
        messages_step(),
    ]


def main(arguments: list[str]) -> int:
    level = arguments[0] if arguments else "run"
    if level not in LEVELS or len(arguments) > 1:
        print(f"Usage: python3 scripts/setup.py [{'|'.join(LEVELS)}]", file=sys.stderr)
        return 2
    try:
        with one_at_a_time():
            run_steps(plan(level))
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    except StepFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

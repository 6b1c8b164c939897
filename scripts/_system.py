"""Debian packages: installed where we are root, else named in one sentence."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

from _steps import VENV_PYTHON, Missing, Step, answer, command

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def system_steps(python: Path, *, browser: bool) -> list[Step]:
    """One step for all Debian packages that are missing, so that a person is asked once."""

    def missing() -> list[str]:
        able = VENV_PYTHON.exists() or answer(python, "import ensurepip") is not None
        # Debian ships `venv` without `ensurepip` until python3-venv is installed.
        packages = [] if able else ["python3-venv", "ca-certificates"]
        return packages + (_missing_for_browser() if browser else [])

    title = "Debian packages: " + " ".join(missing())
    return [Step(title, lambda: not missing(), lambda: _install(missing()))]


def _missing_for_browser() -> list[str]:
    missing = [] if any(shutil.which(name) for name in BROWSERS) else ["chromium"]
    if not _has_chinese_font():
        missing.append("fonts-noto-cjk")
    if not _loads("libatomic.so.1"):
        # The node that Playwright's wheel carries links to it.
        missing.append("libatomic1")
    return missing


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True)
    return bool(listed.stdout.strip())


def _install(packages: list[str]) -> None:
    names = " ".join(packages)
    apt = shutil.which("apt-get")
    if apt is None:
        raise Missing(f"Please install what Debian calls `{names}` and run the same command again.")
    if os.geteuid() != 0:
        raise Missing(
            f"Please run `apt-get install -y --no-install-recommends {names}` once as root, "
            "then the same command again."
        )
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command(apt, "update", env=env)
    command(apt, "install", "-y", "--no-install-recommends", *packages, env=env)

"""The interpreter, the virtual environment, the locked packages and the project itself."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from _steps import ROOT, VENV, VENV_PYTHON, Missing, Step, answer, command, digest, stamped

LOWEST, ABOVE = (3, 11), (3, 14)
SOURCE = ROOT / "src"
LOCALE = SOURCE / "yingshang" / "locale"
_VERSION = "import sys; print(*sys.version_info[:2])"
_LAUNCHER = """#!{python}
import sys

from yingshang.__main__ import main

sys.exit(main())
"""


def find_python() -> Path:
    """A Python that can run Yingshang: this one, else one by name on the PATH."""
    named = (shutil.which(f"python3.{minor}") for minor in (11, 12, 13))
    for candidate in (sys.executable, *named):
        if candidate and LOWEST <= _version(candidate) < ABOVE:
            return Path(candidate)
    raise Missing(
        "Yingshang needs Python 3.11, 3.12 or 3.13, and none is on the PATH: on Debian 12 run "
        "`apt-get install -y python3 python3-venv` as root, then the same command again."
    )


def python_steps(python: Path, *, developer: bool, bench: bool = False) -> list[Step]:
    """The virtual environment with the packages of requirements/, and the `yingshang` command."""
    steps = [Step("Python environment (.venv)", _venv_works, lambda: _make_venv(python))]
    steps.append(_packages("Python packages", "base"))
    if developer:
        steps.append(_packages("Tools for checks and tests", "dev"))
    if bench:
        steps.append(_packages("Peers to measure against", "bench"))
    steps.append(Step("Yingshang's own command", _project_works, _install_project))
    return steps


def messages_step() -> Step:
    """Compile the message catalogues with Babel, since a bare Debian has no msgfmt."""

    def pairs() -> list[tuple[Path, Path]]:
        return [(po, po.with_suffix(".mo")) for po in sorted(LOCALE.rglob("*.po"))]

    def done() -> bool:
        return all(
            mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns for po, mo in pairs()
        )

    def run() -> None:
        for po, mo in pairs():
            command(
                VENV / "bin" / "pybabel",
                "compile",
                "--use-fuzzy",
                "--input-file",
                po,
                "--output-file",
                mo,
            )

    return Step("Message catalogues", done, run)


def _version(python: str | Path) -> tuple[int, ...]:
    # A pyenv shim for a version that is not active exits with an error.
    return tuple(map(int, (answer(python, _VERSION) or "0 0").split()))


def _venv_works() -> bool:
    return LOWEST <= _version(VENV_PYTHON) < ABOVE and answer(VENV_PYTHON, "import pip") is not None


def _make_venv(python: Path) -> None:
    command(python, "-m", "venv", "--clear", VENV)


def _packages(title: str, name: str) -> Step:
    wanted = ROOT / "requirements" / f"{name}.txt"

    def install() -> None:
        command(
            *(VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
            *("--only-binary", ":all:", "--require-hashes", "-r", wanted),
        )

    return stamped(title, VENV / f".packages-{name}", lambda: digest(wanted), install)


def _project_works() -> bool:
    """The command exists and its interpreter finds the package in this working tree."""
    if not (VENV / "bin" / "yingshang").is_file():
        return False
    found = answer(VENV_PYTHON, "import yingshang; print(*yingshang.__path__)")
    return found is not None and str(SOURCE / "yingshang") in found


def _install_project() -> None:
    """Point the environment at src/ by a .pth file.

    An editable install would need a newer setuptools than a bare Debian's venv brings, that is one
    more download; the package is plain Python and needs no build.
    """
    site = answer(VENV_PYTHON, "import sysconfig; print(sysconfig.get_path('purelib'))")
    Path(str(site).strip(), "yingshang.pth").write_text(f"{SOURCE}\n", encoding="utf-8")
    launcher = VENV / "bin" / "yingshang"
    launcher.write_text(_LAUNCHER.format(python=VENV_PYTHON), encoding="utf-8")
    launcher.chmod(0o755)

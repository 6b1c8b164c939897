"""House rules that import contracts cannot see. Each rule is tried on a good and a bad sample."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "yingshang"
LAYERS = [
    {"audit", "notify"},
    {"accounts"},
    {"definitions"},
    {"catalog", "licences", "registers"},
    {"cases"},
    {"credit"},
    {"feedback", "halls", "inspections", "offers", "projects", "procurement"},
    {"indicators"},
    {"plans"},
    {"supervision"},
]
CEILING = 400


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders or ("",):
        for path in sorted((SRC / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


# --- rules: text of one file in, complaints out ---------------------------------------------


def impure(text: str) -> list[str]:
    """Kernels import the standard library and one another, and read no clock, file or setting."""
    found = []
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:  # a package's own modules
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            if top in {
                "os",
                "io",
                "pathlib",
                "random",
                "secrets",
                "socket",
                "tempfile",
                "time",
            } or (not name.startswith("yingshang.kernel") and top not in sys.stdlib_module_names):
                found.append(f"imports {name}")
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called == "open" or called.endswith((".now", ".today", ".utcnow", ".read_text")):
                found.append(f"calls {called}")
    return found


def reads_clock(text: str) -> list[str]:
    """Only surfaces read the clock; below them time is an argument."""
    return re.findall(r"(?:timezone|datetime)\.now\(|date\.today\(|time\.time\(", text)


def day_of_elsewhere(text: str) -> list[str]:
    """The day of a moment is China's: told in UTC it is a day behind until eight o'clock."""
    return re.findall(
        r"(?<![\w.])(?:(?:row|order|found|case)\.)?(?:at|until|\w+_at)\.date\(\)", text
    )


def writes(text: str) -> list[str]:
    """Surfaces hold no models: they call services."""
    pattern = r"\.objects\b|\.save\(|\.bulk_create\(|connection\.cursor|\.models import"
    return list(re.findall(pattern, text))


def asks_family(text: str) -> list[str]:
    """The case engine never asks what family a case is of: kinds are data."""
    pattern = (
        r"""\bfamily\s*(?:==|!=|in\b|is\b)|\bif\b[^\n]*['"](?:order|ticket|rectification)['"]"""
    )
    return re.findall(pattern, text)


def too_long(text: str) -> list[str]:
    """No file over 400 lines."""
    lines = text.count("\n")
    return [f"{lines} lines"] if lines > CEILING else []


def long_functions(text: str) -> list[str]:
    """No function over 60 lines: 40 is the aim, 60 the fence."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > 60:
                found.append(f"{node.name}: {length} lines")
    return found


def inline_script(text: str) -> list[str]:
    """Pages run under a strict content policy: no inline handlers, scripts or style blocks."""
    handler = r"\son(?:click|change|load|submit|input)\s*="
    script = r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>"
    return re.findall(f"{handler}|{script}", text)


def registry_address(text: str) -> list[str]:
    """No file names a package registry's address."""
    hosts = ("pypi" + ".org", "registry.npm" + "js.org", "deb.debian" + ".org")
    return [host for host in hosts if host in text]


Rule = Callable[[str], list[str]]
SAMPLES: list[tuple[Rule, str, str]] = [
    (impure, "from datetime import date\nfrom yingshang.kernel import chain\n", "import django\n"),
    (impure, "def due(now): return now\n", "import datetime\nx = datetime.datetime.now()\n"),
    (reads_clock, "def f(at): return at\n", "x = timezone.now()\n"),
    (day_of_elsewhere, "to_cst(at).date()\n", "on = row.raised_at.date()\n"),
    (writes, "cases.accept(ref=ref, by=by, at=at)\n", "Case.objects.get(pk=1)\n"),
    (asks_family, "handlers[item.handler](case)\n", "if case.family == 'order':\n    pass\n"),
    (too_long, "x = 1\n" * 400, "x = 1\n" * 401),
    (long_functions, "def f():\n" + "    x = 1\n" * 30, "def f():\n" + "    x = 1\n" * 61),
    (inline_script, '<script src="a.js"></script>', '<button onclick="go()">'),
    (inline_script, '<script type="application/json">{}</script>', "<script>go()</script>"),
    (registry_address, "pip install yingshang\n", "https://" + "pypi" + ".org/simple\n"),
]


@pytest.mark.parametrize(("rule", "good", "bad"), SAMPLES, ids=lambda v: getattr(v, "__name__", ""))
def test_a_rule_passes_a_good_sample_and_catches_a_bad_one(rule: Rule, good: str, bad: str) -> None:
    assert rule(good) == []
    assert rule(bad) != []


def complaints(rule: Rule, files: Iterator[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {', '.join(found)}"
        for path in files
        if (found := rule(path.read_text("utf-8", errors="replace")))
    ]


def templates() -> Iterator[Path]:
    return (p for p in sorted(SRC.rglob("*.html")) if "templates" in p.parts)


def test_kernels_are_pure() -> None:
    assert complaints(impure, python_files("kernel")) == []


def test_only_surfaces_read_the_clock() -> None:
    assert complaints(reads_clock, python_files("kernel", "adapters", "city")) == []


PAGES = ("surfaces/desk", "surfaces/portal", "surfaces/api", "surfaces/dashboard")


def test_the_day_of_a_moment_is_chinas() -> None:
    assert complaints(day_of_elsewhere, python_files("city", *PAGES)) == []


def test_surfaces_hold_no_models_and_write_nothing() -> None:
    assert complaints(writes, python_files("surfaces")) == []


def test_the_case_engine_never_asks_for_the_family() -> None:
    assert complaints(asks_family, python_files("kernel/flow", "city/cases/actions")) == []


def test_no_file_is_over_the_ceiling() -> None:
    scripts = (p for p in sorted(SRC.rglob("*.js")) if "vendor" not in p.parts)
    for files in (python_files(), templates(), scripts):
        assert complaints(too_long, files) == []


def test_no_function_is_over_the_fence() -> None:
    assert complaints(long_functions, python_files()) == []


def test_pages_have_no_inline_scripts() -> None:
    assert complaints(inline_script, templates()) == []


def test_no_file_names_a_registry() -> None:
    kept = {".py", ".txt", ".toml", ".json", ".md", ".sh", ""}
    files = (
        p
        for folder in (ROOT / "scripts", ROOT / "requirements", ROOT / "docs", ROOT / ".ci")
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix in kept and "__pycache__" not in p.parts
    )
    tops = (p for p in sorted(ROOT.glob("*")) if p.is_file() and p.suffix in kept)
    assert complaints(registry_address, files) + complaints(registry_address, tops) == []


def test_no_two_test_files_have_one_name() -> None:
    names = [p.name for p in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(n for n in set(names) if names.count(n) > 1) == []


def test_every_template_is_used() -> None:
    code = "\n".join(p.read_text("utf-8") for p in python_files("surfaces"))
    pages = {p: p.read_text("utf-8") for p in templates()}
    everything = code + "\n".join(pages.values())
    unused = []
    for path in pages:
        name = str(path).split("/templates/", 1)[1]
        if name.startswith("cotton/"):
            tag = name.removeprefix("cotton/").removesuffix(".html").replace("/", ".")
            used = f"<c-{tag.replace('_', '-')}" in everything or f"<c-{tag}" in everything
        else:  # Django itself looks for the error pages by name
            used = name in everything or name in {"403.html", "404.html", "500.html", "400.html"}
        if not used:
            unused.append(name)
    assert unused == []


# --- rules over the loaded models -------------------------------------------------------------


def layer(app: str) -> int:
    return next((i for i, apps in enumerate(LAYERS) if app in apps), -1)


def points_up(source: str, target: str) -> bool:
    """A foreign key from a lower app to a higher one, or between strangers."""
    if source == target:
        return False
    return layer(target) >= layer(source)


def test_a_key_that_points_up_is_caught() -> None:
    assert not points_up("cases", "accounts")
    assert points_up("accounts", "cases")
    assert points_up("audit", "notify")


def test_no_foreign_key_points_up() -> None:
    from django.apps import apps

    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("yingshang."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or not target or isinstance(target, str):
                continue
            if not target.__module__.startswith("yingshang."):
                continue
            if points_up(model._meta.app_label, target._meta.app_label):
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert wrong == []


def test_no_domain_table_has_a_writable_admin() -> None:
    assert "django.contrib.admin" not in __import__("django.conf").conf.settings.INSTALLED_APPS


def test_the_order_of_every_table_is_total():
    """Rows that tie come as the database likes, on PostgreSQL otherwise than on SQLite."""
    loose = []
    for model in apps.get_models():
        names = [str(name).lstrip("-") for name in model._meta.ordering or ()]
        unique = {field.name for field in model._meta.fields if field.unique} | {"pk"}
        if model.__module__.startswith("yingshang.") and names and not unique & set(names):
            loose.append(model._meta.label)
    assert loose == ["plans.PlanEvent"]  # asked plan by plan, where its numbers are unique

"""The command line: one module a command under `commands/`, Django's own commands behind them."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["run"]

# Surfaces are strangers to one another, so they are found by name, not imported.
HOMES = ("surfaces.cli", "surfaces.jobs", "surfaces.api", "surfaces.demo", "bench")

# Django commands that operators and the Makefile need, under our name
DJANGO = {
    "migrate",
    "makemigrations",
    "collectstatic",
    "shell",
    "showmigrations",
    "createsuperuser",
    "runserver",
}


def build_parser(wanted: str = "") -> argparse.ArgumentParser:
    """The parser of all commands, or of the wanted one: a module is named after its command."""
    parser = argparse.ArgumentParser(prog="yingshang", description="营商：从承诺到兑现")
    sub = parser.add_subparsers(dest="command", required=True, metavar="command")
    found = dict(_modules())
    for name in [wanted] if wanted in found else sorted(found):
        importlib.import_module(found[name]).register(sub)
    return parser


def _modules() -> Iterator[tuple[str, str]]:
    """(command, module) of every command; only the wanted one is imported, imports are slow."""
    for home in HOMES:
        folder = Path(__file__).parents[2].joinpath(*home.split("."), "commands")
        for module in pkgutil.iter_modules([str(folder)]):
            yield module.name, f"yingshang.{home}.commands.{module.name}"


def run(argv: Sequence[str]) -> int:
    """Run one command; 0 done, 1 refused or failed check, 2 bad usage. Errors are one sentence."""
    if argv and argv[0] in DJANGO:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["yingshang", *argv])
        return 0
    if tuple(argv[:2]) == ("plan", "parse"):
        from yingshang.surfaces.cli import parsing  # needs no Django, which is slow to start

        return parsing.run(argv[2:])
    import django

    django.setup()
    args = build_parser(argv[0] if argv else "").parse_args(argv)
    from django.db import OperationalError

    from yingshang.city.accounts.kinds import NotVisible, Refusal
    from yingshang.city.accounts.service import no_space

    try:
        return int(args.func(args) or 0)
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    except NotVisible as missing:
        print(f"没有“{missing}”，请核对代码后重试。", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (OSError, OperationalError) as error:
        if full := no_space(error):
            print(full.sentence, file=sys.stderr)
            return 1
        if not isinstance(error, OSError):
            raise
        print(
            f"无法读写文件 {error.filename}：{error.strerror}。请检查路径后重试。", file=sys.stderr
        )
        return 2

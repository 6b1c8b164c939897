"""`yingshang check`: may this installation be opened? Settings, tables, declared data, chains."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.audit import service as audit
from yingshang.city.cases import service as cases
from yingshang.city.definitions import service as definitions

__all__ = ["register", "run"]

# Left to the proxy that ends TLS in front of us: redirecting, subdomains, the preload list.
_NOT_OURS = {"security.W005", "security.W008", "security.W021"}
# Without TLS only on one's own machine: what the demo is for.
_ONLY_OPEN = {"security.W004", "security.W012", "security.W016"}


def register(sub: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Hang the command in; exit 0 ready, 1 something to mend."""
    parser = sub.add_parser("check", help="检查配置、数据表、声明数据和事实链")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.set_defaults(func=run)


def _settings() -> Iterator[str]:
    """Django's own deployment checks, and what only we know."""
    spared = _NOT_OURS | (_ONLY_OPEN if settings.DEMO else set())
    for message in checks.run_checks(include_deployment_checks=True):
        if message.id not in spared and message.level >= checks.WARNING:
            yield f"{message.id}：{message.msg}"
    if settings.DEMO and set(settings.ALLOWED_HOSTS) - {"127.0.0.1", "localhost", "[::1]"} - {
        "testserver"
    }:
        yield _("演示登录开着，而网址不只是本机：任何人不用密码就能登录。请设 YINGSHANG_DEMO=0。")


def _tables() -> Iterator[str]:
    """Are all migrations applied?"""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield _("数据库连不上：%s。请检查 YINGSHANG_DATABASE_URL。") % error
        return
    if plan:
        yield _("有 %d 个数据表变更还没有执行。请运行 yingshang migrate。") % len(plan)


def _declared() -> Iterator[str]:
    """Does every declared file fit its schema?"""
    try:
        definitions.check_files(settings.DATA_DIRS)
    except Refusal as refusal:
        yield refusal.sentence


def _chains() -> Iterator[str]:
    """Are the chained facts of all cases whole?"""
    for sentence in cases.verify_chain(None).sentences:
        yield _("%s。请停止写入并从备份核对。") % sentence


def _looks() -> Iterator[str]:
    """Could every look at personal data be written where it belongs?"""
    waiting = audit.pending_reads()
    if waiting:
        yield (
            _(
                "有 %d 条查看个人信息的记录还在 var 的待收文件里。"
                "请运行 yingshang jobs tick；仍在的，请检查记录库能否写入。"
            )
            % waiting
        )


PARTS: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
    ("settings", _settings),
    ("tables", _tables),
    ("data", _declared),
    ("chains", _chains),
    ("looks", _looks),
)


def _label(part: str) -> str:
    return {
        "settings": _("配置"),
        "tables": _("数据表"),
        "data": _("声明数据"),
        "chains": _("事实链"),
        "looks": _("查看记录"),
    }[part]


def run(args: argparse.Namespace) -> int:
    """Part by part; the chains only where the tables are there to be read."""
    found: dict[str, list[str]] = {}
    for part, look in PARTS:
        if part == "chains" and found["tables"]:
            continue
        found[part] = list(look())
        if not args.json:
            if not found[part]:
                print(_("%s：没有问题") % _label(part))
            for sentence in found[part]:
                print(f"{_label(part)}：{sentence}", file=sys.stderr)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    return 1 if any(found.values()) else 0

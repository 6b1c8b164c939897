"""The sample city's rows: loaded by the verbs once a process, then written again for each test.

Loading reads, checks and hashes some eight hundred declared bodies; writing what came of it takes a
fraction of that, and what the database is given is prepared once. A test still begins with exactly
what the verbs wrote.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.apps import apps
from django.db import connection, models

__all__ = ["empty", "once"]

# (statement, its rows): as they go to the driver
Prepared = list[tuple[str, list[tuple[Any, ...]]]]

_kept: dict[Hashable, Prepared] = {}


def once(key: Hashable, load: Callable[[], None]) -> None:
    """Call `load` for the first test that asks with `key`; give later ones the rows it wrote.

    A database that already holds rows of ours is loaded the plain way, and its rows are not kept:
    they would include what the test itself wrote before it asked.
    """
    if any(model._base_manager.exists() for model in _models()):
        load()
    elif key in _kept:
        with connection.cursor() as cursor:
            for statement, rows in _kept[key]:
                cursor.executemany(statement, rows)
    else:
        load()
        _kept[key] = [_prepared(model) for model in _models() if model._base_manager.exists()]


def empty() -> None:
    """Take out every row of ours: inside a transaction that is rolled back."""
    with connection.cursor() as cursor:
        for model in _models():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def _models() -> list[type[models.Model]]:
    """Every model of ours, many-to-many tables too."""
    configs = (c for c in apps.get_app_configs() if c.name.startswith("yingshang."))
    return [m for c in configs for m in c.get_models(include_auto_created=True) if m._meta.managed]


def _prepared(model: type[models.Model]) -> tuple[str, list[tuple[Any, ...]]]:
    quote = connection.ops.quote_name
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    names = ", ".join(quote(f.column) for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    rows = [
        tuple(f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields)
        for row in model._base_manager.all()
    ]
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", rows

"""The sample city's rows: loaded by the verbs once a process, then written again for each test.

Loading reads, checks and hashes some two hundred declared files; writing what came of it takes a
twentieth of that. A test still begins with exactly what the verbs wrote.
"""

from collections.abc import Callable, Hashable

from django.apps import apps
from django.db import models

__all__ = ["once"]

_kept: dict[Hashable, list[list[models.Model]]] = {}


def once(key: Hashable, load: Callable[[], None]) -> None:
    """Call `load` for the first test that asks with `key`; give later ones the rows it wrote.

    A database that already holds rows of ours is loaded the plain way, and its rows are not kept:
    they would include what the test itself wrote before it asked.
    """
    if any(model._base_manager.exists() for model in _models()):
        load()
    elif key in _kept:
        for rows in _kept[key]:
            type(rows[0])._base_manager.bulk_create(rows)
    else:
        load()
        _kept[key] = [rows for model in _models() if (rows := list(model._base_manager.all()))]


def _models() -> list[type[models.Model]]:
    """Every model of ours, many-to-many tables too."""
    configs = (c for c in apps.get_app_configs() if c.name.startswith("yingshang."))
    return [m for c in configs for m in c.get_models(include_auto_created=True) if m._meta.managed]

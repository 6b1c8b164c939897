"""What a test gets from the kept rows is what the verbs wrote."""

from datetime import datetime

import sample_city
from django.conf import settings
from django.db import transaction

from yingshang.city.definitions import service as definitions
from yingshang.surfaces.demo.people import load_cast


def _dump() -> dict[str, list[dict]]:
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in sample_city._models()
    }


def test_rows_written_again_equal_the_rows_that_were_loaded(bare, now: datetime) -> None:
    loads = []

    def load() -> None:
        loads.append(1)
        definitions.load(settings.DATA_DIRS, at=now)
        load_cast(at=now)

    dumps = []
    for _ in range(2):
        with transaction.atomic():
            sample_city.once("this test", load)
            dumps.append(_dump())
            transaction.set_rollback(True)
    assert len(loads) == 1
    assert dumps[0] == dumps[1]
    assert any(dumps[0].values())


def test_a_database_with_rows_of_its_own_is_loaded_and_not_kept(bare, now: datetime) -> None:
    load_cast_only = []
    definitions.load(settings.DATA_DIRS, at=now)
    sample_city.once("another", lambda: load_cast_only.append(1))
    assert load_cast_only == [1]
    assert "another" not in sample_city._kept

"""One town a module, built once; what a test changes is rolled back, at the end all of it."""

import pytest
from django.db import transaction
from safety_town import Town, build


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker):
    class Undo(Exception):
        pass

    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield build()
                raise Undo
        except Undo:
            pass


@pytest.fixture
def town(_built, db) -> Town:
    """Every test starts from the same town."""
    return _built

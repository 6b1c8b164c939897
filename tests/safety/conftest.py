"""One town for this folder, built once; what a test changes is rolled back, at the end all."""

import pytest
from django.db import transaction
from safety_town import Town, build


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="module", autouse=True)
def _plain_templates(django_test_environment):
    """Pages are read as text here: no template's context is copied for the test to look at."""
    from django.template import Template
    from django.test.utils import _TestState

    watched = Template._render
    Template._render = _TestState.saved_data.template_render
    yield
    Template._render = watched


@pytest.fixture
def town(_built, db) -> Town:
    """Every test starts from the same town."""
    return _built

"""Those who keep the two registers."""

from dataclasses import replace

import pytest


@pytest.fixture
def keeper(ma):
    """An officer of the approval bureau, which keeps the list of intermediaries."""
    return replace(ma, id="keeper", name="邵管理", unit="990100-approval")


@pytest.fixture
def port(ma):
    """An officer of the port office, which keeps the list of fees."""
    return replace(ma, id="port", name="港口办", unit="990100-port")

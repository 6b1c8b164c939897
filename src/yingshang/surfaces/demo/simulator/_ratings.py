"""What applicants say of their cases: most say nothing, late cases are rated worse."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from yingshang.city.cases.service import CaseSpec


def rate(
    specs: Sequence[CaseSpec], refs: Sequence[str], settings: Mapping[str, Any], until: datetime
) -> int:
    """Rate some of the decided cases of a batch; how many."""
    return 0

"""Our benchmarks: each a function that answers rows of numbers. Run them with `yingshang bench`."""

from collections.abc import Callable
from typing import Any

from yingshang.bench.cases import cases
from yingshang.bench.clocks import clocks
from yingshang.bench.faults import faults
from yingshang.bench.forms import forms
from yingshang.bench.indicators import indicators
from yingshang.bench.million import million
from yingshang.bench.pages import pages
from yingshang.bench.plans import plans
from yingshang.bench.plantext import plantext
from yingshang.bench.registers import registers
from yingshang.bench.search import search
from yingshang.bench.uploads import uploads

__all__ = ["BENCHES"]

BENCHES: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "cases": cases,
    "clocks": clocks,
    "faults": faults,
    "forms": forms,
    "indicators": indicators,
    "million": million,
    "pages": pages,
    "plans": plans,
    "plantext": plantext,
    "registers": registers,
    "search": search,
    "uploads": uploads,
}

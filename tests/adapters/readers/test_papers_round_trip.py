"""The same plan as text, as a Word file with automatic numbers and as a pdf is the same ledger."""

import re
from typing import Any

import pytest
from django.conf import settings
from papers import as_docx, as_pdf

from yingshang.adapters.readers import read_document
from yingshang.kernel import plantext

pytestmark = pytest.mark.walk

SAMPLES = sorted(p for p in (settings.PACKAGE / "data" / "samples").iterdir() if p.is_file())
SEEDS = sorted((settings.PACKAGE.parents[2] / "shared" / "seeds").glob("*.txt"))
FORMS = {
    "docx": as_docx,
    "docx, numbers typed": lambda text: as_docx(text, automatic=False),
    "pdf": as_pdf,
}


def bare(value: Any) -> Any:
    """Without spaces: a wrapped line has lost where they were."""
    if isinstance(value, str):
        return re.sub(r"\s+", "", value)
    return [bare(one) for one in value] if isinstance(value, list) else value


def ledger(text: str) -> list[dict[str, Any]]:
    """What a plan promises: everything but offsets and the wording around it."""
    units = ("no", "title", "lead", "responsible", "cooperating", "generic", "deadline")
    target = ("metric", "comparator", "value", "value_max", "unit", "by", "statistic")
    return [
        {key: bare(task[key]) for key in units}
        | {"targets": [{key: bare(one.get(key)) for key in target} for one in task["targets"]]}
        for task in plantext.to_json(plantext.parse(text))["tasks"]
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", [*SAMPLES, *SEEDS], ids=lambda path: path.name[:10])
def test_the_ledger_is_the_same_on_every_paper(path, form):
    text = read_document(path.read_bytes(), path.name).text
    printed = read_document(FORMS[form](text), f"方案.{form[:4].strip(',')}")
    assert printed.media == form[:4].strip(",")
    assert ledger(printed.text) == ledger(text)

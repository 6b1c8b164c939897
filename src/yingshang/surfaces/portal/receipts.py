"""What the receipt page shows beside the number: the code to verify, and the files."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from yingshang.city.cases import service as cases
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.licences import service as licences
from yingshang.surfaces.portal import places

__all__ = ["shown"]


def shown(request: HttpRequest, ref: str) -> dict[str, Any]:
    """The code of the first fact, which opens the public page, and every fact with its state."""
    actor = places.acting(request)
    token = cases.receipt_token(actor, ref)
    address = request.build_absolute_uri(f"{reverse('portal:verify_receipt')}?r={token}")
    marks = cases.receipt_marks(actor, ref)
    return {
        "verify_qr": mark_safe(licences.qr_svg(address)),
        "marks": [(mark, EVENT_LABELS.get(mark.name, mark.name)) for mark in marks],
        "first_mark": marks[0],
    }

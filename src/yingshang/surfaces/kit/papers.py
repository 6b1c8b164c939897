"""A signed paper as a download, for desk and portal alike."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from yingshang.city.cases import service as cases

__all__ = ["paper_response"]


def paper_response(request: HttpRequest, actor: Any, ref: str, seq: int) -> HttpResponse:
    """The PDF of one paper, with the address where anybody verifies it in its QR code."""
    found = next((p for p in cases.vouchers(actor, ref) if p.seq == seq), None)
    if found is None:
        raise cases.NotVisible(f"{ref}#{seq}")
    url = request.build_absolute_uri(reverse("portal:verify_voucher", args=[found.token]))
    name, pdf = cases.voucher_file(actor, ref, seq, url=url)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

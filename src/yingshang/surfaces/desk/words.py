"""Word files that leave the desk."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yingshang.surfaces.kit.exports import DOCX

__all__ = ["attached"]


def attached(data: bytes, name: str) -> HttpResponse:
    """A Word document as a download; ``name`` without its ending."""
    response = HttpResponse(data, content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    return response

"""Pages for everybody: a licence verified."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yingshang.city.licences import service as licences

__all__ = ["verify"]


@require_GET
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Is this licence ours, and valid today? No sign-in, no personal data beyond the licence."""
    today = timezone.localdate()
    licence = licences.verify(token, on=today)
    context = {"licence": licence, "today": today}
    return render(request, "portal/verify.html", context, status=200 if licence else 404)

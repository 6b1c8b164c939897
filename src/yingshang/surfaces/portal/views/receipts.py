"""Receipts for everybody: downloaded, verified without signing in; the published log and keys."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yingshang.city.cases import service as cases
from yingshang.city.cases.events import EVENT_LABELS
from yingshang.city.cases.kinds import Refusal
from yingshang.surfaces.portal import places

__all__ = ["download", "keys", "log", "log_json", "verifier", "verify"]

JSON = {"ensure_ascii": False, "indent": 1}
MOST = 64 * 1024 + 1  # one byte more than a receipt may have, so that longer files are noticed


def _file(content: HttpResponse, name: str) -> HttpResponse:
    content.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return content


@places.signed_in
@require_GET
def download(request: HttpRequest, ref: str, seq: int) -> HttpResponse:
    """The receipt of one fact of my case, as a file; with its proof once there is one."""
    places.own_case(request, ref)
    found = cases.receipt(places.acting(request), ref, seq)
    return _file(JsonResponse(found, json_dumps_params=JSON), f"receipt-{ref}-{seq}.json")


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Is this receipt true? A file, pasted text, or the code printed on the receipt."""
    if request.method == "POST":
        return _answer(request, lambda: cases.read_receipt(_handed_in(request)))
    token = request.GET.get("r", "")
    if not token:
        return render(request, "portal/verify_receipt.html")
    return _answer(request, lambda: _of_code(token))


def _of_code(token: str) -> dict[str, Any]:
    found = cases.receipt_of_token(token)
    if found is None:
        raise Refusal(
            "code-false",
            _(
                "这个二维码不是本平台签的回执，或者回执上的记录已经变了。"
                "请当面核对原件，或打 12345 询问。"
            ),
        )
    return found


def _handed_in(request: HttpRequest) -> bytes:
    upload = request.FILES.get("file")
    data = upload.read(MOST) if upload else request.POST.get("text", "").strip().encode()
    if not data:
        raise Refusal("receipt-missing", _("还没有选择文件，也没有粘贴内容。请选一样再验。"))
    return data


def _answer(request: HttpRequest, read: Any) -> HttpResponse:
    """The page with a verdict; what is no receipt is answered in one sentence (422)."""
    try:
        found = cases.judge_receipt(read())
    except Refusal as refusal:
        context: dict[str, Any] = {"problem": refusal.sentence}
        return render(request, "portal/verify_receipt.html", context, status=422)
    label = EVENT_LABELS.get(found.report.event, found.report.event)
    context = {"found": found, "label": label, "scanned": request.method != "POST"}
    return render(request, "portal/verify_receipt.html", context)


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The latest checkpoints and the keys: what everybody may keep a copy of."""
    context = {"checkpoints": cases.checkpoints(limit=60), "keys": cases.public_keys()}
    return render(request, "portal/checkpoints.html", context)


@require_GET
def log_json(request: HttpRequest) -> HttpResponse:
    """The whole log: keys, signed heads, oldest first."""
    return JsonResponse(cases.checkpoint_log(), json_dumps_params=JSON)


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys, for `receipt verify --keys`."""
    return _file(JsonResponse({"keys": cases.public_keys()}, json_dumps_params=JSON), "keys.json")


@require_GET
def verifier(request: HttpRequest) -> HttpResponse:
    """The verifier in one file."""
    text = HttpResponse(cases.verifier_source(), content_type="text/x-python; charset=utf-8")
    return _file(text, "verify_receipt.py")

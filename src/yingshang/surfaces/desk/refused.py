"""An act that was refused, on a page that has no form object for it: the page is drawn again with
the sentence on top, and what was typed comes back into its field (`{% typed_in %}`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from yingshang.city.accounts.kinds import Refusal

__all__ = ["Refused", "refused", "typed_for"]


@dataclass(frozen=True)
class Refused:
    """`key` names the act as the template does, with the number of its row where it has several:
    the words come back into their own field and into no other."""

    key: str
    sentence: str
    typed: Mapping[str, str]
    words: str  # what was written, to be copied where its field is gone meanwhile


def refused(
    request: HttpRequest,
    key: str,
    refusal: Refusal | str,
    page: Callable[..., HttpResponse],
    *args: Any,
    words: str = "reason",
) -> HttpResponse:
    """`page(request, *args)` as it stands now, 409; `words`: the field in which people write."""
    sentence = refusal if isinstance(refusal, str) else refusal.sentence
    written = request.POST.get(words, "").strip()[:2000]
    request.refused = Refused(key, sentence, request.POST, written)  # type: ignore[attr-defined]
    response = page(request, *args)
    response.status_code = 409
    return response


def typed_for(request: HttpRequest, key: str) -> Mapping[str, str] | None:
    """What was typed where this very act was refused on the page that is drawn; else None."""
    found: Refused | None = getattr(request, "refused", None)
    return found.typed if found is not None and found.key == key else None

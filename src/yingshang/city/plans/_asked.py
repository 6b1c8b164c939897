"""What must be said before a reading is kept: whether it replaces the plan that has its number, or
that it repeals by number itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yingshang.city.definitions.service import official
from yingshang.kernel.flow import Refusal

if TYPE_CHECKING:
    from yingshang.city.plans.previewing import PreviewView

__all__ = ["grounds_of", "origin_of"]


def origin_of(told: PreviewView, edition: bool | None) -> int | None:
    """The plan that the question was about; a Refusal where nobody has answered what must be."""
    if edition is None and told.same_number:
        said = _("《%s》的文号与这份相同，还没有建立台账；请先选定这份是不是它的新一版。")
        raise Refusal("edition-unsaid", said % told.same_number[1])
    if edition is None and told.repeals:
        said = _("这份写明《%s》同时废止，还没有建立台账；请先选定这份是不是它的新一版。")
        raise Refusal("edition-unsaid", said % told.repeals[1])
    if edition is None and told.like and not (told.known or told.withdrawn):
        said = _("《%s》的标题与这份相同或相近，还没有建立台账；请先选定这份是不是它的新一版。")
        raise Refusal("edition-unsaid", said % told.like[1])
    asked = told.same_number or told.repeals or told.like
    return asked[0] if asked and not told.known else None


@official
def grounds_of(told: PreviewView) -> str:
    """On what grounds it is the new edition; they are kept."""
    if told.same_number:
        return _("文号相同：%s") % told.doc_number
    if told.repeals:
        return _("文中写明 %s 同时废止") % told.repeals[2]
    return _("导入时指明")

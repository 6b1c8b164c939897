"""The part of the door of supervision that leads to the yearly appraisal."""

from yingshang.city.supervision.appraisal.announcing import (
    announce_weights,
    draft_scores,
    publish_appraisal,
    send_sheets,
)
from yingshang.city.supervision.appraisal.answering import (
    add_points,
    agree_sheet,
    appeal_item,
    correct_mark,
    rule_appeal,
)
from yingshang.city.supervision.appraisal.paper import appraisal_docx, appraisal_xlsx
from yingshang.city.supervision.appraisal.queries import (
    appeal,
    appraisal,
    appraisal_sheet,
    appraisals,
)
from yingshang.city.supervision.appraisal.queries import evidence as appeal_evidence
from yingshang.city.supervision.appraisal.weighing import (
    propose_weights,
    rule_weights,
    weights,
)

__all__ = [
    "add_points",
    "agree_sheet",
    "announce_weights",
    "appeal",
    "appeal_evidence",
    "appeal_item",
    "appraisal",
    "appraisal_docx",
    "appraisal_sheet",
    "appraisal_xlsx",
    "appraisals",
    "correct_mark",
    "draft_scores",
    "propose_weights",
    "publish_appraisal",
    "rule_appeal",
    "rule_weights",
    "send_sheets",
    "weights",
]

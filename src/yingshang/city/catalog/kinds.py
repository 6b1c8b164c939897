"""What the catalogue is told in: guides, checks, four do's, five cuts, flows, drafts."""

from yingshang.city.catalog._doing import CUTS, FOUR, Cut, FourDo, Total
from yingshang.city.catalog._elsewhere import Handover
from yingshang.city.catalog.checking import (
    HANDLED,
    Checkup,
    Coverage,
    CutRow,
    FlowGroup,
    FourRow,
    ItemCheck,
)
from yingshang.city.catalog.checks import CHECKS, Check, Fault
from yingshang.city.catalog.codes import ItemCode
from yingshang.city.catalog.drafts import Difference, DraftRow, DraftView, FormColumn
from yingshang.city.catalog.exchange.columns import MATERIAL, STEP, Column
from yingshang.city.catalog.guide import Element, Guide, MaterialGuide
from yingshang.city.catalog.importing import ImportReport
from yingshang.city.catalog.judging import DraftFault
from yingshang.city.catalog.superior import SuperiorView, Touched

__all__ = [
    "CHECKS",
    "CUTS",
    "FOUR",
    "HANDLED",
    "MATERIAL",
    "STEP",
    "Check",
    "Checkup",
    "Column",
    "Coverage",
    "Cut",
    "CutRow",
    "Difference",
    "DraftFault",
    "DraftRow",
    "DraftView",
    "Element",
    "Fault",
    "FlowGroup",
    "FormColumn",
    "FourDo",
    "FourRow",
    "Guide",
    "Handover",
    "ImportReport",
    "ItemCheck",
    "ItemCode",
    "MaterialGuide",
    "SuperiorView",
    "Total",
    "Touched",
]

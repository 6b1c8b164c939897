"""Indicator algebra: units, values, statistics, frontiers, gaps, and who may be compared.

Integers are summed and divided last, so that a recompute is equal; what is missing stays
missing, with its reason, and is never zero.
"""

from yingshang.kernel.measures._agreement import Mismatch, Spec, agrees
from yingshang.kernel.measures._alarms import Jump, Lag, Pace, Silence, jump, lag, pace, silence
from yingshang.kernel.measures._algebra import check_unit, kind_of_formula, kind_of_rule
from yingshang.kernel.measures._disclosure import Hidden, hide, is_few
from yingshang.kernel.measures._effort import Effort, effort, share_effort
from yingshang.kernel.measures._frontier import Score, distance_to_frontier, mean_score
from yingshang.kernel.measures._gap import Gap, Promise, Trend, decimals, gap, trend
from yingshang.kernel.measures._likely import LIKELY, Part, with_likely
from yingshang.kernel.measures._marks import (
    MarkItem,
    MarkScore,
    MarkTotal,
    mark,
    printed,
    ranks,
    total,
    weights_sum,
)
from yingshang.kernel.measures._ranks import (
    Chance,
    RankRange,
    Span,
    Swing,
    draw_weights,
    peer_score,
    rank_ranges,
)
from yingshang.kernel.measures._scoring import FORMS, Bound, RawValue, Scored, score_table
from yingshang.kernel.measures._standing import (
    Kind,
    Place,
    Pledge,
    Rung,
    as_strong,
    best_by_year,
    common_kind,
    kind_of,
    level,
    path,
    places,
    rungs,
    strength,
)
from yingshang.kernel.measures._statistics import STATISTICS, combine, summarise
from yingshang.kernel.measures._survey import Estimate, Layer, survey_mean, survey_share
from yingshang.kernel.measures._units import Unit, UnitMismatch, convert, unit_of
from yingshang.kernel.measures._value import MARKS, Value

__all__ = [
    "FORMS",
    "LIKELY",
    "MARKS",
    "STATISTICS",
    "Bound",
    "Chance",
    "Effort",
    "Estimate",
    "Gap",
    "Hidden",
    "Jump",
    "Kind",
    "Lag",
    "Layer",
    "MarkItem",
    "MarkScore",
    "MarkTotal",
    "Mismatch",
    "Pace",
    "Part",
    "Place",
    "Pledge",
    "Promise",
    "RankRange",
    "RawValue",
    "Rung",
    "Score",
    "Scored",
    "Silence",
    "Span",
    "Spec",
    "Swing",
    "Trend",
    "Unit",
    "UnitMismatch",
    "Value",
    "agrees",
    "as_strong",
    "best_by_year",
    "check_unit",
    "combine",
    "common_kind",
    "convert",
    "decimals",
    "distance_to_frontier",
    "draw_weights",
    "effort",
    "gap",
    "hide",
    "is_few",
    "jump",
    "kind_of",
    "kind_of_formula",
    "kind_of_rule",
    "lag",
    "level",
    "mark",
    "mean_score",
    "pace",
    "path",
    "peer_score",
    "places",
    "printed",
    "rank_ranges",
    "ranks",
    "rungs",
    "score_table",
    "share_effort",
    "silence",
    "strength",
    "summarise",
    "survey_mean",
    "survey_share",
    "total",
    "trend",
    "unit_of",
    "weights_sum",
    "with_likely",
]

"""The door of measuring: definitions, values with their way down, reported figures, scores."""

from yingshang.city.indicators._begun import RULE as OPEN_RULE
from yingshang.city.indicators._begun import SHORT
from yingshang.city.indicators._bulk import across, facts_of, month_number, months_of, words_of
from yingshang.city.indicators._compute import compute
from yingshang.city.indicators._definition import check_body
from yingshang.city.indicators._history import history
from yingshang.city.indicators._newest import one_look
from yingshang.city.indicators._open_files import OpenSum, open_csv, open_rows, open_sum, open_xlsx
from yingshang.city.indicators._open_kinds import (
    SAMPLE,
    SAMPLE_WORD,
    OpenColumn,
    OpenKind,
    OpenRow,
    OpenSeries,
    OpenTable,
    OpenTerms,
    Revision,
)
from yingshang.city.indicators.beside import Beside, distance_beside
from yingshang.city.indicators.contradictions import (
    Agreement,
    Compared,
    compared,
    contradictions,
    far_apart,
)
from yingshang.city.indicators.few import FEW_MARK, FEW_WORDS, few_mark
from yingshang.city.indicators.frontier import frontier, reached
from yingshang.city.indicators.known import as_known
from yingshang.city.indicators.league import League, Seat, Subject, league
from yingshang.city.indicators.league_sheet import (
    LIKELY_WORDS,
    league_rows,
    league_xlsx,
    likely_text,
    place_text,
)
from yingshang.city.indicators.lineage import lineage, over_window
from yingshang.city.indicators.live import Live, live, live_board
from yingshang.city.indicators.log_analysis import log_analysis, log_sources, logged_case
from yingshang.city.indicators.log_conformance import beside_flow
from yingshang.city.indicators.log_files import check_ocel, log_stats
from yingshang.city.indicators.log_import import import_log, propose_log
from yingshang.city.indicators.log_steps import confirm_log_flow, log_flow_asked
from yingshang.city.indicators.log_upload import look_at_log, may_import_logs, take_log
from yingshang.city.indicators.open_data import one_series, open_series, open_terms
from yingshang.city.indicators.open_revisions import revisions
from yingshang.city.indicators.open_tables import (
    SHELVES,
    Shelf,
    english_of,
    open_table,
    open_tables,
)
from yingshang.city.indicators.process import export_log, process
from yingshang.city.indicators.queries import (
    NO_DATA,
    agreement,
    board,
    definitions,
    known_until,
    latest,
    series,
    spread,
    value,
    values,
    values_revision,
)
from yingshang.city.indicators.questions import ask, ask_everywhere, doubted
from yingshang.city.indicators.ranking import Move, StepUp, best_peers, moves, standing, steps_up
from yingshang.city.indicators.reported import (
    confirm_mapping,
    import_reported,
    propose_mapping,
    reported,
)
from yingshang.city.indicators.reporting import (
    deadline,
    due,
    evidence,
    hand_in,
    hand_ins,
    review,
)
from yingshang.city.indicators.said import change_words, span_words
from yingshang.city.indicators.sample_sheet import own_sheet, sample_sheet
from yingshang.city.indicators.scales import (
    Effect,
    ScaleView,
    effect,
    effects_then,
    propose_scale,
    rule_scale,
    scales,
)
from yingshang.city.indicators.score_files import score_files
from yingshang.city.indicators.shapes import Shape, Shapes, give_shapes, shapes
from yingshang.city.indicators.simulate import change_of, check, ideas, tried
from yingshang.city.indicators.slices import Slice, Sliced, sliced
from yingshang.city.indicators.spans import Spread, StepSum, quarter_before, spans
from yingshang.city.indicators.trees import Leaf, Node, Tree, tree, tree_names, trees
from yingshang.city.indicators.wording import wording

__all__ = [
    "FEW_MARK",
    "FEW_WORDS",
    "LIKELY_WORDS",
    "NO_DATA",
    "OPEN_RULE",
    "SAMPLE",
    "SAMPLE_WORD",
    "SHELVES",
    "SHORT",
    "Agreement",
    "Beside",
    "Compared",
    "Effect",
    "Leaf",
    "League",
    "Live",
    "Move",
    "Node",
    "OpenColumn",
    "OpenKind",
    "OpenRow",
    "OpenSeries",
    "OpenSum",
    "OpenTable",
    "OpenTerms",
    "Revision",
    "ScaleView",
    "Seat",
    "Shape",
    "Shapes",
    "Shelf",
    "Slice",
    "Sliced",
    "Spread",
    "StepSum",
    "StepUp",
    "Subject",
    "Tree",
    "across",
    "agreement",
    "as_known",
    "ask",
    "ask_everywhere",
    "beside_flow",
    "best_peers",
    "board",
    "change_of",
    "change_words",
    "check",
    "check_body",
    "check_ocel",
    "compared",
    "compute",
    "confirm_log_flow",
    "confirm_mapping",
    "contradictions",
    "deadline",
    "definitions",
    "distance_beside",
    "doubted",
    "due",
    "effect",
    "effects_then",
    "english_of",
    "evidence",
    "export_log",
    "facts_of",
    "far_apart",
    "few_mark",
    "frontier",
    "give_shapes",
    "hand_in",
    "hand_ins",
    "history",
    "ideas",
    "import_log",
    "import_reported",
    "known_until",
    "latest",
    "league",
    "league_rows",
    "league_xlsx",
    "likely_text",
    "lineage",
    "live",
    "live_board",
    "log_analysis",
    "log_flow_asked",
    "log_sources",
    "log_stats",
    "logged_case",
    "look_at_log",
    "may_import_logs",
    "month_number",
    "months_of",
    "moves",
    "one_look",
    "one_series",
    "open_csv",
    "open_rows",
    "open_series",
    "open_sum",
    "open_table",
    "open_tables",
    "open_terms",
    "open_xlsx",
    "over_window",
    "own_sheet",
    "place_text",
    "process",
    "propose_log",
    "propose_mapping",
    "propose_scale",
    "quarter_before",
    "reached",
    "reported",
    "review",
    "revisions",
    "rule_scale",
    "sample_sheet",
    "scales",
    "score_files",
    "series",
    "shapes",
    "sliced",
    "span_words",
    "spans",
    "spread",
    "standing",
    "steps_up",
    "take_log",
    "tree",
    "tree_names",
    "trees",
    "tried",
    "value",
    "values",
    "values_revision",
    "wording",
    "words_of",
]

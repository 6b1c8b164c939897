"""One expression language for eligibility, guards, warnings and indicators.

A rule is a Python-syntax expression over a declared vocabulary. It answers yes, no or
unknown (Kleene logic): a missing fact is never taken for a yes or a no, and the outcome
names the one fact to ask for. ``adapters.sql`` compiles the same tree to SQL.

    >>> words = Vocabulary({"days": Term("用时", "int", unit="工作日")})
    >>> rule = parse("days <= 2", words)
    >>> evaluate(rule, {"days": 3}).value
    False
    >>> evaluate(rule, {}).missing
    'days'
"""

from yingshang.kernel.rules._evaluate import Outcome, evaluate
from yingshang.kernel.rules._formula import (
    FUNCTIONS,
    Aggregate,
    Formula,
    evaluate_formula,
    finish,
    has_aggregates,
    parse_formula,
)
from yingshang.kernel.rules._parse import MAX_DEPTH, MAX_LENGTH, parse
from yingshang.kernel.rules._rename import names_in, renamed
from yingshang.kernel.rules._tree import (
    AllOf,
    AnyOf,
    Arith,
    Call,
    Compare,
    Expr,
    IsMissing,
    Literal,
    Name,
    Negate,
    Node,
    Not,
    OneOf,
)
from yingshang.kernel.rules._vocabulary import CST, RuleError, Term, Vocabulary

__all__ = [
    "CST",
    "FUNCTIONS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "Aggregate",
    "AllOf",
    "AnyOf",
    "Arith",
    "Call",
    "Compare",
    "Expr",
    "Formula",
    "IsMissing",
    "Literal",
    "Name",
    "Negate",
    "Node",
    "Not",
    "OneOf",
    "Outcome",
    "RuleError",
    "Term",
    "Vocabulary",
    "evaluate",
    "evaluate_formula",
    "finish",
    "has_aggregates",
    "names_in",
    "parse",
    "parse_formula",
    "renamed",
]

"""Rules compiled to SQL: the same tree as ``kernel.rules.evaluate``, for a million rows."""

from yingshang.adapters.sql._compile import DIALECTS, compile_rule, to_sql

__all__ = ["DIALECTS", "compile_rule", "to_sql"]

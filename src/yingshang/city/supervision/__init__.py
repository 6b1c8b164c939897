"""Supervision: watch rules, warnings, orders and what closes them, papers.

Doors: :mod:`service`, :mod:`kinds`. The order itself is a case.
"""

__all__: list[str] = []

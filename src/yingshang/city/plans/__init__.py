"""Plans: documents, tasks, targets, and what binds a target to an indicator.

Doors: :mod:`service`, :mod:`events`, :mod:`kinds`.
"""

__all__: list[str] = []

"""How well a reading agrees with an annotation: figures, every disagreement, calibration.

Gold is the JSON of the contract, titles optional; ``deadlines`` (a list) is accepted for
``deadline``, and units may stand in ``groups``. Tasks are matched by title where gold gives it,
else by number in reading order. What gold does not state (a section, a statistic, the words of
a deadline) is not compared.
"""

from ._calibration import Calibration, Reading, calibration, readings
from ._counts import Score, score, total
from ._errors import KINDS, Disagreement, disagreements, tally

__all__ = [
    "KINDS",
    "Calibration",
    "Disagreement",
    "Reading",
    "Score",
    "calibration",
    "disagreements",
    "readings",
    "score",
    "tally",
    "total",
]

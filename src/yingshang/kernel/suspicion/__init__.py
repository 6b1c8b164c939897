"""Clock gaming: circumstances of a case weighed, for and against, each with its words.

Grounds for a warning, never a verdict. Pure: facts in, findings out; the weights are declared.
"""

from yingshang.kernel.suspicion._examine import KINDS, examine
from yingshang.kernel.suspicion._facts import Act, CaseFacts, RatingFacts, Said
from yingshang.kernel.suspicion._weigh import NEEDS, Declared, Finding, Reason, Weights

__all__ = [
    "KINDS",
    "NEEDS",
    "Act",
    "CaseFacts",
    "Declared",
    "Finding",
    "RatingFacts",
    "Reason",
    "Said",
    "Weights",
    "examine",
]

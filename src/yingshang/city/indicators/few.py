"""A number that few cases made swings by chance: one rule and one mark for wherever it is shown."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

__all__ = ["COUNTED", "FEW_MARK", "FEW_SAID", "FEW_WORDS", "SMALL", "few_mark", "rests_on_few"]

SMALL = 30  # cases
# Numbers that are the cases themselves: a city with four of something has four.
COUNTED = frozenset({"count", "amount", "change"})
FEW_MARK = gettext_lazy("小样本")
FEW_WORDS = gettext_lazy(
    "小样本：计入的不到 30 件，个别办件就能使它明显变化，只供参考，不宜据此比较或下结论"
)
with override(None):
    # What leaves the platform as data is in the words it was written in, whoever reads first.
    FEW_SAID = str(FEW_WORDS)


def rests_on_few(value: object, cases: int | None, statistic: str) -> bool:
    """Whether the value rests on fewer cases than ``SMALL``; never for what counts them, and never
    where nobody knows of how many it is made."""
    known = value is not None and cases is not None
    return known and cases is not None and cases < SMALL and statistic not in COUNTED


def few_mark(few: bool) -> str:
    """（小样本） behind a number that is written as text, else ''."""
    return _("（%s）") % FEW_MARK if few else ""

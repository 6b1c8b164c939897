"""The clock of a renewal: decided before the licence expires, or granted by silence (art. 50)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ._calendar import CST, Calendar

__all__ = ["Renewal", "renewal"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """`apply_by`: the last day to apply. `decide_by`: the last instant at which the organ can
    still decide. `granted_at`: from this instant on, silence has renewed the licence."""

    apply_by: date
    decide_by: datetime
    granted_at: datetime
    provisional: bool


def renewal(calendar: Calendar, expires_on: date, *, apply_days: int = 30) -> Renewal:
    """The days of renewing a licence that is valid through `expires_on`.

    Licensing law art. 50: apply thirty days before expiry, the organ decides before expiry,
    otherwise it is deemed granted. These periods run backwards from a fixed day, so civil code
    art. 203 moves nothing off a holiday: the organ's last chance is its last working day on or
    before the day of expiry.
    """
    if apply_days < 0:
        raise ValueError("提前申请的天数不能小于零。")
    last = calendar.nth(calendar.number(expires_on.toordinal()))
    midnight = datetime.combine(expires_on + timedelta(1), datetime.min.time(), CST)
    known = calendar.is_known(date.fromordinal(last)) and calendar.is_known(expires_on)
    return Renewal(expires_on - timedelta(apply_days), calendar.closing(last), midnight, not known)

"""The later lives of a case can be walked to their end by the cast of the demo."""

from collections import Counter

from django.utils import timezone

from yingshang.city.accounts import service as accounts
from yingshang.city.cases._flows import item_flow, unit_code
from yingshang.city.definitions import service as definitions

REGION = "990100"
LATER = ("public-place-permit", "green-land", "drainage-permit", "school-permit", "signboard")


def test_the_later_lives_have_somebody_in_every_unit(city):
    """Commitment, hearing, tolerance, two levels, on the spot: two where two must look."""
    people = [accounts.user_of(member.username) for member in accounts.cast()]
    staff = Counter(accounts.actor_of(user).unit for user in people)
    for code in LATER:
        edition = definitions.edition("item", code, region=REGION, on=timezone.now().date())
        item = item_flow(edition)
        assert staff[item.lead_unit(REGION)], code
        for step in item.flow.steps:
            unit = unit_code(step.unit, REGION) if not step.is_lead else item.lead_unit(REGION)
            assert staff[unit] >= (2 if step.two_person else 1), (code, unit)

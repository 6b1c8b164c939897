"""The sample city shows what section 6 is about: labelled, and by named persons."""

from yingshang.city.supervision import service as supervision
from yingshang.surfaces.demo.overseeing import (
    climb_sample_ladders,
    oversee_in_sample_city,
    supervisor_of_sample,
)


def test_instructions_motions_and_a_walk_are_there_and_labelled(city, shen, now):
    oversee_in_sample_city(city, by="shen", at=now)
    (instruction,) = supervision.instructions(shen, at=now)
    assert instruction.asked == 2
    motions = supervision.motions(shen, at=now)
    assert {one.leads[0].grade for one in motions} == {"A", ""}
    assert [one.leads[0].awaits_check for one in motions].count(True) == 1
    assert all("演示" in one.title for one in motions)
    (walk,) = supervision.walks(shen, at=now)
    assert "演示" in walk.title
    assert climb_sample_ladders((city,), at=now)
    assert supervisor_of_sample().role == "supervisor"

"""The sample log: imported once, both kinds laid beside their items."""

from yingshang.city.indicators import service as indicators
from yingshang.surfaces.demo.other_logs import CASES, SOURCE, log_of_another_system


def test_the_sample_log_strays_here_and_there(city, fang, now):
    at = now.replace(hour=20)
    assert log_of_another_system(region=city, by="fang", at=at) > 800
    log_of_another_system(region=city, by="fang", at=at)
    (source,) = indicators.log_sources(fang, region=city)
    assert (source.name, source.cases, source.files) == (SOURCE, 2 * CASES, 1)
    for kind, item in (("企业开办", "company-start"), ("食品经营许可", "food-permit")):
        found = indicators.beside_flow(fang, region=city, source=source.id, on=at.date(), kind=kind)
        assert (found.item, found.cases) == (item, CASES)
        assert CASES // 2 < found.fitting < CASES
        assert {"order", "extra"} <= {fault.kind for fault, _n in found.faults}
        assert found.late

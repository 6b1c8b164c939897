"""The logs of other systems beside the platform's own cases."""

from datetime import datetime

from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.indicators import service as indicators
from yingshang.kernel.worktime import CST

LOG = (
    "case,activity,time,resource,lifecycle\n"
    "A1,受理,2026-03-02 09:00,周,start\nA1,受理,2026-03-02 10:00,周,complete\n"
    "A1,办结,2026-03-03 10:00,吴,complete\nA2,受理,2026-03-02 09:00,周,complete\n"
    "A3,受理,2026-03-02 09:00,周,complete\nA3,办结,2026-03-03 09:00,周,complete\n"
)


def test_a_log_is_drawn_laid_beside_a_way_and_read_down_to_the_event(
    as_reader, city, shen, tmp_path
):
    client = as_reader("shen")
    assert "还没有收进来的日志" in client.get("/cockpit/process/logs/").content.decode()
    (tmp_path / "a.csv").write_text(LOG)
    at = datetime(2026, 4, 1, tzinfo=CST)
    indicators.import_log(
        tmp_path / "a.csv", region=shen.region, source="公积金系统", by=SYSTEM, at=at
    )
    page = client.get("/cockpit/process/logs/").content.decode()
    assert "公积金系统" in page
    assert "没有办“办结”" in page
    assert "<svg" in page
    assert "在办合计" in page
    assert "怎样能快一半" in page
    source = indicators.log_sources(shen, region=shen.region)[0].id
    page = client.get(f"/cockpit/process/logs/?source={source}&way=0&case=A1").content.decode()
    assert "2026-03-02 09:00:00" in page
    assert client.get("/cockpit/process/logs/?case=nobody").status_code == 404

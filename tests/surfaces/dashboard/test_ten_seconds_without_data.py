"""Where nothing is measured, the leader's page says that nothing can be told."""

import re


def test_without_a_measured_value_it_says_that_nothing_can_be_told(planned, as_reader):
    page = as_reader("he").get("/cockpit/leader/").content.decode()
    assert "说不清：一项也没有数可查" in page
    counts = [int(n) for n in re.findall(r"<b>(\d+)</b><span>", page)]
    assert counts[0] == counts[4] > 0
    assert as_reader("lin").get("/cockpit/leader/").status_code == 404

"""A draft and its final edition, next year's plan and a district's, as readings of our own."""

from copy import deepcopy
from hashlib import sha256

from plan_sample import TEXT, reading

from yingshang.city.accounts.service import SYSTEM
from yingshang.city.plans import service as plans

FINAL = TEXT.replace("2个工作日内办结", "1个工作日内办结").replace(
    "2026年12月底前", "2026年9月底前"
)
SAME_NUMBER = FINAL.replace("1个工作日内办结", "2个工作日内办结")


def _moved(body: dict, text: str) -> dict:
    """The same tasks with the spans they have in another text."""
    for task in body["tasks"]:
        for target in task["targets"]:
            start = text.index(target["span"])
            target["offsets"] = [start, start + len(target["span"])]
    return body


def final_reading(days: int = 1) -> dict:
    """Task 1 has another number and an earlier deadline; task 2 is word for word the same."""
    body = deepcopy(reading())
    first, second = body["tasks"]
    first["text"] = first["text"].replace("2个工作日", f"{days}个工作日").replace("12月底", "9月底")
    first["deadline"], first["deadline_text"] = "2026-09-30", "2026年9月底前"
    first["targets"][0] |= {"span": f"{days}个工作日内办结", "value": days}
    first["no"], second["no"] = "2", "1"
    second["text"] = second["text"].replace("2.", "1.", 1)
    first["text"] = first["text"].replace("1.", "2.", 1)
    body["tasks"] = [second, first]
    return _moved(body, FINAL if days == 1 else SAME_NUMBER)


def keep(at, *, text: str, body: dict, region: str = "990100", by=SYSTEM):
    """A reading kept as a plan of a region."""
    return plans.store_reading(
        text=text,
        reading=body,
        sha256=sha256((text + region + str(body)).encode()).hexdigest(),
        name="plan.txt",
        region=region,
        by=by,
        at=at,
    )


def final(at, by=SYSTEM, *, days: int = 1):
    return keep(at, text=FINAL if days == 1 else SAME_NUMBER, body=final_reading(days), by=by)


def next_year(at, by=SYSTEM):
    """Next year's plan goes on with the second task only."""
    body = deepcopy(reading())
    body["title"], body["issue_date"] = "青岚市2027年优化营商环境行动方案", "2027-01-10"
    body["tasks"] = body["tasks"][1:]
    body["tasks"][0]["text"] += "（续）"
    return keep(at, text=TEXT + "（续）", body=body, by=by)


def district(at, by=SYSTEM, *, days: float = 3):
    """A district answers the first task, with a looser number."""
    body = deepcopy(reading())
    body["title"] = "东城区2026年优化营商环境行动方案"
    body["tasks"] = body["tasks"][:1]
    body["tasks"][0]["targets"][0]["value"] = days
    body["tasks"][0]["deadline"] = "2027-03-31"
    text = TEXT + "根据青政办发〔2026〕3号，制定本方案。"
    return keep(at, text=text, body=body, region="990101", by=by)

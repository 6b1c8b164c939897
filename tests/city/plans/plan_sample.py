"""A short plan of our own, as text and as a reading, so that verbs can be tested by themselves."""

from yingshang.city.plans import service as plans

TEXT = """青岚市2026年优化营商环境行动方案
一、提升企业开办便利度
1.压缩企业开办时间。企业开办全流程2个工作日内办结。
牵头单位：市市场监管局
完成时限：2026年12月底前
2.压缩低压用户报装时间。低压电力报装平均时间压减至4个工作日以内，网上可办率达到95%以上。
责任单位：国网青岚供电公司、市营商局
"""


def target(span: str, metric: str, comparator: str, value: float, unit: str, **more):
    start = TEXT.index(span)
    return {
        "span": span,
        "offsets": [start, start + len(span)],
        "metric": metric,
        "comparator": comparator,
        "value": value,
        "unit": unit,
        "statistic": None,
        "by": None,
        "scope": None,
        "confidence": 0.9,
    } | more


def task(no: str, title: str, first: str, last: str, targets: list, **more):
    start = TEXT.index(first)
    end = TEXT.index(last) + len(last)
    return {
        "id": f"t{no}",
        "no": no,
        "title": title,
        "section": "一、提升企业开办便利度",
        "text": TEXT[start:end],
        "span": [start, end],
        "lead": [],
        "responsible": [],
        "cooperating": [],
        "generic": [],
        "open_ended": False,
        "deadline": None,
        "deadline_text": None,
        "targets": targets,
    } | more


def reading() -> dict:
    start = target("2个工作日内办结", "企业开办时间", "<=", 2, "工作日", statistic="each")
    power = target(
        "压减至4个工作日以内", "低压电力报装平均时间", "<=", 4, "工作日", statistic="mean"
    )
    online = target("达到95%以上", "网上可办率", ">=", 95, "%", statistic="share")
    return {
        "title": "青岚市2026年优化营商环境行动方案",
        "doc_number": None,
        "issuer": "青岚市人民政府办公室",
        "issue_date": "2026-01-15",
        "region": None,
        "kind": "action_plan",
        "tasks": [
            task(
                "1",
                "压缩企业开办时间",
                "1.压缩",
                "12月底前",
                [start],
                lead=["市市场监管局"],
                deadline="2026-12-31",
                deadline_text="2026年12月底前",
            ),
            task(
                "2",
                "压缩低压用户报装时间",
                "2.压缩",
                "国网青岚供电公司、市营商局",
                [power, online],
                responsible=["国网青岚供电公司", "市没有这个局"],
            ),
        ],
        "duties": [],
        "achievements": [],
    }


def again(plan, *, by, at):
    """Store the sample once more."""
    return plans.store_reading(
        text=TEXT,
        reading=reading(),
        sha256="a" * 64,
        name="copy.txt",
        region=plan.region,
        by=by,
        at=at,
    )

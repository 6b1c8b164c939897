"""A plan of 75 tasks, about as long and as hard to read as a city's own."""

__all__ = ["TASKS", "plan_text"]

TASKS = 75
_TOPICS = (
    ("压缩企业开办时间", "企业开办全流程{n}个工作日内办结", "市市场监管局"),
    ("推行告知承诺", "推行告知承诺事项{n}项以上", "市司法局"),
    ("压缩报装时间", "低压电力报装平均时间压减至{n}个工作日以内", "国网青岚供电公司"),
    ("完善诉求办理", "企业诉求按期办结率达到9{n}%以上", "市营商局"),
    ("优化不动产登记", "一般登记{n}个工作日内办结", "市自然资源局"),
    ("加强信用建设", "建立信用修复协同机制，及时公开结果", "市发改委"),
    ("规范中介服务", "编制中介服务事项清单并动态调整", "市审批局"),
    ("便利跨境贸易", "持续优化通关流程", "青岚海关"),
)
_PARTS = ("一二三四五", "政务服务", "要素保障", "市场环境", "法治环境", "开放环境")


def plan_text() -> str:
    """The text; every ninth task names a unit that the register does not have."""
    lines = ["青岚市2026年优化营商环境重点任务", "", "为优化营商环境，制定本方案。", ""]
    for number in range(TASKS):
        if number % 15 == 0:
            part = number // 15
            lines += [f"{_PARTS[0][part]}、{_PARTS[part + 1]}", ""]
        title, promise, unit = _TOPICS[number % len(_TOPICS)]
        lead = "市奇怪局" if number % 9 == 4 else unit
        lines += [
            f"{number + 1}.{title}之{number + 1}。{promise.format(n=number % 8 + 1)}。",
            f"牵头单位：{lead}",
            f"完成时限：2026年{number % 10 + 3}月底前",
            "",
        ]
    return "\n".join([*lines, "青岚市人民政府办公室", "2026年1月5日", ""])

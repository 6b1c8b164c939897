"""An empty ledger to fill in: the headings that are read without a question."""

from yingshang.adapters.sheets import write_table

__all__ = ["blank_ledger"]

HEADINGS = (
    "序号",
    "类别",
    "任务",
    "具体举措和目标",
    "牵头单位",
    "责任单位",
    "配合单位",
    "完成时限",
    "备注",
)
_NOTE = (
    "一行一项任务；一项任务有几条举措的，任务可以合并单元格。多家单位用顿号隔开；"
    "时限写“2026年6月底”或日期都可以。目标写完整的一句，如“企业开办2个工作日内办结”。"
)


def blank_ledger() -> bytes:
    """The workbook."""
    return write_table(
        sheet="任务台账", header=HEADINGS, kinds=("text",) * len(HEADINGS), rows=(), note=_NOTE
    )

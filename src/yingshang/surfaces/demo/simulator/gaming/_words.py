"""What officers and applicants write. Words repeat from officer to officer, as they do in life."""

from random import Random

__all__ = ["BASIS", "opinion", "pause_reason", "phrases"]

BASIS = "行政许可法第四十五条"
STOCK = [
    "符合要求",
    "同意",
    "材料齐全，同意",
    "审核通过",
    "情况属实，同意办理",
    "经审查，符合条件",
    "符合条件，予以通过",
    "已核对，无异议",
    "资料完整，准予通过",
    "无不同意见",
    "已核实，同意",
    "审查合格",
    "予以办理",
    "按规定办理",
]
SEEN = ["提交的材料", "证照信息", "申请表", "现场照片", "共享数据", "身份信息", "场所证明"]
HOW = ["与系统核对一致", "逐页核对无误", "电话核实后一致", "与原件相符", "补充说明后清楚"]
KINDS = {
    "food-permit": ("inspection", "testing", "expert-review"),
    "construction-permit": ("expert-review", "appraisal", "testing"),
    "power-low": ("testing", "inspection"),
    "power-high": ("testing", "expert-review"),
    "water": ("testing", "inspection"),
    "property-general": ("appraisal", "expert-review"),
}
SHORT = [
    "需专家评审",
    "按程序启动特别程序",
    "需进一步核验",
    "需检验检测",
    "情况复杂，需论证",
    "需鉴定",
    "待评审意见",
    "需第三方核验",
]
LABS = ["市产品质量检验所", "省建筑工程质量检测中心", "市计量检定测试所", "省电力试验研究院"]
LABS += ["市水质监测站", "市房屋安全鉴定中心", "省食品检验研究院", "青岚大学专家组"]
THINGS = {
    "expert-review": "对申报方案组织专家评审",
    "inspection": "对现场设备进行检验",
    "testing": "对样品进行检测",
    "appraisal": "对结构和权属进行鉴定",
    "hearing": "依利害关系人申请举行听证",
}


def phrases(rng: Random, style: str) -> tuple[str, ...]:
    """The stock of an officer: two sentences for a terse one, a dozen else."""
    return tuple(rng.sample(STOCK, 2 if style == "terse" else 9))


def opinion(rng: Random, style: str, stock: tuple[str, ...], name: str) -> str:
    """One opinion in the officer's manner."""
    if style != "wordy" or rng.random() < 0.2:
        return rng.choices(stock, [4] + [1] * (len(stock) - 1))[0]
    seen = "、".join(rng.sample(SEEN, rng.randrange(1, 4)))
    return f"{name}：{seen}{rng.choice(HOW)}，{rng.choice(stock)}"


def pause_reason(rng: Random, kind: str, name: str) -> tuple[str, str]:
    """(reason, counterpart) as somebody writes it who really waits for something."""
    lab = rng.choice(LABS)
    number = f"{rng.choice('ABCDY')}{rng.randrange(100, 9999):04d}"
    told = rng.choice(
        [
            f"{THINGS[kind]}，委托{lab}，委托编号{number}",
            f"{name}：{THINGS[kind]}（{lab}，{number}）",
            f"委托{lab}{THINGS[kind]}",
        ]
    )
    return told, lab

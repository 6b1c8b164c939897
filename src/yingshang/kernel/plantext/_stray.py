"""Blanks that fell into the middle of words: what a page torn from a PDF leaves behind."""

import re

__all__ = ["stray_blanks"]

# words so common in plans that a blank within one of them is none that parts anything
_WORDS = (
    "企业 办理 市场 政府 服务 完成 实现 提升 建设 推进 责任 单位 部门 优化 "
    "环境 营商 审批 登记 时间 项目 平台 机制 管理 监管 改革 政策 实施 开展 "
    "建立 完善 落实 加强 推动 全面 进一 一步 信息 数据 办事 群众 事项 材料 "
    "环节 压缩 压减 不超 超过 以上 以内 达到 工作 作日 小时 牵头 配合 负责 "
    "年底 公司 中心 委员 人民 发展 财政 税务 公安 住房 城乡 自然 资源 生态 "
    "社会 保障 人力 商务 金融 "
)
# a blank is sought first, then what stands around it: any such character, then the words
_BROKEN = re.compile(
    f" (?<=[{_WORDS[::3]}] )(?=[{_WORDS[1::3]}])"
    f"(?:{'|'.join(f'(?<={word[0]} )(?={word[1]})' for word in _WORDS.split())})"
)
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_PROSE = re.compile(r"[,，。;；]")
_LEAST = 2


def stray_blanks(given: str) -> set[int]:
    """The places of single blanks between characters, in a text where such blanks break words.

    Only lines that read as sentences are looked at: blanks part the columns of others.
    """
    if given.count(" ") < _LEAST or len(_BROKEN.findall(given)) < _LEAST:
        return set()
    found: set[int] = set()
    broken = start = 0
    for line in given.split("\n"):
        if _PROSE.search(line):
            spots = [match.start() for match in _BLANK.finditer(line)]
            if spots:
                broken += len(_BROKEN.findall(line))
                found.update(start + spot for spot in spots)
        start += len(line) + 1
    return found if broken >= _LEAST and broken * 12 >= len(found) else set()

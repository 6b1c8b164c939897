"""`yingshang plan parse`: a file in, its reading out. It starts without Django and its apps, which
would take five times as long as the reading."""

import argparse
import json
import os
import sys
from collections.abc import Sequence

from yingshang.city.plans.reading import PASTED, Refusal, read_paper

__all__ = ["arguments", "parse", "run"]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `plan parse` takes."""
    parser.add_argument("file", help="txt、html、mht、docx、pdf；写 - 从标准输入读")
    parser.add_argument("--json", action="store_true")


def run(argv: Sequence[str]) -> int:
    """The command by itself: 0 done, 1 refused, 2 bad usage."""
    parser = argparse.ArgumentParser(
        prog="yingshang plan parse", description="读出任务、单位、时限和量化目标（不用数据库）"
    )
    arguments(parser)
    try:
        return parse(parser.parse_args(argv))
    except Refusal as refusal:
        print(refusal.sentence, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(
            f"无法读写文件 {error.filename}：{error.strerror}。请检查路径后重试。", file=sys.stderr
        )
        return 2


def parse(args: argparse.Namespace) -> int:
    """Read the file and print what was found in it."""
    if args.file == "-":
        data, name = sys.stdin.buffer.read(), PASTED
    else:
        with open(args.file, "rb") as file:
            data = file.read()
        name = args.file.replace("\\", "/").rpartition("/")[2]
    paper = read_paper(data, name)
    if args.json:
        print(json.dumps(paper.reading, ensure_ascii=False, indent=1, default=str))
        return 0
    print(paper.reading["title"])
    for task in paper.reading["tasks"]:
        units = "、".join(task["lead"] or task["responsible"]) or "—"
        print(f"{task['no'] or '':>4}  {task['title']}  [{units}]  {task['deadline'] or ''}")
        for target in task["targets"]:
            print(f"        {target['metric']}：{target['span']}")
    for target in paper.reading.get("targets", ()):
        print(f"  全文  {target['metric']}：{target['span']}  {target['by'] or ''}")
    for note in paper.notes:
        print(f"注：{note}", file=sys.stderr)
    return 0

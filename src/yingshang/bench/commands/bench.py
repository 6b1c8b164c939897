"""`yingshang bench [NAME]`: our own measurements, with the machine they were made on."""

import argparse
import json
import os
import platform
import sys

from yingshang.bench import BENCHES


def register(sub: argparse._SubParsersAction) -> None:
    bench = sub.add_parser("bench", help="性能测量：页面、办件、方案读取")
    bench.add_argument("name", nargs="?", choices=sorted(BENCHES), help="只测一项（默认全部）")
    bench.add_argument("--json", action="store_true")
    bench.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    machine = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    answers: dict[str, object] = {"machine": machine}
    for name in [args.name] if args.name else sorted(BENCHES):
        print(f"… {name}", file=sys.stderr, flush=True)
        answers[name] = BENCHES[name]()
    if args.json:
        print(json.dumps(answers, ensure_ascii=False, indent=1, default=str))
        return 0
    for name, answer in answers.items():
        print(f"\n{name}")
        rows = answer if isinstance(answer, list) else [answer]
        for row in rows:
            print("  " + "  ".join(f"{key}={value}" for key, value in row.items()))
    return 0

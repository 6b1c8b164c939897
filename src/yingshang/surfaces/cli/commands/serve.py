"""`yingshang serve`: the web server, and beside it the periodic jobs in a process of their own."""

import argparse
import subprocess
import sys

from granian import Granian
from granian.constants import Interfaces


def register(sub: argparse._SubParsersAction) -> None:
    serve = sub.add_parser("serve", help="启动网站")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument("--threads", type=int, default=4)
    serve.add_argument("--no-jobs", action="store_true", help="不在旁边运行后台任务")
    serve.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    jobs = None
    if not args.no_jobs:
        jobs = subprocess.Popen([sys.executable, "-m", "yingshang", "jobs", "run"])
    print(f"营商平台已启动：http://{args.host}:{args.port}/ （按 Ctrl-C 停止）", flush=True)
    try:
        Granian(
            "yingshang.config.wsgi:application",
            address=args.host,
            port=args.port,
            interface=Interfaces.WSGI,
            workers=args.workers,
            blocking_threads=args.threads,
            log_enabled=False,
        ).serve()
    finally:
        if jobs is not None:
            jobs.terminate()
    return 0

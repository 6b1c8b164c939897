"""`yingshang serve`: the web server with embedded workers (granian)."""

import argparse

from granian import Granian
from granian.constants import Interfaces


def register(sub: argparse._SubParsersAction) -> None:
    serve = sub.add_parser("serve", help="启动网站")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument("--threads", type=int, default=4)
    serve.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    print(f"营商平台已启动：http://{args.host}:{args.port}/ （按 Ctrl-C 停止）", flush=True)
    Granian(
        "yingshang.config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=args.threads,
        log_enabled=False,
    ).serve()
    return 0

"""`yingshang api schema` prints the description; `yingshang api key` issues a key for operators."""

import argparse
import json
import sys

from django.utils import timezone


def register(sub: argparse._SubParsersAction) -> None:
    api = sub.add_parser("api", help="系统接入：接口说明、登记系统、发放密钥").add_subparsers(
        dest="verb", required=True
    )
    schema = api.add_parser("schema", help="打印 OpenAPI 3.1 说明")
    schema.set_defaults(func=print_schema)
    key = api.add_parser("key", help="给一个系统发放密钥（只显示这一次）；系统没有登记则先登记")
    key.add_argument("code", help="系统代码，例如 tax-core")
    key.add_argument("--unit", help="所属单位代码，例如 990100-tax（登记新系统时必填）")
    key.add_argument("--name", default="", help="系统名称（登记新系统时用）")
    key.add_argument("--scope", action="append", default=[], help="权限，可重复（登记新系统时用）")
    key.add_argument("--days", type=int, default=365, help="有效天数（默认 365）")
    key.add_argument("--label", default="", help="备注")
    key.add_argument("--json", action="store_true")
    key.set_defaults(func=issue)


def print_schema(args: argparse.Namespace) -> int:
    from yingshang.surfaces.api.app import description
    from yingshang.surfaces.api.describe import text

    sys.stdout.write(text(description()))
    return 0


def issue(args: argparse.Namespace) -> int:
    from yingshang.city.accounts import service as accounts

    at, by = timezone.now(), accounts.SYSTEM
    if args.code not in {system.code for system in accounts.systems(by)}:
        if not args.unit:
            print(
                f"没有登记系统 {args.code}。请用 --unit 和 --scope 一并登记，"
                "或先在“系统接入”页登记。",
                file=sys.stderr,
            )
            return 2
        accounts.register_system(
            code=args.code,
            name=args.name or args.code,
            unit=args.unit,
            scopes=args.scope,
            by=by,
            at=at,
        )
    key = accounts.issue_key(system=args.code, by=by, at=at, label=args.label, days=args.days)
    if args.json:
        print(json.dumps({"key": key.secret, "expires_at": key.expires_at.isoformat()}))
    else:
        print(key.secret)
        print(
            f"有效期至 {key.expires_at:%Y-%m-%d}。密钥只显示这一次，请妥善保存。", file=sys.stderr
        )
    return 0

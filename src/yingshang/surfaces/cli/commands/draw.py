"""`yingshang draw`: samples that anybody can check, made and verified from files."""

import argparse
import json
import secrets
from pathlib import Path

from django.utils.translation import gettext as _

from yingshang.city.feedback import service as feedback


def register(sub: argparse._SubParsersAction) -> None:
    verbs = sub.add_parser("draw", help="可公开核验的随机抽样").add_subparsers(
        dest="verb", required=True
    )
    make = verbs.add_parser("make", help="从名单（CSV：id, stratum）抽样，写出证明")
    make.add_argument("population", type=Path, metavar="POPULATION.csv")
    make.add_argument("--n", type=int, required=True, help="样本数")
    make.add_argument("--least", type=int, default=0, help="每组至少抽几个")
    make.add_argument("--public", required=True, help="公开数：事先无人知道、事后人人可查")
    make.add_argument("--secret", default="", help="密数；不给则当场生成（此时没有事先承诺）")
    make.add_argument("--out", type=Path, metavar="PROOF.json")
    make.set_defaults(func=run_make)
    check = verbs.add_parser("verify", help="核验证明")
    check.add_argument("proof", type=Path, metavar="PROOF.json")
    check.add_argument("--population", type=Path, required=True, metavar="POPULATION.csv")
    check.add_argument("--commitment", default="", help="抽样前公布的承诺值")
    check.add_argument("--json", action="store_true")
    check.set_defaults(func=run_verify)


def run_make(args: argparse.Namespace) -> int:
    """0 drawn, 1 refused in one sentence."""
    proof = feedback.draw_from_file(
        args.population,
        wanted=args.n,
        secret=args.secret or secrets.token_hex(32),
        public=args.public,
        least=args.least,
    )
    text = json.dumps(proof, ensure_ascii=False, indent=1)
    if args.out:
        args.out.write_text(text + "\n", encoding="utf-8")
        print(
            _("已抽出 %(n)d 个，证明写入 %(file)s") % {"n": len(proof["chosen"]), "file": args.out}
        )
    else:
        print(text)
    return 0


def run_verify(args: argparse.Namespace) -> int:
    """0 the one and only sample, 1 with what is wrong."""
    faults = feedback.verify_files(args.proof, args.population, args.commitment)
    if args.json:
        print(json.dumps({"valid": not faults, "faults": list(faults)}, ensure_ascii=False))
    else:
        print("\n".join(faults) or _("核验通过：样本正是按公布的数抽出的样本。"))
    return 1 if faults else 0

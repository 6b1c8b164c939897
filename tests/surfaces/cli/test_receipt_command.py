"""`yingshang receipt`: verified without database or network, in a process of its own."""

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from yingshang.adapters.signing import STANDALONE, standalone
from yingshang.city.accounts.kinds import SYSTEM
from yingshang.city.cases import service as cases
from yingshang.kernel import chain
from yingshang.kernel.worktime import CST

pytestmark = pytest.mark.walk

VECTORS = json.loads((Path(__file__).parents[3] / "docs" / "receipt-vectors.json").read_text())
COMPANY = {
    "company": "青岚市明禾餐饮有限公司",
    "company_type": "有限责任公司",
    "capital": "50",
    "scope": "中餐服务",
    "address": "东城区青年路8号",
    "legal_person": "林晓",
    "legal_person_id": "110105199005120022",
    "legal_person_birth": "1990-05-12",
    "phone": "13800000001",
    "seals": "电子印章",
}
NO_DATABASE = "postgres://nobody@127.0.0.1:1/nothing"


def verify(folder: Path, *words: str, var: Path | None = None) -> subprocess.CompletedProcess:
    """In an empty installation, with a database that cannot be reached."""
    var = var or folder / "empty"
    return subprocess.run(
        [sys.executable, "-m", "yingshang", "receipt", "verify", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "YINGSHANG_VAR": str(var), "YINGSHANG_DATABASE_URL": NO_DATABASE},
    )


@pytest.fixture
def files(tmp_path):
    """The vectors as files, by name, and the keys."""
    (tmp_path / "keys.json").write_text(json.dumps({"keys": VECTORS["keys"]}))
    for vector in VECTORS["vectors"]:
        (tmp_path / f"{vector['name']}.json").write_text(json.dumps(vector["file"]))
    return tmp_path


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda v: v["name"])
def test_the_published_vectors_hold_for_both_verifiers(vector):
    keys = [row["public"] for row in VECTORS["keys"]]
    report = cases.verify_receipt(vector["file"], trusted=keys)
    assert report.ok is (vector["exit"] == 0)
    assert standalone.check(vector["file"], keys)[0] == vector["exit"]


def test_the_steps_of_the_vectors_are_right():
    steps, file = VECTORS["steps"], VECTORS["vectors"][1]["file"]
    body = json.loads(steps["event body"])
    assert chain.event_hash("", body) == file["receipt"]["hash"]
    assert steps["leaf"] == f"{body['case']}\n1\n{file['receipt']['hash']}"
    root = chain.merkle_root([leaf.encode() for leaf in steps["all leaves"]])
    assert root == file["inclusion"]["head"]["root"]
    assert chain.canonical(file["receipt"]).decode() == steps["signed text of the receipt"]


@pytest.mark.slow
def test_it_answers_offline_with_one_sentence_and_its_exit_code(files):
    good = verify(files, "signed, with proof.json", "--keys", "keys.json", "--json")
    assert good.returncode == 0, good.stderr
    told = json.loads(good.stdout)
    assert (told["ok"], told["inclusion"], told["checkpoint"]) == (True, "proven", 1)
    changed = verify(files, "time changed.json", "--keys", "keys.json")
    assert (changed.returncode, changed.stdout, changed.stderr.count("\n")) == (1, "", 1)
    assert verify(files, "signed, no proof yet.json").returncode == 2  # nobody's key is known here
    missing = verify(files, "nowhere.json")
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


@pytest.mark.slow
def test_the_verifier_in_one_file_needs_nothing_of_ours(files):
    def run(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-I", "-S", STANDALONE, *words],
            capture_output=True,
            text=True,
            cwd=files,
        )

    good = run("signed, with proof.json", "--keys", "keys.json")
    assert (good.returncode, good.stdout.count("\n")) == (0, 1), good.stderr
    assert run("proof of another place.json", "--keys", "keys.json").returncode == 1
    assert run("signed, with proof.json").returncode == 2
    (files / "bad.json").write_text("[" * 50_000)
    assert run("bad.json").returncode == 1
    assert run("nowhere.json").returncode == 2
    assert run().returncode == 2


@pytest.fixture
def here(settings, tmp_path):
    settings.SIGNING = tmp_path / "keys"
    return tmp_path


def words(*arguments: str) -> int:
    from yingshang.surfaces.cli.main import build_parser

    args = build_parser("receipt").parse_args(["receipt", *arguments])
    return args.func(args)


def test_made_here_verified_here_also_against_the_log(here, city, lin, now, capsys):
    spec = cases.CaseSpec(
        item="company-start", region=city, form=COMPANY, by=lin, at=now, party=lin.party
    )
    (ref,) = cases.bulk([spec])
    cases.make_checkpoint(at=datetime(2026, 3, 3, 1, tzinfo=CST), by=SYSTEM)
    assert words("make", ref) == 0
    (here / "r.json").write_text(capsys.readouterr().out)
    (here / "log.json").write_text(json.dumps(cases.checkpoint_log()))
    assert words("verify", str(here / "r.json"), "--log", str(here / "log.json")) == 0
    assert "已列入第 1 号校验点" in capsys.readouterr().out
    log = cases.checkpoint_log()
    log["checkpoints"][0]["head"]["size"] = 9
    (here / "log.json").write_text(json.dumps(log))
    assert words("verify", str(here / "r.json"), "--log", str(here / "log.json"), "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["log"]) == (False, "broken")


def test_a_case_that_is_not_there_has_no_receipt(here, city, capsys):
    assert words("make", "990100-2026-000001") == 1
    assert "没有办件" in capsys.readouterr().err


def test_the_keys_are_printed(here, capsys):
    assert words("keys") == 0
    assert json.loads(capsys.readouterr().out) == {"keys": cases.public_keys()}

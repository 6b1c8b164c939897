"""`yingshang plan parse`: any paper, also from standard input, in bounded time and memory."""

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from yingshang.surfaces.cli.main import run

PLAN = "青岚市方案\n一、任务\n1.压缩时限。企业开办2个工作日内办结。（市审批局负责）\n"


def test_a_paste_is_read_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(PLAN.encode("gb18030"))))
    assert run(["plan", "parse", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tasks"][0]["lead"] == ["市审批局"]


def test_it_says_why_in_one_sentence_and_how_it_is_called(tmp_path, capsys):
    assert run(["plan", "parse", str(tmp_path / "none.docx")]) == 2
    assert "none.docx" in capsys.readouterr().err
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert run(["plan", "parse", str(scan)]) == 1
    assert capsys.readouterr().err.count("。") == 1
    with pytest.raises(SystemExit) as left:
        run(["plan", "parse"])
    assert left.value.code == 2


def test_reading_a_file_starts_no_framework(tmp_path):
    """Two seconds from the shell are for reading, not for loading what is not needed."""
    file = tmp_path / "plan.txt"
    file.write_text(PLAN, "utf-8")
    code = (
        "import sys; from yingshang.surfaces.cli.main import run; "
        f"assert run(['plan', 'parse', {str(file)!r}]) == 0; "
        "heavy = {'django', 'numpy', 'duckdb', 'lxml', 'pypdfium2', 'docx'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "压缩时限" in done.stdout

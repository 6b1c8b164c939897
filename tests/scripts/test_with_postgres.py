"""A command gets a PostgreSQL of its own, and nothing of it stays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "with_postgres.py"
ASK = """
import os, psycopg
connection = psycopg.connect(os.environ["YINGSHANG_DATABASE_URL"])
folder, = connection.execute("show data_directory").fetchone()
print(folder, connection.info.port)
connection.close()
raise SystemExit(3)
"""


@pytest.mark.slow
def test_the_command_reaches_the_server_its_exit_code_is_kept_and_the_server_ends() -> None:
    run = subprocess.run(
        [sys.executable, SCRIPT, sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        env={**os.environ, "YINGSHANG_DATABASE_URL": "set by the script"},
    )
    assert run.returncode == 3, run.stderr
    folder, _port = run.stdout.split()
    assert not Path(folder).exists()


def test_without_a_command_it_explains_itself() -> None:
    run = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stderr.startswith("Usage:")

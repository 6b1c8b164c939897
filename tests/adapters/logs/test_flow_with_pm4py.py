"""A case laid beside a declared flow costs what pm4py's optimal alignment costs."""

import json
import os
import subprocess
from itertools import product
from pathlib import Path

import pytest

from yingshang.kernel.eventlog import DeclaredFlow, FlowStep, align

PYTHON = os.environ.get("YINGSHANG_PM4PY", "")
STEPS = {
    "line": [("a", ""), ("b", "a"), ("c", "b"), ("d", "c")],
    "fork": [("a", ""), ("b", "a"), ("c", "a"), ("d", "bc")],
}


@pytest.mark.skipif(not PYTHON, reason="pm4py (AGPL) is only a checker: set YINGSHANG_PM4PY")
def test_moves_and_fitness_are_those_of_an_optimal_alignment(tmp_path):
    paths = ["".join(one) for length in (1, 2, 3, 4) for one in product("abcdx", repeat=length)]
    paths = [*paths[:155], *paths[155::5], "abbcd", "dcbaabcd", "acbdacbd", "xaxbxcxdx"]
    done = subprocess.run(
        [PYTHON, Path(__file__).with_name("pm4py_alignments.py")],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
    )
    told = json.loads(done.stdout.splitlines()[-1])
    for name, steps in STEPS.items():
        flow = DeclaredFlow(
            FlowStep(code, tuple(after), not (name == "fork" and code == "c"))
            for code, after in steps
        )
        for path, (cost, fitness, fit) in zip(paths, told[name], strict=True):
            found = align(path, flow)
            assert (path, found.moves) == (path, cost)
            # token replay passes over what is not in the model
            assert align(path.replace("x", ""), flow).fits == fit
            assert found.fitness == pytest.approx(fitness)

"""The journey in docs/api.md, command by command, against a server that really listens."""

import json
import re
import shlex
import urllib.error
import urllib.request
from pathlib import Path

import pytest

DOC = Path(__file__).parents[3] / "docs" / "api.md"
pytestmark = pytest.mark.django_db(transaction=True)


def commands() -> list[tuple[str, str]]:
    """(command, what is expected of it) in the order of the page."""
    found = []
    for block in re.findall(r"```sh\n(.*?)```", DOC.read_text("utf-8"), re.S):
        for part in re.split(r"\n(?=curl )", block):
            command, _arrow, expected = part.partition("# → ")
            found.append((command.strip(), expected.strip()))
    return found


def call(command: str, values: dict[str, str]) -> tuple[int, str]:
    """What curl would do with it: the few options that the page uses, and no others."""
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[0])):
        command = command.replace(f"${name}", value)
    words = shlex.split(command.replace("\\\n", " "))
    assert words.pop(0) == "curl"
    method, url, body, headers = "GET", "", None, {}
    while words:
        word = words.pop(0)
        if word == "-X":
            method = words.pop(0)
        elif word == "-H":
            name, _colon, value = words.pop(0).partition(":")
            headers[name] = value.strip()
        elif word in ("-d", "--data-binary"):
            body = words.pop(0).encode()
        elif word != "-s":
            assert not word.startswith("-"), word
            url = word
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_every_command_of_the_page_answers_as_the_page_says(
    live_server, market, system, monkeypatch
):
    monkeypatch.undo()  # the server's clock is the real one
    gas = system("990100-gas")
    monkeypatch.undo()
    values = {"API": f"{live_server.url}/api/v1", "KEY": market.key, "GASKEY": gas.key}
    done = commands()
    assert len(done) >= 14
    for command, expected in done:
        wanted, _space, rest = expected.partition(" ")
        status, body = call(command, values)
        assert status == int(wanted), (command, body)
        if rest.startswith("$"):
            name, field = rest[1:].split(" = ")
            values[name] = json.loads(body)[field]
        elif rest:
            assert rest.replace(" ", "") in body.replace(" ", ""), (command, body)

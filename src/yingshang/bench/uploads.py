"""Two hundred photographs of 10 MB handed in at once: what the server's processes need of memory.

Each is an application of its own with one file, sent through a real server on a database that is
gone afterwards; the peak is the sum over the server's processes of their high-water marks, which
the kernel keeps (VmHWM), so nothing is missed between two looks.
"""

from __future__ import annotations

import hashlib
import re
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from yingshang.bench.own_database import in_its_own_database

__all__ = ["crowd_of_files", "uploads"]

AT_ONCE, SIZE = 200, 10 * 1024 * 1024 - 4096
ITEM, MATERIAL = "food-permit", "layout"
BOUNDARY = "yingshang-bench-boundary"
FORM = {
    "company": "青岚市明禾餐饮有限公司",
    "uscc": "91990101MA0000001Y",
    "kind": "餐饮服务经营者",
    "address": "东城区青年路8号",
    "area": "80",
    "manager": "林晓",
    "phone": "13800000001",
}


def uploads() -> list[dict[str, Any]]:
    """One row: how many at once, answers by status, seconds, peak memory in MB."""
    return [in_its_own_database("sqlite", "uploads")]


def crowd_of_files() -> dict[str, Any]:
    """Runs in the worker process, on a database of its own."""
    from django.utils import timezone

    from yingshang.bench.crowd import Officer
    from yingshang.bench.million import _free_port, _wait_for
    from yingshang.bench.worker import prepared
    from yingshang.city.cases import service as cases
    from yingshang.surfaces.demo.people import load_cast

    prepared()
    load_cast(at=timezone.now())
    port = _free_port()
    command = [sys.executable, "-m", "yingshang", "serve", "--port", str(port), "--no-jobs"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        lin = Officer("127.0.0.1", port, "lin", [], seed=1)
        lin.sign_in()
        _status, page = lin.ask("GET", f"/apply/{ITEM}/")
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        before = _memory(server.pid)
        begun = time.perf_counter()
        answers = _all_at_once(port, _cookies(lin), token)
        took = time.perf_counter() - begun
        peak = _memory(server.pid)
    finally:
        server.terminate()
        server.wait()
    filed = sum(1 for row in cases.facts() if row["item"] == ITEM)
    return {
        "at_once": AT_ONCE,
        "MB_each": round(SIZE / 2**20, 1),
        "answers": answers,
        "cases_filed": filed,
        "seconds": round(took, 1),
        "memory_before_MB": before,
        "memory_peak_MB": peak,
    }


def _cookies(lin: Any) -> str:
    return "; ".join(f"{name}={value}" for name, value in lin._cookies.items())


def _all_at_once(port: int, cookies: str, token: str) -> dict[str, int]:
    answers: dict[str, int] = {}
    lock, gate = threading.Lock(), threading.Barrier(AT_ONCE)
    filler = hashlib.sha256(b"photo").digest() * (64 * 1024 // 32)

    def one(number: int) -> None:
        gate.wait()
        try:
            status = _send(port, cookies, token, number, filler)
        except OSError as error:
            status = type(error).__name__
        with lock:
            answers[status] = answers.get(status, 0) + 1

    threads = [threading.Thread(target=one, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _send(port: int, cookies: str, token: str, number: int, filler: bytes) -> str:
    """One application with one picture, written piece by piece as a telephone does."""
    head = (
        _fields(token)
        + (
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
            f'name="file-{MATERIAL}"; filename="photo{number}.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        ).encode()
    )
    first = b"\xff\xd8\xff\xe0" + number.to_bytes(4, "big")
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    length = len(head) + SIZE + len(tail)
    with socket.create_connection(("127.0.0.1", port), timeout=600) as line:
        line.sendall(
            (
                f"POST /apply/{ITEM}/review/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
                f"Cookie: {cookies}\r\nContent-Length: {length}\r\nConnection: close\r\n"
                f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
            ).encode()
        )
        line.sendall(head + first)
        left = SIZE - len(first)
        while left:
            piece = filler[: min(left, len(filler))]
            line.sendall(piece)
            left -= len(piece)
        line.sendall(tail)
        answer = line.recv(64)
    return answer.split(b" ")[1].decode() if answer.startswith(b"HTTP/1.1 ") else "no answer"


def _fields(token: str) -> bytes:
    said = {"csrfmiddlewaretoken": token, "form_key": str(uuid.uuid4()), **FORM}
    return b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in said.items()
    )


def _memory(pid: int) -> int:
    """High-water marks of a process and all below it, together, in MB."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        status = Path(f"/proc/{one}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        total += int(found[1]) if found else 0
        for task in Path(f"/proc/{one}/task").iterdir():
            todo += [int(child) for child in (task / "children").read_text().split()]
    return total // 1024

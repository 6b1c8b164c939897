#!/usr/bin/env python3
"""Verify a receipt of Yingshang 营商 with nothing but Python 3.9 or later: no package, no network.

    python3 verify_receipt.py RECEIPT.json --keys keys.json

One file on purpose, sharing no line with the platform: what it says does not rest on the platform.
`keys.json` are the platform's public keys; get them from its page, better from somebody else.
Exit 0: everything that the file claims is proven. 1: something is false. 2: not checkable.
Format and test vectors: docs/receipts.md.
"""

import hashlib
import json
import sys

# --- Ed25519, RFC 8032 §5.1: verification only -----------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _add(a, b):
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    z, t = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, t - z, t + z, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(factor, point):
    found = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            found = _add(found, point)
        point, factor = _add(point, point), factor >> 1
    return found


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _point(raw):
    """The point that 32 bytes stand for, or None."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, message, signature):
    """Whether the signature (128 hex) on the message is of the public key (64 hex)."""
    key, raw = bytes.fromhex(public), bytes.fromhex(signature)
    if len(key) != 32 or len(raw) != 64:
        return False
    a, r, s = _point(key), _point(raw[:32]), int.from_bytes(raw[32:], "little")
    if a is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(raw[:32] + key + message).digest()
    k = int.from_bytes(digest, "little") % L
    return _same(_times(s, BASE), _add(r, _times(k, a)))


# --- the receipt -------------------------------------------------------------------------------


def canonical(body):
    """RFC 8785 for objects of text and whole numbers with ASCII names."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def key_id(public):
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]


def included(leaf, index, size, proof, root):
    """RFC 9162 §2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last = index, size - 1
    node = hashlib.sha256(b"\x00" + leaf).digest()
    for text in proof:
        if last == 0:
            return False
        sibling = bytes.fromhex(text)
        if at % 2 or at == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        at, last = at // 2, last // 2
    return last == 0 and node.hex() == root


def check(file, trusted):
    """(exit code, one sentence) for a parsed receipt file and the public keys one trusts."""
    said, proof, own = file["receipt"], file["inclusion"], file["public_key"]
    if said["kind"] != "yingshang-receipt" or said["version"] != 1:
        return 2, "This is no receipt of a kind that I know."
    if said["key"] != key_id(own) or not signed(own, canonical(said), file["signature"]):
        return 1, "The signature does not fit the receipt: it was changed."
    what = f"{said['case']}, fact {said['seq']} ({said['event']} at {said['at']})"
    night = ""
    if proof is not None:
        head, keys = proof["head"], {key_id(key): key for key in [*trusted, own]}
        leaf = "\n".join([said["case"], str(said["seq"]), said["hash"]]).encode()
        key = keys.get(head["key"])
        if key is None or not signed(key, canonical(head), proof["signature"]):
            return 1, "The checkpoint that comes with the receipt is not signed by a known key."
        if not included(leaf, proof["index"], head["size"], proof["proof"], head["root"]):
            return 1, "The receipt is signed, but its proof does not lead to the checkpoint's root."
        night = f" It lies under checkpoint {head['number']} ({head['cutoff']})."
    if not trusted:
        unproven = f"Not proven: whose key {said['key']} is; give --keys."
        return 2, f"Unchanged: {what}.{night} {unproven}"
    if own not in trusted:
        return 1, f"Signed, but by key {said['key']}, which is not one that you trust."
    if proof is None:
        return 0, f"True: {what}, signed. Not yet proven: that it lies under a checkpoint."
    return 0, f"True: {what}, signed.{night}"


def main(words):
    if not words or len(words) not in (1, 3) or (len(words) == 3 and words[1] != "--keys"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with open(words[0], encoding="utf-8-sig") as opened:
            file = json.loads(opened.read(65537))
        trusted = []
        if len(words) == 3:
            with open(words[2], encoding="utf-8-sig") as opened:
                trusted = [row["public"] for row in json.load(opened)["keys"]]
        code, sentence = check(file, trusted)
    except OSError as error:
        code, sentence = 2, f"Cannot read {error.filename}: {error.strerror}."
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        code, sentence = 1, "This file is not a receipt, or parts of it are missing."
    print(sentence, file=sys.stdout if code == 0 else sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

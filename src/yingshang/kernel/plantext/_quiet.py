"""The collector of cycles rests while a text is read: it would walk the tree being built."""

import gc
from threading import Lock

__all__ = ["quiet"]


class _Quiet:
    """Readers in several threads share one rest; the last to leave ends it.

    A collector that was off before the first of them came stays off.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._wakes = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._wakes = gc.isenabled()
                gc.disable()
            self._inside += 1

    def __exit__(self, *raised: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._wakes:
                gc.enable()


quiet = _Quiet()

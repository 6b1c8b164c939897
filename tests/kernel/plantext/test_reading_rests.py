"""The collector of cycles rests while a text is read, and is left as it was."""

import gc

import pytest

from yingshang.kernel.plantext import parse
from yingshang.kernel.plantext._quiet import quiet


def test_the_collector_is_left_as_it_was() -> None:
    assert gc.isenabled()
    parse("1.推进网上办理。（市审批局负责）")
    assert gc.isenabled()
    with quiet:
        parse("1.推进网上办理。（市审批局负责）")
        assert not gc.isenabled()  # somebody else is still reading
    assert gc.isenabled()


def test_a_reader_that_fails_wakes_it() -> None:
    with pytest.raises(ValueError, match="broken"), quiet:
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        parse("1.推进网上办理。（市审批局负责）")
        assert not gc.isenabled()
    finally:
        gc.enable()

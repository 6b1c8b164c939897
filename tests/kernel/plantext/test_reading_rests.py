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


def test_a_row_of_endless_digits_is_passed_over() -> None:
    head = "澄州市2026年行动方案\n1.推进网上办理，建成站点3个。（市审批局负责）\n2.优化服务。"
    plan = parse(
        head + "123456789" * 4000 + "。" + "123," * 9000
    )  # took minutes when tried from each of its places
    assert [target.value for task in plan.tasks for target in task.targets] == [3]

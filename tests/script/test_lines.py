"""The lines of two texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from studio.script.lines import Block, blocks_of

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "", " "]), max_size=30)


@given(WORDS, WORDS)
def test_every_line_is_in_one_block_and_equal_ones_are_equal(
    old: list[str], new: list[str]
) -> None:
    at = there = 0
    for block in blocks_of(old, new):
        assert (block.a, block.c) == (at, there)
        assert (block.b, block.d) != (at, there)
        if block.same:
            assert old[block.a : block.b] == new[block.c : block.d]
        at, there = block.b, block.d
    assert (at, there) == (len(old), len(new))


def test_one_line_among_many_is_one_block() -> None:
    old = [f"line {n}" for n in range(50)]
    new = [*old[:20], "other", *old[21:]]
    assert blocks_of(old, new) == [
        Block(True, 0, 20, 0, 20), Block(False, 20, 21, 20, 21), Block(True, 21, 50, 21, 50),
    ]  # fmt: skip


def test_every_second_line_is_a_block_of_its_own() -> None:
    old = [f"{n} old" if n % 2 else f"{n}" for n in range(400)]
    new = [line.replace("old", "new") for line in old]
    changed = [block for block in blocks_of(old, new) if not block.same]
    assert [(block.a, block.b) for block in changed] == [(n, n + 1) for n in range(1, 400, 2)]

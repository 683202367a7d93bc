"""Two orders of the same things become one: the maker's where the maker made one."""

from collections.abc import Collection, Sequence


def woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """`first`, with what only `second` has put behind what stands before it there."""
    out = list(first)
    there = set(out)
    at = 0
    for name in second:
        if name in there:
            at = out.index(name) + 1
        else:
            out.insert(at, name)
            there.add(name)
            at += 1
    return out


def in_order(was: Sequence[str], mine: Sequence[str], planned: Sequence[str]) -> list[str]:
    """The planned order, unless the maker changed the one there was: then the maker's.

    `was` is what was planned before, `mine` what the film has. Everything of both is in it.
    """
    return woven(mine, planned) if _moved(was, mine) else woven(planned, mine)


def _moved(was: Sequence[str], mine: Sequence[str]) -> bool:
    return _among(was, set(mine)) != _among(mine, set(was))


def _among(names: Sequence[str], some: Collection[str]) -> list[str]:
    return [name for name in names if name in some]

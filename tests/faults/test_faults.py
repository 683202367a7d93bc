"""Every fault at both services: the shot ends as the table says, with its sentence, made once."""

from pathlib import Path

import pytest

from tests.faults.table import CASES, Case, played


@pytest.mark.parametrize("place", [0, 1], ids=["kling", "seedance"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_ends_as_the_table_says(case: Case, place: int, tmp_path: Path) -> None:
    ending = played(case, ("kling", "seedance")[place], tmp_path)
    assert ending.job.state.value == case.state[place], ending
    assert (ending.key, ending.made) == (case.key[place], case.made[place])
    if ending.job.error is not None:
        for language in ("en", "zh"):
            assert "{" not in ending.job.error.text(language)
    else:
        assert ending.cost is not None

"""A job's states and the steps between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import BadInput
from studio.jobs.job import LIVE, STEPS, State
from tests.jobs.builders import make_job


def test_every_state_has_its_steps() -> None:
    assert set(STEPS) == set(State)
    assert STEPS[State.DONE] == frozenset()


@given(st.lists(st.sampled_from(list(State)), max_size=12))
def test_only_legal_steps_are_taken(wishes: list[State]) -> None:
    job = make_job()
    for wish in wishes:
        before = job
        if wish in STEPS[job.state]:
            job = job.step(wish)
            assert job.state is wish
            assert (job.ended is None) == (wish in LIVE)
        else:
            with pytest.raises(BadInput):
                job.step(wish)
            assert job is before


def test_a_sending_begun_anew_has_another_key() -> None:
    job = make_job()
    assert job.key == job.id
    assert job.evolve(attempts=1).key not in {job.key, job.evolve(attempts=2).key}


def test_a_job_has_one_take_id() -> None:
    job = make_job()
    assert job.take_id == job.evolve(attempts=3).take_id != make_job(2).take_id

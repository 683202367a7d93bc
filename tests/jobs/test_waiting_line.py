"""Which of the jobs that wait is the next."""

from studio.jobs.job import Job
from studio.jobs.waiting_line import WaitingLine
from tests.jobs.builders import make_job


def line(*jobs: Job) -> WaitingLine:
    made = WaitingLine()
    for job in jobs:
        made.add(job)
    return made


def turn(waiting: WaitingLine, *, due: bool = True) -> list[str]:
    return [job.id for job in waiting.in_turn(lambda _job: due)]


def test_those_put_first_come_first_and_the_last_of_them_before_all() -> None:
    one, two, three = (make_job(number) for number in (1, 2, 3))
    waiting = line(one, two, three)
    assert turn(waiting) == [one.id, two.id, three.id]
    waiting.put_first(two.id)
    waiting.put_first(three.id)
    assert turn(waiting) == [three.id, two.id, one.id]
    waiting.drop(three.id)
    waiting.drop("nobody")
    assert [*waiting] == [one.id, two.id]


def test_a_held_line_lets_out_only_what_exists_at_a_service() -> None:
    new, sent = make_job(1), make_job(2, remote_id="task-2")
    waiting = line(new, sent)
    waiting.held = True
    assert turn(waiting) == [sent.id]


def test_a_part_waits_for_its_generation() -> None:
    lead = make_job(1)
    part = make_job(2, part_of=lead.id)
    assert turn(line(lead, part), due=False) == [lead.id]
    assert turn(line(lead, part)) == [lead.id, part.id]

"""What the maker thinks of takes: rejected, noted, chosen again."""

from pathlib import Path

import pytest

from studio.errors import EditRefused
from studio.timeline.document import Document
from studio.timeline.project import Project
from studio.timeline.queries import find_shot, shown_takes, verdict_on
from studio.timeline.shot_edits import choose_take, duplicate_shot, split_shot
from studio.timeline.store import create, read
from studio.timeline.story import Shot, Verdict
from studio.timeline.take_edits import note_take, reject_take
from tests.jobs.builders import make_project, make_take, shot_id

OWNER = shot_id(1)
OLD, NEW = make_take(OWNER, 1), make_take(OWNER, 2)
TAKES = {OWNER: [OLD, NEW]}


def shot_of(film: Project) -> Shot:
    found = find_shot(film, OWNER)
    assert found is not None
    return found


def test_a_rejected_take_is_never_the_newest() -> None:
    film = make_project(2)
    assert shown_takes(film, TAKES) == {OWNER: NEW}
    film = reject_take(film, OWNER, NEW.id)
    assert shown_takes(film, TAKES) == {OWNER: OLD}
    film = reject_take(film, OWNER, OLD.id)
    assert shown_takes(film, TAKES) == {}
    back = reject_take(film, OWNER, OLD.id, rejected=False)
    assert shown_takes(back, TAKES) == {OWNER: OLD}


def test_rejecting_the_chosen_take_chooses_none_and_choosing_takes_it_back() -> None:
    film = choose_take(make_project(2), OWNER, OLD.id)
    out = reject_take(film, OWNER, OLD.id)
    assert shot_of(out).take is None
    again = choose_take(out, OWNER, OLD.id)
    assert shot_of(again).take == OLD.id
    assert shot_of(again).verdicts == ()


def test_a_note_stays_beside_a_verdict_and_goes_when_it_is_empty() -> None:
    film = note_take(make_project(2), OWNER, OLD.id, "the hand is wrong")
    film = reject_take(film, OWNER, OLD.id)
    both = Verdict(take=OLD.id, rejected=True, note="the hand is wrong")
    assert verdict_on(shot_of(film), OLD.id) == both
    film = reject_take(film, OWNER, OLD.id, rejected=False)
    assert verdict_on(shot_of(film), OLD.id).note == "the hand is wrong"
    assert shot_of(note_take(film, OWNER, OLD.id, " ")).verdicts == ()


def test_a_verdict_that_changes_nothing_is_no_step() -> None:
    document = Document(make_project(2))
    document.apply("Reject", reject_take, OWNER, OLD.id, rejected=False)
    document.apply("Note", note_take, OWNER, OLD.id, "")
    assert document.undo_label is None
    document.apply("Reject", reject_take, OWNER, OLD.id)
    document.apply("Reject", reject_take, OWNER, OLD.id)
    assert document.steps == (("Reject",), ())


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(EditRefused):
        note_take(make_project(2), OWNER, OLD.id, "x" * 2_001)
    with pytest.raises(EditRefused):
        reject_take(make_project(2), "sh_nowhere0", OLD.id)


def test_verdicts_are_saved_and_stay_with_the_shot_whose_takes_they_are_on(tmp_path: Path) -> None:
    film = reject_take(make_project(2), OWNER, OLD.id)
    create(tmp_path / "a.reel", film).close()
    assert read(tmp_path / "a.reel") == film
    first, copy = duplicate_shot(film, OWNER).scenes[0].shots[:2]
    assert (len(first.verdicts), copy.verdicts) == (1, ())
    left, right = split_shot(film, OWNER, 2).scenes[0].shots[:2]
    assert (len(left.verdicts), right.verdicts) == (1, ())

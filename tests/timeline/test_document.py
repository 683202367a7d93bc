"""The document: one step an edit, one step a drag, typing in one step, refusals without a trace."""

from collections.abc import Callable

import pytest

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.document import Document
from studio.timeline.history import STEPS
from studio.timeline.project import Project
from studio.timeline.story_edits import change_shot, change_subject, duplicate_shot
from studio.timeline.track_edits import change_track
from tests.timeline.films import HERO, make_film, shot_id

A = shot_id("a")


class BrokenOffError(Exception):
    """The maker pressed Escape."""


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def length(document: Document) -> int:
    return document.project.scenes[0].shots[0].frames


def longer(film: Project, extra: int) -> Project:
    return change_shot(film, A, frames=film.scenes[0].shots[0].frames + extra)


def test_undo_and_redo_give_the_same_objects() -> None:
    document = Document(make_film())
    films = [document.project]
    for frames in (50, 60):
        document.apply(f"To {frames}", change_shot, A, frames=frames)
        films.append(document.project)
    assert (document.undo_label, document.redo_label) == ("To 60", None)
    assert document.undo() == "To 60"
    assert (document.undo_label, document.redo_label) == ("To 50", "To 60")
    assert document.project is films[1]
    assert document.undo() == "To 50"
    assert document.undo() is None
    assert document.project is films[0]
    assert document.redo() == "To 50"
    assert document.redo() == "To 60"
    assert document.redo() is None
    assert document.project is films[2]


def test_an_edit_after_undo_forgets_what_lay_ahead() -> None:
    document = Document(make_film())
    document.apply("One", change_shot, A, frames=50)
    document.undo()
    document.apply("Two", change_shot, A, frames=60)
    assert document.redo() is None
    assert document.undo() == "Two"


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    document = Document(make_film())
    document.apply("Nothing", change_shot, A, frames=48)
    assert document.undo_label is None
    assert not document.modified


def test_only_so_many_steps_are_kept() -> None:
    document = Document(make_film())
    for n in range(STEPS + 20):
        document.apply("Step", change_shot, A, frames=100 + n)
    undone = 0
    while document.undo():
        undone += 1
    assert undone == STEPS
    assert length(document) == 119


def test_a_gesture_is_one_step() -> None:
    document = Document(make_film())
    start = document.project
    seen: list[int] = []
    document.subscribe(lambda before, after: seen.append(length(document)))
    with document.gesture("Stretch") as drag:
        for extra in (2, 12, 22):
            drag.move(longer, extra)
    assert seen == [50, 60, 70]  # each from the start of the drag, not from the move before
    assert document.undo() == "Stretch"
    assert document.project is start
    assert document.undo() is None


def test_a_gesture_back_to_the_start_is_no_step() -> None:
    document = Document(make_film())
    with document.gesture("Stretch") as drag:
        drag.move(change_shot, A, frames=50)
        drag.move(change_shot, A, frames=48)
    assert document.undo_label is None


def broken_off(document: Document) -> None:
    with document.gesture("Stretch") as drag:
        drag.move(change_shot, A, frames=90)
        raise BrokenOffError


def test_a_gesture_broken_off_never_was() -> None:
    document = Document(make_film())
    document.apply("Before", change_shot, A, frames=50)
    document.undo()
    start = document.project
    with pytest.raises(BrokenOffError):
        broken_off(document)
    assert document.project is start
    assert document.redo() == "Before"


def test_a_refused_move_leaves_the_drag_going() -> None:
    document = Document(make_film())
    with document.gesture("Stretch") as drag:
        drag.move(change_shot, A, frames=90)
        with pytest.raises(EditRefused):
            drag.move(change_shot, A, frames=0)
        with pytest.raises(EditRefused):
            drag.move(change_shot, A, subjects=("su_none0000",))
        assert length(document) == 90
    drag.move(change_shot, A, frames=20)
    assert length(document) == 90


def test_nothing_else_happens_during_a_drag() -> None:
    document = Document(make_film())
    document.apply("Before", change_shot, A, frames=50)
    with document.gesture("Stretch") as drag:
        drag.move(change_shot, A, frames=60)
        assert document.undo() is None
        assert document.redo() is None
        with pytest.raises(EditRefused, match="Stretch"):
            document.apply("Other", change_shot, A, frames=70)
        with pytest.raises(EditRefused, match="Stretch"):
            document.gesture("Second").__enter__()
    assert document.undo() == "Stretch"
    assert length(document) == 50


def typed(document: Document, text: str, field: str = "prompt", label: str = "Type") -> Project:
    return document.apply(label, change_shot, A, field=f"{A}.{field}", **{field: text})


def test_typing_merges_within_a_second() -> None:
    clock = Clock()
    document = Document(make_film(), clock=clock)
    start = document.project
    for moment, text in ((0.0, "x"), (0.9, "xy"), (1.8, "xyz")):
        clock.now = moment
        typed(document, text)
    between = document.project
    clock.now = 2.9
    typed(document, "later")
    assert document.undo() == "Type"
    assert document.project is between
    document.undo()
    assert document.project is start


def renamed(document: Document) -> None:
    document.apply("Rename", change_subject, HERO, name="Another")


INTERRUPTIONS: dict[str, Callable[[Document], object]] = {
    "another field": lambda document: typed(document, "dark", "note"),
    "another label": lambda document: typed(document, "xx", label="Paste"),
    "another edit": renamed,
    "undo and redo": lambda document: (document.undo(), document.redo()),
    "a save": lambda document: document.saved(document.project),
}


@pytest.mark.parametrize("what", INTERRUPTIONS)
def test_typing_does_not_merge_over(what: str) -> None:
    document = Document(make_film(), clock=Clock())
    typed(document, "x")
    INTERRUPTIONS[what](document)
    before = document.project
    typed(document, "xyz")
    document.undo()
    assert document.project is before


def test_a_refused_edit_changes_nothing_and_is_not_heard() -> None:
    document = Document(make_film())
    start = document.project
    heard: list[tuple[Project, Project]] = []
    end = document.subscribe(lambda before, after: heard.append((before, after)))
    with pytest.raises(EditRefused) as caught:
        document.apply("Bad", change_shot, A, subjects=("su_none0000",))
    assert caught.value.key == "timeline.no_subject"
    assert document.project is start
    assert heard == []
    document.apply("Good", change_shot, A, prompt="!")
    assert heard == [(start, document.project)]
    end()
    end()
    document.apply("Good", change_shot, A, prompt="?")
    assert len(heard) == 1


def test_a_film_with_old_faults_can_still_be_edited() -> None:
    film = make_film()
    broken = film.evolve(subjects=film.subjects[1:])
    assert check(broken)
    document = Document(broken)
    document.apply("Fine", change_shot, A, prompt="!")
    assert document.modified
    with pytest.raises(EditRefused):
        document.apply("Worse", change_shot, A, subjects=("su_none0000",))


def test_modified_follows_saving_and_undo() -> None:
    document = Document(assemble(make_film()))
    document.apply("Copy", duplicate_shot, A)
    saved = document.project
    document.saved(saved)
    assert not document.modified
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified


def test_jumping_goes_many_steps_in_one_change() -> None:
    document = Document(Project())
    seen: list[str] = []
    document.subscribe(lambda _before, after: seen.append(after.title))
    for name in ("a", "b", "c"):
        document.apply(name, lambda film, name=name: film.evolve(title=name))
    seen.clear()
    document.jump(-2)
    assert (seen, document.steps) == (["a"], (("a",), ("b", "c")))
    document.jump(1)
    assert (document.project.title, document.steps) == ("b", (("a", "b"), ("c",)))
    document.jump(99)
    document.jump(-99)
    assert (document.project.title, document.steps) == ("", ((), ("a", "b", "c")))


def test_an_edit_of_the_cut_leaves_the_very_story() -> None:
    film = assemble(make_film())
    after = change_track(film, film.cut.tracks[0].id, muted=True)
    assert after is not film
    assert after.scenes is film.scenes
    assert after.cut.tracks[1].clips is film.cut.tracks[1].clips
    assert after.cut.markers is film.cut.markers

"""Earlier states: what is listed, how they differ, and that going back loses nothing."""

import json
import os
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from studio.errors import BadInput, ProjectError
from studio.timeline.assembly import assemble
from studio.timeline.backups import APART, AWAY, BACKUPS, backups
from studio.timeline.document import Document
from studio.timeline.earlier import back_to, earlier, state_named
from studio.timeline.following import follow
from studio.timeline.project import Project
from studio.timeline.queries import find_shot
from studio.timeline.shot_edits import change_shot, choose_take, remove_shots
from studio.timeline.store import create, open_folder, read
from studio.timeline.story import Reference, ReferenceKind
from studio.timeline.story_edits import add_reference, remove_scene
from studio.timeline.take_edits import reject_take
from tests.jobs.builders import make_project, shot_id

FIRST, SECOND = shot_id(1), shot_id(2)
PICTURE = Reference(id="rf_00000001", name="sea", kind=ReferenceKind.PICTURE)


def saved(folder: Path, films: Sequence[Project]) -> Path:
    with create(folder, films[0]) as store:
        for film in films[1:]:
            store.save(film)
    return folder


def words(folder: Path, language: str = "en") -> list[str]:
    return [
        ", ".join(part.text(language) for part in state.difference.parts)
        for state in earlier(folder, read(folder))
        if state.difference is not None
    ]


def test_states_are_told_by_what_they_have_and_the_film_has_not(tmp_path: Path) -> None:
    whole = make_project(3)
    cut_down = remove_shots(whole, [SECOND])
    other = change_shot(cut_down, FIRST, prompt="a storm")
    folder = saved(tmp_path / "film", [whole, cut_down, choose_take(other, FIRST, "tk_1"), other])
    assert words(folder) == [
        "another take chosen for 1 shot", "1 shot changed", "1 shot more, 1 shot changed",
    ]  # fmt: skip
    assert words(folder, "zh")[2] == "多 1 个镜头, 1 个镜头不同"


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda film: film.evolve(title="Night"), "other settings"),
        (lambda film: film.evolve(brief="A train."), "another brief"),
        (lambda film: add_reference(film, PICTURE), None),
        (lambda film: change_shot(film, FIRST, frames=48), "1 shot changed, 1.0 s shorter"),
        (lambda film: reject_take(film, FIRST, "tk_1"), None),
        (lambda f: remove_scene(f, f.scenes[0].id), "2 shots more, 2.0 s longer, 1 scene more"),
    ],
)
def test_every_kind_of_edit_has_its_words(
    tmp_path: Path, edit: Callable[[Project], Project], told: str | None
) -> None:
    film = assemble(make_project(2, frames=24))
    folder = saved(tmp_path / "film", [film, follow(film, edit(film))])
    assert words(folder) == ([told] if told else []), "what going back would not change is no state"


def test_each_state_is_listed_once_and_the_present_one_not(tmp_path: Path) -> None:
    one, two = Project(title="one"), Project(title="two")
    folder = saved(tmp_path / "film", [one, two, one, two])
    assert [s.project.title for s in earlier(folder, two) if s.project] == ["one"]
    assert earlier(saved(tmp_path / "only", [one]), one) == []


def test_the_time_of_a_state_is_when_it_was_saved(tmp_path: Path) -> None:
    folder = saved(tmp_path / "film", [Project(title="one")])
    os.utime(folder / "project.json", (1_000_000, 1_000_000))
    with open_folder(folder) as store:
        store.save(Project(title="two"))
    newest = earlier(folder, read(folder))[0]
    assert newest.saved == 1_000_000 or newest.project == Project(title="one")


def test_a_damaged_state_is_listed_as_unreadable_and_the_others_are_read(tmp_path: Path) -> None:
    folder = saved(tmp_path / "film", [Project(title=str(n)) for n in range(4)])
    backups(folder)[1].write_bytes(b"{")
    states = earlier(folder, read(folder))
    assert [s.trouble is not None for s in states] == [False, True, False]
    with pytest.raises(ProjectError):
        state_named(folder, read(folder), str(states[1].number))
    assert state_named(folder, read(folder), str(states[2].number)).project is not None


@pytest.mark.parametrize("name", ["99", "", "two", "-1"])
def test_a_state_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    folder = saved(tmp_path / "film", [Project(title="one"), Project(title="two")])
    with pytest.raises(BadInput):
        state_named(folder, read(folder), name)


def test_going_back_is_one_step_and_loses_nothing_that_came_since() -> None:
    then = make_project(2).evolve(budget={"USD": Decimal(50)})
    now = add_reference(then, PICTURE)
    now = reject_take(change_shot(now, FIRST, prompt="a storm"), FIRST, "tk_bad")
    now = now.evolve(budget={"USD": Decimal(5)})
    document = Document(now)
    document.apply("Back", back_to, then)
    back = document.project
    first, old = find_shot(back, FIRST), find_shot(then, FIRST)
    assert first is not None
    assert old is not None
    assert first.prompt == old.prompt
    assert [v.rejected for v in first.verdicts] == [True], "a take that was out stays out"
    assert back.references == (PICTURE,), "media imported since stay"
    assert back.budget == {"USD": Decimal(5)}, "an old budget allows no new spending"
    document.undo()
    assert document.project is now


def test_what_is_alike_stays_the_very_object() -> None:
    then = Project.model_validate_json(make_project(2).model_dump_json())
    now = change_shot(make_project(2), FIRST, prompt="a storm")
    back = back_to(now, then)
    assert back.subjects is now.subjects
    assert back.cut is now.cut
    assert find_shot(back, SECOND) is find_shot(now, SECOND)
    assert find_shot(back, FIRST) == find_shot(then, FIRST)
    assert back_to(now, now) is now


def titles(folder: Path) -> list[str]:
    return [json.loads(path.read_bytes())["title"] for path in reversed(backups(folder))]


def aged(folder: Path, seconds: float) -> None:
    """As if the film had been saved then."""
    os.utime(folder / "project.json", (seconds, seconds))


def test_of_long_work_a_state_every_ten_minutes_stays(tmp_path: Path) -> None:
    folder = saved(tmp_path / "film", [Project(title="0")])
    os.utime(backups(folder)[0], (1_000, 1_000))
    with open_folder(folder) as store:
        for number in range(1, 40):  # a save a minute
            store._file._stamp = store._file._stamp_now()
            store.save(Project(title=str(number)))
            aged(folder, 1_000 + 60 * number)
    kept = [int(title) for title in titles(folder)]
    assert kept[-BACKUPS:] == list(range(29, 39))
    assert kept[:-BACKUPS] == [0, 10, 20]
    with open_folder(folder) as store:  # and the next session pushes none of them out
        store.save(Project(title="next"))
    assert [int(title) for title in titles(folder)][:3] == [0, 10, 20]


def test_old_states_are_not_kept_for_ever(tmp_path: Path) -> None:
    folder = saved(tmp_path / "film", [Project(title="0")])
    os.utime(backups(folder)[0], (1_000, 1_000))
    with open_folder(folder) as store:
        for number in range(1, BACKUPS + AWAY + 5):
            aged(folder, 1_000 + APART * number)
            store._file._stamp = store._file._stamp_now()
            store.save(Project(title=str(number)))
    assert len(backups(folder)) == BACKUPS + AWAY

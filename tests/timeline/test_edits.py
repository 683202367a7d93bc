"""Edits, undo and the assembled cut: any sequence keeps the film sound."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import EditRefused
from studio.timeline.assembly import assemble
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.document import Document
from studio.timeline.model import derived_id
from studio.timeline.project import Project
from studio.timeline.queries import cues, resolve_shot, shot_labels, shots, shown_take
from studio.timeline.story import (
    Cue,
    CueKind,
    Reference,
    ReferenceKind,
    Role,
    Scene,
    Shot,
    Subject,
)  # fmt: skip
from studio.timeline.story_edits import (
    add_reference,
    change_shot,
    change_subject,
    duplicate_shot,
    insert_shot,
    merge_shots,
    move_shot,
    remove_shots,
    split_shot,
    use_reference,
)  # fmt: skip


def make_shot(name: str, frames: int = 48, lines: int = 1) -> Shot:
    made = tuple(
        Cue(
            id=derived_id("cu", name, n), kind=CueKind.LINE, text=f"{name}{n}",
            speaker="su_hero0000", start=n * 10, frames=8,
        )
        for n in range(lines)
    )  # fmt: skip
    return Shot(
        id=derived_id("sh", name), prompt=name, frames=frames, subjects=("su_hero0000",), cues=made
    )


def make_film() -> Project:
    one = Scene(id="sc_one00000", heading="INT. A", shots=(make_shot("a"), make_shot("b", 24)))
    two = Scene(id="sc_two00000", heading="EXT. B", shots=(make_shot("c", 100, 3),))
    picture = Reference(id="re_pic00000", name="face.png", kind=ReferenceKind.PICTURE)
    music = Cue(id="cu_music000", kind=CueKind.MUSIC, text="drums", frames=172)
    first = one.shots[0].evolve(cues=(*one.shots[0].cues, music))
    one = one.evolve(shots=(first, one.shots[1]))
    hero = Subject(id="su_hero0000", name="Hero")
    return Project(scenes=(one, two), subjects=(hero,), references=(picture,))


def test_assembling_lays_every_shot_once() -> None:
    film = assemble(make_film())
    assert check(film) == ()
    assert film == assemble(film)
    tracks = {track.role: track for track in film.cut.tracks}
    assert [(c.start, c.frames) for c in tracks["picture"].clips] == [(0, 48), (48, 24), (72, 100)]
    assert tracks["dialogue"].kind is TrackKind.SOUND
    assert [(c.start, c.frames) for c in tracks["music"].clips] == [(0, 172)]
    starts = [(c.start, c.frames) for c in tracks["captions"].clips]
    assert starts == [(0, 8), (48, 8), (72, 8), (82, 8), (92, 8)]
    assert [marker.frame for marker in film.cut.markers] == [0, 72]


def test_only_what_changes_is_rebuilt() -> None:
    film = make_film()
    shot = film.scenes[0].shots[0]
    after = change_shot(film, shot.id, prompt="new")
    assert after.scenes[1] is film.scenes[1]
    assert after.scenes[0].shots[1] is film.scenes[0].shots[1]
    assert change_shot(film, shot.id, prompt=shot.prompt) is film
    assert change_subject(film, "su_hero0000", name="Hero") is film


def test_changes_are_validated() -> None:
    film = make_film()
    with pytest.raises(ValueError, match="greater than 0"):
        change_shot(film, film.scenes[0].shots[0].id, frames=0)


def test_split_and_merge_are_inverse_in_length_and_words() -> None:
    film = make_film()
    shot = film.scenes[1].shots[0]
    split = split_shot(film, shot.id, 15)
    left, right = split.scenes[1].shots
    assert (left.frames, right.frames) == (15, 85)
    assert [cue.text for cue in left.cues + right.cues] == ["c0", "c1", "c2"]
    assert [cue.start for cue in right.cues] == [5]
    merged = merge_shots(split, left.id, right.id)
    assert merged.scenes[1].shots[0].frames == 100
    assert [cue.start for cue in merged.scenes[1].shots[0].cues] == [0, 10, 20]


def test_a_role_must_fit_the_reference() -> None:
    film = make_film()
    shot = film.scenes[0].shots[0].id
    used = use_reference(film, shot, "re_pic00000", Role.FIRST_FRAME)
    assert used.scenes[0].shots[0].uses[0].role is Role.FIRST_FRAME
    assert use_reference(used, shot, "re_pic00000", Role.FIRST_FRAME) == used
    with pytest.raises(EditRefused) as caught:
        use_reference(film, shot, "re_pic00000", Role.MUSIC)
    assert "face.png" in str(caught.value)
    again = Reference(id="re_pic00000", name="other", kind=ReferenceKind.SOUND)
    assert add_reference(film, again) is film


def test_labels_and_ids_find_shots() -> None:
    film = make_film()
    labels = shot_labels(film)
    assert list(labels.values()) == ["1-1", "1-2", "2-1"]
    for shot in shots(film):
        assert resolve_shot(film, shot.id) is shot
        assert resolve_shot(film, labels[shot.id]) is shot
        assert resolve_shot(film, labels[shot.id].replace("-", ".")) is shot
    assert resolve_shot(film, "9-9") is None
    assert shown_take(None, []) is None


def test_removing_a_shot_takes_its_clips_along() -> None:
    film = assemble(make_film())
    gone = film.scenes[1].shots[0]
    after = remove_shots(film, [gone.id])
    assert check(after) == ()
    assert len(list(cues(after))) == 3


class BrokenOffError(Exception):
    """The maker pressed Escape."""


def broken_off(document: Document, shot: str) -> None:
    with document.gesture("Stretch") as drag:
        drag.move(change_shot, shot, frames=90)
        raise BrokenOffError


def test_a_gesture_is_one_step_or_none() -> None:
    document = Document(make_film())
    shot = document.project.scenes[0].shots[0].id
    start = document.project
    with document.gesture("Stretch") as drag:
        for frames in (50, 60, 70):
            drag.move(change_shot, shot, frames=frames)
    assert document.project.scenes[0].shots[0].frames == 70
    assert document.undo() == "Stretch"
    assert document.project is start
    with pytest.raises(BrokenOffError):
        broken_off(document, shot)
    assert document.project is start
    assert document.redo() == "Stretch"


def test_typing_merges_within_a_second() -> None:
    moments = iter([0.0, 0.4, 0.8, 5.0])
    document = Document(make_film(), clock=lambda: next(moments))
    shot = document.project.scenes[0].shots[0].id
    start = document.project
    for text in ("x", "xy", "xyz"):
        document.apply("Type", change_shot, shot, prompt=text, field=f"{shot}.prompt")
    between = document.project
    document.apply("Type", change_shot, shot, prompt="later", field=f"{shot}.prompt")
    document.undo()
    assert document.project is between
    document.undo()
    assert document.project is start


def test_a_refused_edit_changes_nothing_and_is_not_heard() -> None:
    document = Document(make_film())
    heard: list[object] = []
    stop = document.subscribe(lambda before, after: heard.append((before, after)))
    with pytest.raises(EditRefused):
        document.apply(
            "Bad", change_shot, document.project.scenes[0].shots[0].id, subjects=("su_none0000",)
        )
    assert heard == []
    document.apply("Good", change_shot, document.project.scenes[0].shots[0].id, prompt="!")
    stop()
    document.apply("Good", change_shot, document.project.scenes[0].shots[0].id, prompt="?")
    assert len(heard) == 1
    assert document.modified


EDITS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 50), st.integers(0, 120)), max_size=25)


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_any_sequence_keeps_the_film_sound_and_undo_exact(
    steps: list[tuple[int, int, int]],
) -> None:
    document = Document(make_film())
    seen = [document.project]
    for kind, pick, number in steps:
        every = list(shots(document.project))
        if not every:
            break
        shot = every[pick % len(every)].id
        scene = document.project.scenes[number % 2].id
        edits = [
            (change_shot, (shot,), {"frames": number + 1}), (duplicate_shot, (shot,), {}),
            (remove_shots, ([shot],), {}), (move_shot, (shot, scene, number % 4), {}),
            (split_shot, (shot, number), {}), (assemble, (), {}),
            (insert_shot, (scene, number % 3, make_shot(f"n{number}")), {}),
        ]  # fmt: skip
        edit, args, kwargs = edits[kind]
        try:
            document.apply("Step", edit, *args, **kwargs)
        except EditRefused:
            continue
        if document.project is not seen[-1]:
            seen.append(document.project)
        assert check(document.project) == ()
        assert Project.model_validate_json(document.project.model_dump_json()) == document.project
    last = len(seen) - 1
    for number in range(last, 0, -1):
        assert document.project is seen[number]
        document.undo()
    assert document.project is seen[0]
    for number in range(1, last + 1):
        document.redo()
        assert document.project is seen[number]

"""Questions a film answers."""

import pytest

from studio.timeline.assembly import assemble
from studio.timeline.queries import (
    all_ids,
    chosen_takes,
    clip_at,
    cues,
    find_clip,
    find_cue,
    find_owner,
    find_reference,
    find_scene,
    find_scene_of,
    find_shot,
    find_subject,
    owner_chosen_take,
    resolve_shot,
    shot_label,
    shot_labels,
    shots,
    shown_take,
    shown_takes,
    story_frames,
    takes_by_owner,
)
from studio.timeline.story_edits import choose_take
from studio.timeline.take import Take, TakeFile
from tests.timeline.films import HERO, ONE, PICTURE, TWO, make_film, shot_id


def make_take(name: str, owner: str) -> Take:
    file = TakeFile(path=f"media/{name}.mp4", sha256="0" * 64, bytes=1)
    return Take(
        id=f"tk_{name:0>8}", owner=owner, job="jb_00000001", backend="test", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00",
    )  # fmt: skip


def test_parts_are_found_by_their_ids() -> None:
    film = assemble(make_film())
    cue = film.scenes[0].shots[0].cues[0]
    clip = film.cut.tracks[0].clips[1]
    assert find_scene(film, TWO) is film.scenes[1]
    assert find_shot(film, shot_id("b")) is film.scenes[0].shots[1]
    assert find_scene_of(film, shot_id("b")) is film.scenes[0]
    assert find_cue(film, cue.id) is cue
    assert find_subject(film, HERO) is film.subjects[0]
    assert find_reference(film, PICTURE) is film.references[0]
    assert find_clip(film, clip.id) == (film.cut.tracks[0], clip)
    for part in (film.scenes[0].shots[0], cue, film.subjects[0], film.references[0]):
        assert find_owner(film, part.id) is part
    for find in (find_scene, find_shot, find_scene_of, find_cue, find_subject, find_reference,
                 find_clip, find_owner, owner_chosen_take, shot_label):  # fmt: skip
        assert find(film, "xx_none0000") is None
    assert find_owner(film, ONE) is None
    assert len(list(all_ids(film))) == len(set(all_ids(film))) == 35


def test_labels_and_ids_find_shots() -> None:
    film = make_film()
    labels = shot_labels(film)
    assert list(labels.values()) == ["1-1", "1-2", "2-1"]
    assert shot_label(film, shot_id("c")) == "2-1"
    for shot in shots(film):
        assert resolve_shot(film, shot.id) is shot
        assert resolve_shot(film, f" {labels[shot.id]} ") is shot
        assert resolve_shot(film, labels[shot.id].replace("-", ".")) is shot
    assert resolve_shot(film, "9-9") is None
    assert resolve_shot(film, "") is None


def test_lengths_and_places() -> None:
    film = assemble(make_film())
    assert story_frames(film) == film.cut.frames == 172
    captions = film.cut.tracks[4]
    found = [clip_at(captions, frame) for frame in (-1, 0, 7, 8, 48, 171)]
    first, second = captions.clips[:2]
    assert found == [None, first, first, None, second, None]


@pytest.mark.parametrize("chosen", [None, "tk_gone0000"])
def test_an_owner_shows_the_newest_take_or_the_chosen_one(chosen: str | None) -> None:
    film, owner = make_film(), shot_id("a")
    line = film.scenes[0].shots[0].cues[0].id
    old, new, other = make_take("old", owner), make_take("new", owner), make_take("x", line)
    takes = takes_by_owner([old, other, new])
    assert takes == {owner: [old, new], line: [other]}
    assert shown_take(chosen, takes[owner]) is new
    assert shown_take(old.id, takes[owner]) is old
    assert shown_take(None, []) is None
    picked = choose_take(film, owner, old.id)
    assert shown_takes(picked, takes) == {owner: old, line: other}
    assert owner_chosen_take(picked, owner) == old.id
    assert owner_chosen_take(picked, line) is None
    assert chosen_takes(picked) == {owner: old.id}
    assert len(list(cues(film))) == 6

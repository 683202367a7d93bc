"""Whatever a maker does in whatever order: the film stays sound, undo and redo are exact."""

from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from studio.errors import EditRefused
from studio.timeline import cut_edits, story_edits
from studio.timeline.check import check
from studio.timeline.cutting import Edge, split_clips, trim
from studio.timeline.document import Document
from studio.timeline.following import follow
from studio.timeline.linking import group_of
from studio.timeline.model import new_id
from studio.timeline.placing import move_clips, taken
from studio.timeline.project import Project
from studio.timeline.queries import clips, cues, shots
from studio.timeline.rate import Rate
from studio.timeline.ripple import carry, insert, ripple_delete, ripple_trim
from studio.timeline.story import CueKind, Role, Scene, Subject, Use, Variant
from tests.timeline.films import PICTURE, SOUND, VIDEO, make_cue, make_film, make_shot

PICK = st.integers(0, 30)
FRAME = st.integers(-3, 180)
REFERENCE = st.sampled_from([PICTURE, SOUND, VIDEO])
ROLE = st.sampled_from(Role)


class BrokenOffError(Exception):
    """The maker pressed Escape."""


class Maker(RuleBasedStateMachine):
    """Does anything to a document and remembers every film it was."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(make_film())
        self.films: list[Project] = [self.document.project]  # the past and the present
        self.checked: Project | None = None

    @property
    def film(self) -> Project:
        return self.document.project

    def do(self, edit: Callable[..., Project], *args: Any, **kwargs: Any) -> None:
        before, refusal = self.film, ""
        try:
            self.document.apply("Step", edit, *args, **kwargs)
        except EditRefused as refused:
            refusal = refused.text("en") + refused.text("zh")
        if refusal:
            assert self.film is before
        if self.film is not before:
            assert self.film != before
            self.films.append(self.film)

    def shot(self, pick: int) -> str:
        every = [shot.id for shot in shots(self.film)]
        return every[pick % len(every)] if every else "sh_none0000"

    def scene(self, pick: int) -> str:
        return self.film.scenes[pick % len(self.film.scenes)].id if self.film.scenes else "sc_none"

    def cue(self, pick: int) -> str:
        every = [cue.id for cue in cues(self.film)]
        return every[pick % len(every)] if every else "cu_none0000"

    def clip(self, pick: int) -> str:
        every = [clip.id for _, clip in clips(self.film)]
        return every[pick % len(every)] if every else "cl_none0000"

    def track(self, pick: int) -> str:
        tracks = self.film.cut.tracks
        return tracks[pick % len(tracks)].id if tracks else "tr_none0000"

    @rule(pick=PICK, frames=FRAME)
    def change_a_shot(self, pick: int, frames: int) -> None:
        self.do(story_edits.change_shot, self.shot(pick), frames=frames)

    @rule(pick=PICK, place=FRAME, frames=st.integers(1, 90))
    def insert_a_shot(self, pick: int, place: int, frames: int) -> None:
        shot = make_shot(new_id("sh"), frames, lines=1)
        self.do(story_edits.insert_shot, self.scene(pick), place, shot)

    @rule(pick=PICK)
    def duplicate_a_shot(self, pick: int) -> None:
        self.do(story_edits.duplicate_shot, self.shot(pick))

    @rule(picks=st.lists(PICK, max_size=3))
    def remove_some_shots(self, picks: list[int]) -> None:
        self.do(story_edits.remove_shots, [self.shot(pick) for pick in picks])

    @rule(pick=PICK, to=PICK, place=FRAME)
    def move_a_shot(self, pick: int, to: int, place: int) -> None:
        self.do(story_edits.move_shot, self.shot(pick), self.scene(to), place)

    @rule(pick=PICK, frame=FRAME)
    def split_a_shot(self, pick: int, frame: int) -> None:
        self.do(story_edits.split_shot, self.shot(pick), frame)

    @rule(pick=PICK)
    def merge_two_shots(self, pick: int) -> None:
        self.do(story_edits.merge_shots, self.shot(pick), self.shot(pick + 1))

    @rule(place=st.none() | FRAME)
    def add_a_scene(self, place: int | None) -> None:
        self.do(story_edits.add_scene, Scene(id=new_id("sc")), place)

    @rule(pick=PICK, place=FRAME)
    def move_a_scene(self, pick: int, place: int) -> None:
        self.do(story_edits.move_scene, self.scene(pick), place)

    @rule(pick=PICK)
    def remove_a_scene(self, pick: int) -> None:
        if len(self.film.scenes) > 1:
            self.do(story_edits.remove_scene, self.scene(pick))

    @rule(pick=PICK, kind=st.sampled_from(CueKind), start=FRAME, frames=st.none() | FRAME)
    def add_a_cue(self, pick: int, kind: CueKind, start: int, frames: int | None) -> None:
        cue = make_cue(new_id("cu"), kind)
        self.do(story_edits.add_cue, self.shot(pick), cue)
        self.do(story_edits.change_cue, cue.id, start=start, frames=frames)

    @rule(pick=PICK, kind=st.sampled_from(CueKind))
    def change_what_a_cue_is(self, pick: int, kind: CueKind) -> None:
        self.do(story_edits.change_cue, self.cue(pick), kind=kind)

    @rule(pick=PICK)
    def remove_a_cue(self, pick: int) -> None:
        self.do(story_edits.remove_cue, self.cue(pick))

    @rule(pick=PICK, reference=REFERENCE, role=ROLE)
    def use_a_reference(self, pick: int, reference: str, role: Role) -> None:
        for target in (self.shot(pick), self.scene(pick), self.cue(pick)):
            self.do(story_edits.use_reference, target, reference, role)

    @rule(pick=PICK, reference=REFERENCE, role=ROLE)
    def drop_a_use(self, pick: int, reference: str, role: Role) -> None:
        self.do(story_edits.drop_use, self.shot(pick), Use(reference=reference, role=role))

    @rule(reference=REFERENCE, cascade=st.booleans())
    def remove_a_reference(self, reference: str, cascade: bool) -> None:
        self.do(story_edits.remove_reference, reference, cascade=cascade)

    @rule(pick=PICK, cascade=st.booleans())
    def change_the_cast(self, pick: int, cascade: bool) -> None:
        self.do(story_edits.add_subject, Subject(id=new_id("su"), name="New"))
        subject = self.film.subjects[pick % len(self.film.subjects)].id
        self.do(story_edits.remove_subject, subject, cascade=cascade)

    @rule(pick=PICK, other=PICK, named=st.booleans(), cascade=st.booleans())
    def dress_somebody(self, pick: int, other: int, named: bool, cascade: bool) -> None:
        if not self.film.subjects:
            return
        subject = self.film.subjects[pick % len(self.film.subjects)]
        self.do(story_edits.add_variant, subject.id, Variant(id=new_id("va"), name="New"), other)
        every = [v.id for each in self.film.subjects for v in each.variants]
        worn = every[other % len(every)] if named else None
        self.do(story_edits.show_variant, [self.shot(other)], subject.id, worn)
        self.do(story_edits.use_reference, every[pick % len(every)], PICTURE, Role.SUBJECT)
        self.do(story_edits.put_first, every[other % len(every)])
        self.do(story_edits.remove_variant, every[pick % len(every)], cascade=cascade)

    @rule(pick=PICK, take=st.none() | st.just("tk_00000001"))
    def choose_a_take(self, pick: int, take: str | None) -> None:
        self.do(story_edits.choose_take, self.shot(pick), take)

    @rule()
    def assemble(self) -> None:
        self.do(cut_edits.assemble)

    @rule(pick=PICK, owner=PICK, start=FRAME, frames=FRAME)
    def place_a_clip(self, pick: int, owner: int, start: int, frames: int) -> None:
        for part in (self.shot(owner), self.cue(owner)):
            self.do(cut_edits.place, self.track(pick), part, start, frames)

    @rule(pick=PICK, start=FRAME, to=st.none() | PICK)
    def move_a_clip(self, pick: int, start: int, to: int | None) -> None:
        track = None if to is None else self.track(to)
        self.do(cut_edits.move_clip, self.clip(pick), start, track)

    @rule(pick=PICK, frame=FRAME, which=st.integers(0, 3))
    def trim_slip_or_split_a_clip(self, pick: int, frame: int, which: int) -> None:
        edits = [cut_edits.trim_start, cut_edits.trim_end, cut_edits.slip, cut_edits.split_clip]
        self.do(edits[which], self.clip(pick), frame)

    @rule(pick=PICK)
    def remove_a_clip(self, pick: int) -> None:
        self.do(cut_edits.remove_clips, [self.clip(pick)])

    @rule(pick=PICK)
    def ripple(self, pick: int) -> None:
        self.do(cut_edits.ripple_remove, self.clip(pick))

    @rule(pick=PICK, by=st.integers(-90, 90), alone=st.booleans())
    def drop_clips_over_others(self, pick: int, by: int, alone: bool) -> None:
        name = self.clip(pick)
        self.do(move_clips, [name] if alone else group_of(self.film, [name]), by)

    @rule(pick=PICK, to=FRAME, which=st.integers(0, 3))
    def carry_or_cut_groups(self, pick: int, to: int, which: int) -> None:
        group = group_of(self.film, [self.clip(pick)])
        edits = [
            lambda film: carry(film, group, to),
            lambda film: ripple_delete(film, group),
            lambda film: insert(film, taken(film, group), max(0, to)),
            lambda film: split_clips(film, group, to),
        ]
        self.do(edits[which])

    @rule(pick=PICK, frame=FRAME, edge=st.sampled_from(Edge), ripple=st.booleans())
    def trim_as_far_as_it_goes(self, pick: int, frame: int, edge: Edge, ripple: bool) -> None:
        if ripple:
            self.do(ripple_trim, self.clip(pick), edge, frame, {})
        else:
            self.do(trim, self.clip(pick), edge, frame)

    @rule(pick=PICK, place=FRAME)
    def move_a_shot_and_let_the_cut_follow(self, pick: int, place: int) -> None:
        shot, scene = self.shot(pick), self.scene(pick + place)
        self.do(lambda film: follow(film, story_edits.move_shot(film, shot, scene, place)))
        self.do(lambda film: follow(film, story_edits.duplicate_shot(film, shot)))

    @rule(pick=PICK, locked=st.booleans())
    def lock_a_track(self, pick: int, locked: bool) -> None:
        self.do(cut_edits.change_track, self.track(pick), locked=locked)

    @rule(pick=PICK, place=FRAME)
    def move_a_track(self, pick: int, place: int) -> None:
        self.do(cut_edits.move_track, self.track(pick), place)

    @rule(frame=FRAME)
    def mark(self, frame: int) -> None:
        self.do(cut_edits.add_marker, frame, "here")

    @rule(rate=st.sampled_from([Rate(num=24), Rate(num=30), Rate(num=24000, den=1001)]))
    def change_the_rate(self, rate: Rate) -> None:
        self.do(cut_edits.change_rate, rate)

    @rule(pick=PICK, frames=st.lists(FRAME, max_size=4), escape=st.booleans())
    def drag(self, pick: int, frames: list[int], escape: bool) -> None:
        clip, before = self.clip(pick), self.film
        try:
            with self.document.gesture("Drag") as drag:
                for frame in frames:
                    try:
                        drag.move(cut_edits.move_clip, clip, frame)
                    except EditRefused:
                        continue
                if escape:
                    raise BrokenOffError
        except BrokenOffError:
            assert self.film is before
        if self.film is not before:
            self.films.append(self.film)

    @precondition(lambda self: len(self.films) > 1)
    @rule(steps=st.integers(1, 8))
    def go_back_and_forth(self, steps: int) -> None:
        steps = min(steps, len(self.films) - 1)
        for step in range(1, steps + 1):
            assert self.document.undo()
            assert self.film is self.films[-1 - step]
        for step in range(steps - 1, -1, -1):
            assert self.document.redo()
            assert self.film is self.films[-1 - step]

    @invariant()
    def is_sound(self) -> None:
        if self.film is not self.checked:
            assert check(self.film) == ()
            self.checked = self.film

    def teardown(self) -> None:
        film = self.film
        assert Project.model_validate_json(film.model_dump_json()) == film
        for earlier in reversed(self.films[:-1]):
            self.document.undo()
            assert self.film is earlier
        assert self.document.undo() is None
        for later in self.films[1:]:
            self.document.redo()
            assert self.film is later
        assert self.film is film


TestMaker = Maker.TestCase
TestMaker.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)

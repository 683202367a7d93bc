"""A text planned again: what was changed by hand stays, and what tells the same is the same."""

import pytest

from studio.errors import BadInput
from studio.jobs.telling import told, told_scene
from studio.script.compose import Plan
from studio.script.planner import grammar_plan
from studio.timeline.check import check
from studio.timeline.cut import TrackKind
from studio.timeline.cutting import Edge, trim
from studio.timeline.following import follow
from studio.timeline.kept import GONE, Kept, kept_in, settled, take_texts
from studio.timeline.project import Project
from studio.timeline.queries import clips, cues, find_shot, shots
from studio.timeline.rate import Rate
from studio.timeline.script_edits import forget_left, write_text
from studio.timeline.shot_edits import change_shot, insert_shot, move_shot, remove_shots
from studio.timeline.story import CueKind, Move, Shot, Size, Variant
from studio.timeline.subject_edits import change_subject
from studio.timeline.variant_edits import show_variant

TEXT = """# The Ferry

Scene 1: Harbour, night
Wide shot: Rain runs down the windows of the empty tea house.
Anna: You missed the ferry again.
Medium shot: Anna pours the tea slowly into two cups.

Scene 2: Street, dawn
Wide shot: The street is empty and wet under the lamps.
Ben: One winter, that is all.
Full shot: Ben walks toward the ferry and looks back.
"""
CAT = "Close-up: A black cat sleeps on the warm counter.\n"


def plan(text: str) -> Plan:
    return grammar_plan(text, rate=Rate(num=24), size=(640, 360))


def tell(film: Project, text: str, taken: tuple[str, ...] = ()) -> Project:
    after = told(film, text, plan(text), taken)
    assert check(after) == ()
    return after


def first() -> Project:
    return tell(Project(), TEXT)


def ids(film: Project) -> list[str]:
    return [shot.id for shot in shots(film)]


def shot_of(film: Project, words: str) -> Shot:
    """The shot that shows or says these words."""
    return next(
        shot
        for shot in shots(film)
        if words in shot.prompt or any(words in cue.text for cue in shot.cues)
    )


def test_the_same_text_changes_nothing() -> None:
    film = first()
    assert tell(film, TEXT) == film


def test_an_edited_sentence_keeps_its_shot_and_all_others() -> None:
    film = first()
    after = tell(film, TEXT.replace("pours the tea slowly", "pours the hot tea slowly"))
    assert ids(after) == ids(film)
    assert "hot tea" in shot_of(after, "two cups").prompt
    assert [scene.id for scene in after.scenes] == [scene.id for scene in film.scenes]


def test_an_edited_line_keeps_its_cue() -> None:
    film = first()
    old = next(cue for cue in cues(film) if "missed" in cue.text)
    after = tell(film, TEXT.replace("You missed the ferry again.", "Nothing sails tonight."))
    new = next(cue for cue in cues(after) if cue.id == old.id)
    assert new.text == "Nothing sails tonight."
    assert ids(after) == ids(film)


def test_a_new_sentence_is_a_new_shot_where_it_stands() -> None:
    film = first()
    after = tell(film, TEXT.replace("\nScene 2", f"{CAT}\nScene 2"))
    assert [name for name in ids(after) if name in ids(film)] == ids(film)
    new = shot_of(after, "black cat")
    assert after.scenes[0].shots[-1] is new
    lane = [c.owner for t, c in clips(after) if t.kind is TrackKind.PICTURE]
    assert lane == ids(after), "the cut follows"


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "Steam rises."},
        {"size": Size.CLOSE_UP},
        {"moves": (Move.ORBIT_LEFT,)},
        {"frames": 17, "cues": ()},
        {"backend": "fake", "seed": 7, "takes_wanted": 3},
        {"negative": "blur", "note": "mine", "take": "tk_0001"},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_what_was_changed_by_hand_stays(changes: dict[str, object]) -> None:
    film = first()
    name = shot_of(film, "pours the tea").id
    film = change_shot(film, name, **changes)
    after = tell(film, TEXT.replace("pours the tea slowly", "pours the hot tea slowly"))
    shot = find_shot(after, name)
    assert shot is not None
    assert {field: getattr(shot, field) for field in changes} == changes
    if "prompt" not in changes:
        assert "hot tea" in shot.prompt, "the rest follows the text"


def test_a_shot_of_the_makers_own_and_their_order_stay() -> None:
    film = first()
    mine = Shot(id="sh_mine0000", prompt="A gull.", frames=10)
    film = insert_shot(film, film.scenes[0].id, 1, mine)
    last = film.scenes[1].shots[-1].id
    film = move_shot(film, last, film.scenes[1].id, 0)
    after = tell(film, TEXT.replace("\nScene 2", f"{CAT}\nScene 2"))
    assert after.scenes[0].shots[1] is mine
    assert after.scenes[1].shots[0].id == last
    assert "black cat" in after.scenes[0].shots[-1].prompt


def test_a_shot_taken_to_another_scene_stays_there() -> None:
    film = first()
    name = film.scenes[1].shots[-1].id
    film = move_shot(film, name, film.scenes[0].id, 0)
    after = tell(film, TEXT.replace("under the lamps", "under two lamps"))
    assert after.scenes[0].shots[0].id == name
    assert name not in [shot.id for shot in after.scenes[1].shots]


def test_a_deleted_shot_stays_away_until_its_text_is_another() -> None:
    film = first()
    name = shot_of(film, "pours the tea").id
    film = remove_shots(film, [name])
    assert name not in ids(tell(film, TEXT.replace("empty and wet", "wet and empty")))
    back = tell(film, TEXT.replace("pours the tea slowly", "spills the tea"))
    assert shot_of(back, "spills").id == name


def test_a_shot_without_text_goes_when_nothing_would_be_lost() -> None:
    film = first()
    name = shot_of(film, "pours the tea").id
    after = tell(film, _without_tea())
    assert name not in ids(after)
    assert after.told is not None
    assert after.told.gone == ()


@pytest.mark.parametrize("by", ["take", "hand"])
def test_a_shot_without_text_stays_with_its_takes_or_changes(by: str) -> None:
    film = first()
    shot = shot_of(film, "pours the tea")
    taken = (shot.id,) if by == "take" else ()
    if by == "hand":
        film = change_shot(film, shot.id, prompt="Steam.")
    kept = tell(film, _without_tea(), taken)
    assert ids(kept) == ids(film)
    assert kept.told is not None
    assert kept.told.left == {shot.id}
    again = tell(kept, _without_tea().replace("wet", "dry"), taken)
    assert shot.id in ids(again), "not only once"
    back = tell(again, TEXT, taken)
    assert ids(back) == ids(film)
    assert back.told is not None
    assert back.told.gone == (), "the text has it again"
    assert shot.id not in ids(forget_left(kept))


def _without_tea() -> str:
    line = "Medium shot: Anna pours the tea slowly into two cups.\n"
    assert line in TEXT
    return TEXT.replace(line, "")


def test_nobody_pays_again_for_a_shot_whose_text_stayed() -> None:
    film = first()
    name = shot_of(film, "Rain runs").id
    text = f"Length: 20 seconds\n{TEXT}"
    film = tell(film, text)
    before = find_shot(film, name)
    other = text.replace("\nScene 2", f"{CAT}{CAT.replace('cat', 'dog')}\nScene 2")
    free = find_shot(tell(film, other), name)
    assert before is not None
    assert free is not None
    assert free.frames != before.frames, "the length is shared anew"
    assert find_shot(tell(film, other, (name,)), name) == before
    settings = text.replace("Length: 20 seconds", "Length: 40 seconds")
    followed = find_shot(tell(film, settings, (name,)), name)
    assert followed is not None
    assert followed.frames > before.frames, "an order for the whole film is meant"


def test_scenes_in_another_order_are_the_same_scenes() -> None:
    film = first()
    head, one = TEXT.split("Scene 1:")
    one, two = one.split("Scene 2:")
    after = tell(film, f"{head}Scene 1:{two}\nScene 2:{one}")
    assert [scene.id for scene in after.scenes] == [scene.id for scene in film.scenes][::-1]
    assert sorted(ids(after)) == sorted(ids(film))


def test_who_is_renamed_keeps_look_and_voice() -> None:
    film = first()
    anna = next(subject for subject in film.subjects if subject.name == "Anna")
    film = change_subject(film, anna.id, description="red coat", colour="#112233")
    after = tell(film, TEXT.replace("Anna", "Clara"))
    clara = next(subject for subject in after.subjects if subject.name == "Clara")
    assert (clara.id, clara.description, clara.colour) == (anna.id, "red coat", "#112233")
    assert ids(after) == ids(film)


def test_one_scene_is_planned_and_nothing_else() -> None:
    film = first()
    text = TEXT.replace("tea slowly", "tea fast").replace("empty and wet", "dry and full")
    after = told_scene(film, text, plan(text), film.scenes[0].id)
    assert check(after) == ()
    assert "tea fast" in shot_of(after, "two cups").prompt
    assert after.scenes[1] is film.scenes[1]
    assert after.told is not None
    assert "tea fast" in after.told.text
    assert "empty and wet" in after.told.text, "the other scene was not planned"
    assert after.brief == text
    for name, (start, end) in after.told.spans.items():
        shot = find_shot(after, name)
        if shot is not None and not shot.cues:
            assert after.told.text[start:end] in shot.prompt
    whole = tell(after, text)
    assert "dry and full" in shot_of(whole, "street is").prompt
    assert ids(whole) == ids(film)


def test_a_scene_that_is_only_in_the_text_comes_in_at_its_place() -> None:
    film = first()
    new = "\nScene 2: Pier, noon\nWide shot: Gulls circle over the pier.\n"
    text = TEXT.replace("\nScene 2:", f"{new}\nScene 3:")
    after = told_scene(film, text, plan(text), text.index("Gulls"))
    assert [scene.place for scene in after.scenes] == ["Harbour", "Pier", "Street"]
    assert ids(after)[: len(film.scenes[0].shots)] == ids(film)[: len(film.scenes[0].shots)]
    assert (after.scenes[0], after.scenes[2]) == film.scenes
    assert tell(after, text).scenes == after.scenes


def test_a_scene_that_left_the_text_cannot_be_planned() -> None:
    film = first()
    text = TEXT.split("Scene 2:")[0]
    with pytest.raises(BadInput) as caught:
        told_scene(film, text, plan(text), film.scenes[1].id)
    assert caught.value.key == "script.scene_gone"


def test_a_cut_made_by_hand_is_kept_and_gets_what_is_new() -> None:
    film = first()
    picture = next(t for t in film.cut.tracks if t.kind is TrackKind.PICTURE)
    name = picture.clips[0].id
    film = trim(film, name, Edge.END, 20)
    text = TEXT.replace("two cups.\n", "two cups.\nAnna: Drink, it is late.\n")
    after = tell(film, text)
    first_clip = next(c for _, c in clips(after) if c.id == name)
    assert first_clip.frames == 20
    line = next(cue for cue in cues(after) if "late" in cue.text)
    assert [t.kind for t, c in clips(after) if c.owner == line.id] == [TrackKind.TEXT]


def test_a_film_without_a_record_has_its_old_text_planned_again() -> None:
    film = first().evolve(told=None)
    name = shot_of(film, "pours the tea").id
    film = change_shot(film, name, prompt="Steam.")
    after = tell(film, TEXT.replace("Rain runs", "Snow runs"))
    assert ids(after) == ids(film)
    assert shot_of(after, "Steam.").id == name
    assert shot_of(after, "Snow runs").id == film.scenes[0].shots[0].id


def test_shots_of_a_film_that_had_no_text_stay() -> None:
    film = first().evolve(told=None, brief="")
    after = tell(film, "Wide shot: A lighthouse on a rock.\nClose-up: The lamp turns.\n")
    assert set(ids(film)) < set(ids(after))


def test_words_of_a_line_come_from_the_text_without_becoming_the_makers() -> None:
    film = first()
    line = next(cue for cue in cues(film) if cue.kind is CueKind.LINE)
    text = TEXT.replace(line.text, "Too late.")
    film = write_text(film, text, {line.id: "Too late."})
    assert next(c.text for c in cues(film) if c.id == line.id) == "Too late."
    later = tell(film, TEXT.replace(line.text, "Far too late."))
    assert next(c.text for c in cues(later) if c.id == line.id) == "Far too late."


def test_words_that_the_maker_gave_a_cue_are_not_overwritten() -> None:
    film = first()
    shot = shot_of(film, "missed")
    line = shot.cues[0]
    mine = tuple(cue.evolve(text="My words.") for cue in shot.cues)
    film = change_shot(film, shot.id, cues=mine)
    film = write_text(film, TEXT.replace(line.text, "Too late."), {line.id: "Too late."})
    assert next(c.text for c in cues(film) if c.id == line.id) == "My words."
    after = tell(film, film.brief)
    assert next(c.text for c in cues(after) if c.id == line.id) == "My words."


def test_a_change_of_the_text_that_a_hand_edit_hides_is_told_and_can_be_taken() -> None:
    film = first()
    tea = shot_of(film, "pours the tea")
    film = change_shot(film, tea.id, size=Size.CLOSE_UP, prompt="Steam.", note="mine")
    assert kept_in(tell(film, TEXT.replace("Rain runs", "Snow runs"))) == {}, "nothing is hidden"
    after = tell(film, TEXT.replace("Medium shot: Anna", "Long shot: Anna"))
    assert kept_in(after) == {tea.id: (Kept(tea.id, "size", Size.CLOSE_UP, Size.LONG),)}, (
        "the prompt is the maker's, and its text has not changed"
    )
    again = tell(after, after.brief)
    assert kept_in(again) == kept_in(after), "until it is decided"
    taken = take_texts(again, [tea.id])
    shot = find_shot(taken, tea.id)
    assert shot is not None
    assert (shot.size, shot.prompt, shot.note) == (Size.LONG, "Steam.", "mine")
    assert kept_in(taken) == {}
    mine = settled(again, [tea.id])
    assert kept_in(mine) == {}
    assert kept_in(tell(mine, mine.brief)) == {}, "decided is decided"
    assert find_shot(mine, tea.id) == find_shot(again, tea.id)
    by_hand = change_shot(again, tea.id, size=Size.LONG)
    assert kept_in(by_hand) == {}, "made as the text says by hand"


def test_words_and_lines_that_hand_edits_hide_are_told() -> None:
    film = first()
    said = shot_of(film, "missed")
    line = said.cues[0]
    film = change_shot(film, said.id, cues=(line.evolve(text="My words."), *said.cues[1:]))
    text = TEXT.replace(line.text, "You missed the last ferry.")
    after = tell(film, text)
    assert kept_in(after)[said.id] == (
        Kept(said.id, "text", "My words.", "You missed the last ferry.", line.id),
    )
    taken = take_texts(after, [said.id])
    assert shot_of(taken, "last ferry").id == said.id
    assert check(taken) == ()


def test_a_line_that_left_the_text_and_was_kept_is_told() -> None:
    text = TEXT.replace("ferry again.\n", "ferry again.\nAnna: Sit down.\n")
    film = tell(Project(), text)
    said = shot_of(film, "Sit down")
    mine = tuple(cue.evolve(text="Do sit.") if "Sit" in cue.text else cue for cue in said.cues)
    after = tell(change_shot(film, said.id, cues=mine), TEXT)
    news = [each for found in kept_in(after).values() for each in found]
    assert [(each.field, each.mine) for each in news] == [(GONE, "Do sit.")]
    taken = follow(after, take_texts(after, [said.id]))
    assert "Do sit." not in [cue.text for cue in cues(taken)]
    assert len(shot_of(taken, "missed").cues) == 1
    assert check(taken) == ()


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        (
            "Scene 1: Harbour, night\nWide shot: Anna waits in her wedding dress.\nAnna: Late.",
            "Wedding dress", "Wide shot: Anna waits.",
        ),
        ("场景1:厨房,夜\n中景:米拉穿着睡衣走进来。\n米拉:我回来了。", "睡衣", "中景:米拉走进来。"),
    ],
)  # fmt: skip
def test_words_choose_a_variant_until_they_or_the_maker_say_otherwise(
    text: str, name: str, other: str
) -> None:
    """Made by one plan, it leaves with the words; what was chosen by hand stays."""
    film = tell(Project(), text)
    mira = next(each for each in film.subjects if each.name in {"Anna", "米拉"})
    coat, worn = Variant(id="va_first00", name="Coat"), Variant(id="va_worn000", name=name)
    film = tell(change_subject(film, mira.id, variants=(coat, worn)), text)
    dressed = {each.variant for shot in shots(film) for each in shot.variants}
    assert dressed == {worn.id}
    lines = text.split("\n")
    bare = tell(film, "\n".join([lines[0], other, *lines[2:]]))
    assert [each for shot in shots(bare) for each in shot.variants] == []
    first_shot = next(shots(film))
    mine = show_variant(film, [first_shot.id], mira.id, coat.id)
    again = find_shot(tell(mine, text), first_shot.id)
    assert again is not None
    assert again.variants[0].variant == coat.id

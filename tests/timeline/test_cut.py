"""Clips: what thousands of them share."""

import pickle

from studio.timeline.cut import Clip


def clip(number: int, **more: float) -> Clip:
    return Clip.model_validate(
        {"id": f"cl_{number:08}", "owner": "sh_00000001", "start": number, "frames": 1, **more}
    )


def test_the_names_of_what_was_given_are_held_once_for_all_clips_alike() -> None:
    one, two = clip(1), Clip.model_validate_json(clip(2).model_dump_json(exclude_unset=True))
    assert one.model_fields_set is two.model_fields_set
    assert one.model_fields_set == {"id", "owner", "start", "frames"}
    assert clip(3, gain=-3.0).model_fields_set == {*one.model_fields_set, "gain"}


def test_a_changed_copy_leaves_the_names_of_others_alone() -> None:
    one = clip(1)
    louder = one.model_copy(update={"gain": 3.0})
    assert "gain" in louder.model_fields_set
    assert "gain" not in clip(2).model_fields_set
    assert one.evolve(gain=3.0) == louder
    assert pickle.loads(pickle.dumps(one)) == one
    assert one == clip(1) != louder

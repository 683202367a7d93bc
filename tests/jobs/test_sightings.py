"""What is known of takes without looking at them: of those that the animatic drew from words."""

from studio.backends.base import Figure, Input, Request
from studio.jobs.sightings import drawn
from studio.timeline.sighting import Sight
from studio.timeline.take import Take, TakeFile

ANN, DOG = Figure(key="su_ann", name="Ann"), Figure(key="su_dog", name="Dog", kind="creature")
REQUEST = Request(
    prompt="Ann stands beside her dog.", setting="EXT. PARK - DAY", frames=48, size="full",
    figures=(ANN, DOG),
)  # fmt: skip


def take(request: Request, backend: str = "animatic", kind: str = "video") -> Take:
    file = TakeFile(path="media/a.mov", sha256="0" * 64, bytes=1)
    return Take(
        id="tk_00000001", owner="sh_00000000", job="jb_00000001", backend=backend, kind=kind,
        files=(file,), request=request.model_dump(mode="json"), created="2026-01-01T00:00:00Z",
    )  # fmt: skip


def test_persons_are_needed_and_their_company_is_not() -> None:
    found = drawn(take(REQUEST))
    assert found is not None
    assert {(e.kind, e.figure, e.needed) for e in found} == {
        (Sight.FACE, "su_ann", True), (Sight.BODY, "su_dog", False),
    }  # fmt: skip
    assert [m.seconds for m in found[0].moments][::8] == [0, 47 / 24]
    (alone,) = drawn(take(REQUEST.model_copy(update={"figures": (DOG,)}))) or ()
    assert alone.needed, "alone it is what the shot is about"


def test_the_same_request_is_seen_the_same_way() -> None:
    assert drawn(take(REQUEST)) == drawn(take(REQUEST.model_copy()))


def test_nothing_is_claimed_of_what_was_not_drawn_from_words() -> None:
    assert drawn(take(REQUEST, "kling")) is None
    assert drawn(take(REQUEST, kind="sound")) is None
    picture = Input(role="first_frame", kind="picture", path="a.png", sha256="0" * 64)
    assert drawn(take(REQUEST.model_copy(update={"inputs": (picture,)}))) is None
    odd = take(REQUEST).evolve(request={"frames": "many"})
    assert drawn(odd) is None


def test_a_still_is_seen_at_rest() -> None:
    still = REQUEST.model_copy(update={"kind": "picture", "frames": 1, "moves": ("pan_left",)})
    found = drawn(take(still, kind="picture"))
    assert found is not None
    assert all(len(each.moments) == 1 for each in found)

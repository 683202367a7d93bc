"""Another outfit makes exactly the shots out of date that show it."""

from studio.backends.base import Offer
from studio.jobs.plan import request_for
from studio.jobs.wishes import essence
from studio.timeline.project import Project
from studio.timeline.queries import shots
from studio.timeline.story import Role, View
from studio.timeline.story_edits import change_variant, put_first, show_variant, use_reference
from studio.timeline.take import Take, TakeFile
from tests.timeline.films import HERO, PICTURE, shot_id
from tests.timeline.test_cast import COAT, GOWN, SMILE, with_variants

OFFER = Offer(name="x", title="X", input_roles={"subject": 4}, sound=True, languages=("en",))


def imported(owner: str, digest: str) -> Take:
    path = f"media/{owner}.png"
    return Take(
        id=f"tk_{owner[3:]}", owner=owner, job=f"jb_{owner[3:]}", backend="import", kind="picture",
        files=(TakeFile(path=path, sha256=digest * 64, bytes=9),), request={}, created="2026",
    )  # fmt: skip


TAKES = [imported(PICTURE, "a"), imported(SMILE, "b")]


def out_of_date(before: Project, after: Project) -> list[str]:
    """The prompts of shots whose request is another one now."""

    def wishes(film: Project) -> dict[str, str]:
        made = {s.prompt: request_for(film, s, TAKES, OFFER) for s in shots(film)}
        return {prompt: essence(request) for prompt, request in made.items()}

    old, new = wishes(before), wishes(after)
    return [prompt for prompt in new if old[prompt] != new[prompt]]


def test_swapping_an_outfit_marks_exactly_the_shots_that_show_it() -> None:
    film = with_variants()
    swapped = show_variant(film, [shot_id("c")], HERO, GOWN)
    assert out_of_date(film, swapped) == ["c"]
    dressed = use_reference(swapped, COAT, PICTURE, Role.SUBJECT, View.BACK)
    assert out_of_date(swapped, dressed) == []  # the same picture steers as before
    other = change_variant(swapped, COAT, description="A blue coat.")
    assert out_of_date(swapped, other) == ["a", "b"]
    assert out_of_date(other, change_variant(other, GOWN, description="Silk.")) == ["c"]
    assert out_of_date(swapped, put_first(swapped, GOWN)) == ["a", "b"]


def test_a_name_a_view_and_a_variant_that_nobody_shows_change_nothing() -> None:
    film = with_variants()
    assert out_of_date(film, change_variant(film, GOWN, description="Silk.")) == []
    assert out_of_date(film, change_variant(film, COAT, name="Cloak")) == []
    seen = use_reference(film, HERO, PICTURE, Role.SUBJECT, View.LEFT)
    assert out_of_date(film, seen) == []

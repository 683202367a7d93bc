"""Variants that a story's words tell of, in Chinese and in English."""

import pytest

from studio.timeline.story import Cue, CueKind, Scene, Shot, Showing, Subject, Variant
from studio.timeline.variant_words import dressed

MIRA = Subject(
    id="su_mira", name="Mira", aliases=("米拉",),
    variants=(
        Variant(id="va_mcoat", name="Coat"), Variant(id="va_mdress", name="Wedding dress"),
        Variant(id="va_msleep", name="睡衣"), Variant(id="va_myoung", name="ten years younger"),
    ),
)  # fmt: skip
JO = Subject(
    id="su_jo00", name="Jo", aliases=("阿乔",),
    variants=(Variant(id="va_jsuit", name="suit"), Variant(id="va_jsleep", name="睡衣")),
)  # fmt: skip
CAST = (MIRA, JO)


def scene(*prompts: str, heading: str = "", subjects: tuple[str, ...] = ("su_mira",)) -> Scene:
    shots = tuple(
        Shot(id=f"sh_{n:04}", prompt=prompt, frames=24, subjects=subjects)
        for n, prompt in enumerate(prompts)
    )
    return Scene(id="sc_0001", heading=heading, shots=shots)


def worn(told: Scene) -> list[dict[str, str]]:
    [made] = dressed([told], CAST)
    return [{each.subject: each.variant for each in shot.variants} for shot in made.shots]


@pytest.mark.parametrize(
    ("words", "variant"),
    [
        ("Mira waits in her wedding dress.", "va_mdress"),
        ("Mira, ten  years younger, laughs.", "va_myoung"),
        ("米拉穿着睡衣走进厨房。", "va_msleep"),
        ("Mira (穿睡衣) 关灯。", "va_msleep"),
        ("A wedding dressmaker greets Mira.", None),
        ("Mira takes off her coat.", None),
        ("Mira stands there without the coat.", None),
        ("米拉脱下睡衣。", None),
        ("米拉没有穿睡衣。", None),
        ("Mira reads.", None),
    ],
)
def test_words_name_a_variant(words: str, variant: str | None) -> None:
    assert worn(scene(words)) == [{"su_mira": variant} if variant else {}]


def test_what_is_worn_is_worn_until_something_else_is() -> None:
    """Within a scene, and by those who are in the shot."""
    told = scene("Mira in her coat.", "She runs.", "Mira in her wedding dress.", "She runs.")
    assert [each["su_mira"] for each in worn(told)] == [
        "va_mcoat", "va_mcoat", "va_mdress", "va_mdress",
    ]  # fmt: skip
    assert worn(scene("She sleeps.", heading="INT. BEDROOM - MIRA IN HER COAT")) == [
        {"su_mira": "va_mcoat"}
    ]


def test_of_two_the_one_named_last_wears_it() -> None:
    both = ("su_mira", "su_jo00")
    assert worn(scene("米拉看着穿睡衣的阿乔。", subjects=both)) == [{"su_mira": "va_msleep"}]
    assert worn(scene("米拉推门, 阿乔穿着睡衣。", subjects=both)) == [{"su_jo00": "va_jsleep"}]
    assert worn(scene("睡衣搭在椅子上。", subjects=both)) == [{}]
    assert worn(scene("Jo in a suit hugs Mira in her coat.", subjects=both)) == [
        {"su_mira": "va_mcoat", "su_jo00": "va_jsuit"}
    ]


def test_a_parenthetical_is_the_speakers() -> None:
    cue = Cue(id="cu_0001", kind=CueKind.LINE, text="Now.", speaker="su_jo00", emotion="in a suit")
    plain = scene("They talk.", subjects=("su_mira", "su_jo00"))
    told = plain.evolve(shots=(plain.shots[0].evolve(cues=(cue,)),))
    assert worn(told) == [{"su_jo00": "va_jsuit"}]


def test_what_a_shot_names_already_stays() -> None:
    chosen = Showing(subject="su_mira", variant="va_mcoat")
    plain = scene("Mira in her wedding dress.")
    told = plain.evolve(shots=(plain.shots[0].evolve(variants=(chosen,)),))
    assert dressed([told], CAST)[0] is told

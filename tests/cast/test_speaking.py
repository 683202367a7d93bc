"""A voice that comes out of no mouth that is seen is told of; one that does is not."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.actor import Wanted, make
from studio.cast.faces import faces_of
from studio.cast.hearing import RATE, Samples, Span, sound_of, speech_in
from studio.cast.loaded import Loaded
from studio.cast.moments import Moment, found_in
from studio.cast.persons import chosen
from studio.cast.speaking import lips_follow
from studio.messages import say
from studio.voices.base import Manner, Speech
from studio.voices.espeak import Espeak
from tests.cast.clips import film, talking
from tests.cast.people import DRIVER, photograph
from tests.cast.puppet import Bgr, Puppet

# None of these was heard when the weights of what is heard were fitted.
SHE = "Nobody told me that the bridge was closed, so we walked along the river."
OTHERS = {
    "zh": "妹妹把花放在门旁边，慢慢走下山坡，又回头看了一眼。",
    "es": "Cuando llegamos al pueblo, todas las tiendas estaban cerradas.",
    "de": "Morgen früh fahren wir mit dem ersten Zug ans Meer.",
}
SECONDS = 4.0


def said(text: str, language: str = "en", gender: str = "female") -> Speech:
    return Espeak().speak(text, language, Manner(key=gender, gender=gender))


def covered(puppet: Puppet, speech: Speech, models: Loaded) -> Callable[[float], Bgr]:
    """Who speaks behind a cloth from the nose to below the chin."""
    picture = talking(puppet, speech)
    first = picture(0.0)
    (face, *_rest) = faces_of(first, models)
    tall, wide = first.shape[:2]
    left, right = (face.left - 0.08 * face.width), (face.left + 1.08 * face.width)
    nose, chin = face.points[2][1] - 0.04 * face.height, face.top + 1.15 * face.height
    shape = [(left, nose), (right, nose), (right - 0.1 * face.width, chin),
             (left + 0.1 * face.width, chin)]  # fmt: skip
    cloth = np.array([(round(x * wide), round(y * tall)) for x, y in shape], np.int32)

    def masked(at: float) -> Bgr:
        shown = picture(at)
        return np.asarray(cv2.fillPoly(shown, [cloth], (225, 205, 180), cv2.LINE_AA), np.uint8)

    return masked


@pytest.fixture(scope="module")
def she() -> Speech:
    return said(SHE)


@pytest.fixture(scope="module", params=["portrait", "driver"])
def speaker(
    request: pytest.FixtureRequest,
    she: Speech,
    puppet: Puppet,
    models: Loaded,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, tuple[Moment, ...]]:
    """A clip of one who speaks, and the moments of the face."""
    who = puppet if request.param == "portrait" else Puppet(models, photograph(DRIVER))
    path = tmp_path_factory.mktemp("speaking") / "she.mov"
    film(path, talking(who, she), SECONDS, 24, she.samples)
    return path, chosen(path, found_in(path, models), None).moments


def heard(speech: Speech, models: Loaded, folder: Path) -> tuple[Samples, tuple[Span, ...]]:
    """As a clip of `SECONDS` has it."""
    path = film(
        folder / "heard.mov", lambda _at: np.zeros((48, 64, 3), np.uint8), SECONDS, 10,
        speech.samples,
    )  # fmt: skip
    sound = sound_of(path)
    return sound, speech_in(sound, RATE, models)


def test_who_says_what_is_heard_is_followed(
    speaker: tuple[Path, tuple[Moment, ...]], she: Speech, models: Loaded, tmp_path: Path
) -> None:
    assert lips_follow(*speaker, *heard(she, models, tmp_path), models)


@pytest.mark.parametrize("language", OTHERS)
def test_who_is_dubbed_is_not(
    language: str, speaker: tuple[Path, tuple[Moment, ...]], models: Loaded, tmp_path: Path
) -> None:
    other = heard(said(OTHERS[language], language), models, tmp_path)
    assert not lips_follow(*speaker, *other, models)


def test_too_little_of_a_face_says_nothing(
    speaker: tuple[Path, tuple[Moment, ...]], models: Loaded, tmp_path: Path
) -> None:
    clip, moments = speaker
    other = heard(said(OTHERS["de"], "de"), models, tmp_path)
    short = tuple(each for each in moments if each.seconds < 1.5)
    assert lips_follow(clip, short, *other, models)
    assert lips_follow(clip, (), *other, models)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [True, False])
def test_an_actor_is_made_with_a_note_where_no_mouth_is_seen(
    hidden: bool, she: Speech, puppet: Puppet, models: Loaded, tmp_path: Path
) -> None:
    shown = covered(puppet, she, models) if hidden else talking(puppet, she)
    path = film(tmp_path / "she.mov", shown, SECONDS, 24, she.samples)
    draft = make(path, Wanted("Captain"), tmp_path, models)
    assert draft.voice is not None
    assert [each.key for each in draft.warnings].count("cast.lips_apart") == hidden
    assert all(say("cast.lips_apart", language) for language in ("en", "zh"))

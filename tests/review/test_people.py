"""Who is seen and heard, by the models where they are installed: a face swapped at a known frame,
sound shifted, words changed, another voice, text misspelt; and a good take that is not accused.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.loaded import Loaded
from studio.cast.models import State, listed, state_of
from studio.review.asked import Asked, Likeness, Words
from studio.review.checks import BY_MODEL
from studio.review.faces_seen import Faces, known, seen
from studio.review.finding import Finding, Severity
from studio.review.framing import Sides, framed
from studio.review.inspector import inspected
from studio.review.memory import Memory
from studio.review.window import Window
from studio.timeline.look import Focus
from studio.voices.base import Manner, Speech
from studio.voices.espeak import Espeak
from tests.cast.clips import WORDS, Samples, spoken, talking, wav
from tests.cast.people import DRIVER, photograph
from tests.cast.puppet import ASTRONAUT, Bgr, Puppet
from tests.films import make_take
from tests.review import speaking
from tests.review.speaking import SECONDS, SWAP, drawn_face, moved, redrawn, swapped, written

pytestmark = pytest.mark.slow
MISSING = [each.title for each in listed() if state_of(each) is not State.INSTALLED]


@pytest.fixture(scope="module")
def models() -> Iterator[Loaded]:
    """Every model, shared by all tests here."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with Loaded() as loaded:
        yield loaded


@pytest.fixture(scope="module")
def speech() -> Samples:
    """The line, as a woman says it."""
    return spoken()


@pytest.fixture(scope="module")
def pictures(models: Loaded, speech: Samples) -> list[Bgr]:
    """A face that says the line, and a sign over it."""
    return speaking.pictures(models, speech)


@pytest.fixture(scope="module")
def take(pictures: list[Bgr], speech: Samples, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good take."""
    return written(tmp_path_factory.mktemp("people") / "good.mov", pictures, speech)


def _asked(folder: Path, speech: Samples, *, words: str = WORDS, text: str = "OPEN LATE") -> Asked:
    voice = wav(folder / "voice.wav", speech, SECONDS)
    lead = Likeness(key="su_1", name="Lin", pictures=(str(ASTRONAUT),), voices=(str(voice),))
    line = Words(text=words, language="en", speaker="su_1")
    return Asked(lines=(line,), texts=(text,), subjects=(lead,))


def _found(path: Path, asked: Asked, models: Loaded, *names: str) -> list[Finding]:
    checks = [check for check in BY_MODEL if check.name in names]
    report = inspected(path, asked, models=models, checks=checks)
    assert report.checked == tuple(check.name for check in checks), report.unchecked
    return list(report.findings)


def test_a_good_take_is_not_accused(
    take: Path, speech: Samples, models: Loaded, tmp_path: Path
) -> None:
    names = [check.name for check in BY_MODEL]
    assert _found(take, _asked(tmp_path, speech), models, *names) == []


@pytest.mark.parametrize("whose", ["drawn", "real"])
def test_a_face_that_is_swapped_is_found_at_its_frame(
    pictures: list[Bgr], speech: Samples, models: Loaded, tmp_path: Path, whose: str
) -> None:
    if whose == "drawn":
        other = redrawn(pictures, drawn_face(models), models)
    else:
        other = swapped(pictures, photograph(DRIVER), models)
    path = written(tmp_path / "swapped.mov", other, speech)
    (found,) = _found(path, _asked(tmp_path, speech), models, "face")
    assert found.told.key == "review.face_broke"
    assert found.at is not None
    assert abs(found.at.first - SWAP) <= 1
    assert found.value < found.threshold


@pytest.mark.parametrize(
    ("late", "key"),
    [(-0.2, "early"), (0.25, "late"), (0.05, None)],
)
def test_sound_beside_its_lips_is_found(
    pictures: list[Bgr], speech: Samples, models: Loaded, tmp_path: Path, late: float,
    key: str | None,
) -> None:  # fmt: skip
    path = written(tmp_path / "moved.mov", pictures, moved(speech, SECONDS, late))
    found = _found(path, _asked(tmp_path, speech), models, "lips")
    assert [each.told.key for each in found] == ([f"review.lips_{key}"] if key else [])
    if found:
        assert found[0].value == pytest.approx(late * 1000, abs=40)


LINE = "没有人告诉我那座桥已经封了，所以我们沿着河一直走到天亮。"


@pytest.fixture(scope="module")
def line() -> Speech:
    """A longer line, by the scratch voice."""
    return Espeak().speak(LINE, "zh", Manner(key="female", gender="female"))


@pytest.fixture(scope="module")
def talk(line: Speech, models: Loaded) -> list[Bgr]:
    """A face that says it, each sound as open as its height wants."""
    show = talking(Puppet(models), line)
    return [show(n / 24) for n in range(round((line.seconds + 0.3) * 24))]


@pytest.mark.parametrize(
    ("late", "key"),
    [(-0.2, "early"), (-0.15, "early"), (-0.07, "early_noticed"), (0.0, None), (0.05, None),
     (0.1, None), (0.15, "late_noticed"), (0.2, "late"), (0.25, "late")],
)  # fmt: skip
def test_each_known_offset_of_a_line_is_found(
    talk: list[Bgr], line: Speech, models: Loaded, tmp_path: Path, late: float, key: str | None
) -> None:
    sound = moved(line.samples, len(talk) / 24, late)
    path = written(tmp_path / "moved.mov", talk, sound, 24)
    found = _found(path, _asked(tmp_path, line.samples, words=LINE), models, "lips")
    assert [each.told.key for each in found] == ([f"review.lips_{key}"] if key else [])
    if found:
        assert found[0].value == pytest.approx(late * 1000, abs=40)
        wanted = Severity.REMARK if key in {"early_noticed", "late_noticed"} else Severity.FAULT
        assert found[0].severity is wanted


def test_other_words_another_voice_and_misspelt_text_are_found(
    take: Path, speech: Samples, models: Loaded, tmp_path: Path
) -> None:
    wrong = "We sold the old boat to a stranger, and nobody ever spoke of it again."
    asked = _asked(tmp_path, spoken(wrong, gender="male"), words=wrong, text="OPEN GATES")
    found = _found(take, asked, models, "voice", "words", "text")
    assert {each.told.key for each in found} >= {
        "review.voice_other", "review.words_other", "review.text_other",
    }  # fmt: skip


def test_a_face_at_the_side_is_kept_in_sight_and_remembered(models: Loaded, tmp_path: Path) -> None:
    """A photograph at the right end of a wide take, which an upright delivery would not show."""
    driver = photograph(DRIVER)
    across = round(driver.shape[1] * 360 / driver.shape[0])
    wide = np.full((360, 640, 3), 90, np.uint8)
    wide[:, -across:] = cv2.resize(driver, (across, 360))
    take = make_take(tmp_path, "sh_00000000", [wide] * 24)
    memory = Memory(tmp_path / "faces", Faces, 10**6)
    assert known(take, memory) is None
    found = seen(take, tmp_path, memory, models)
    assert len(found) == 1
    sides = Sides(Window(640, 640, 202.5), Window(360, 360, 360))
    framing = framed(found, sides, Focus(ratio="9:16"), {})
    assert framing is not None
    assert len(framing.cut) == 1, "in the middle it is not whole"
    assert framing.lost == ()
    assert known(take, memory) == found, "it is not looked for again"

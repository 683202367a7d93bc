"""Speech is found, voices told apart, words written down, and lettering read."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from studio.cast.hearing import at_16k, sound_of, speech_in
from studio.cast.lettering import read_text
from studio.cast.loaded import Loaded
from studio.cast.loudness import at_loudness, loudness
from studio.cast.prints import cosine, voice_limit
from studio.cast.speakers import at_once, several_in_turn
from studio.cast.voice import voice_print
from studio.cast.words import heard, heard_in
from studio.errors import BadInput, Cancelled
from studio.media.carried import folders_of
from studio.voices.base import SAMPLE_RATE
from tests.cast.clips import Samples, spoken, wav

QUIET = np.zeros(SAMPLE_RATE, np.float32)
OTHER = "Where have you been all night? We have waited for you with the soup and the bread."


def test_speech_is_where_it_is(speech: Samples, models: Loaded) -> None:
    spans = speech_in(np.concatenate([QUIET, speech, QUIET]), SAMPLE_RATE, models)
    assert spans[0].start == pytest.approx(1.0, abs=0.15)
    assert spans[-1].end == pytest.approx(1.0 + len(speech) / SAMPLE_RATE, abs=0.25)


def test_noise_music_and_silence_are_no_speech(models: Loaded) -> None:
    time = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    noise = np.random.default_rng(1).normal(0, 0.1, len(time)).astype(np.float32)
    chord = sum(np.sin(2 * np.pi * f * time) for f in (220.0, 277.2, 329.6)) * 0.2
    for sound in (noise, np.asarray(chord, np.float32), np.zeros_like(noise), noise[:0]):
        assert speech_in(sound, SAMPLE_RATE, models) == ()


def test_resampling_keeps_the_length_and_the_tone() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32)
    low = at_16k(tone, SAMPLE_RATE)
    assert len(low) == 16_000
    assert int(np.abs(np.fft.rfft(low)).argmax()) == 440


def test_a_voice_is_nearer_to_itself_than_to_another(speech: Samples, models: Loaded) -> None:
    again, man = spoken(OTHER), spoken(OTHER, gender="male")
    own, same, other = (voice_print(each, SAMPLE_RATE, models) for each in (speech, again, man))
    assert own is not None
    assert same is not None
    assert other is not None
    assert cosine(own, same) > voice_limit() > cosine(own, other)
    assert len(own) == 256
    assert voice_print(speech[:1000], SAMPLE_RATE, models) is None


def test_two_speakers_are_heard(speech: Samples, models: Loaded) -> None:
    man = spoken(OTHER, gender="male")
    assert not several_in_turn(np.concatenate([speech, spoken(OTHER)]), SAMPLE_RATE, models)
    assert several_in_turn(np.concatenate([speech, man]), SAMPLE_RATE, models)
    assert not several_in_turn(speech[:SAMPLE_RATE], SAMPLE_RATE, models), "too short to tell"


def test_voices_at_once_are_heard(speech: Samples) -> None:
    man = spoken(OTHER, gender="male")
    count = min(len(speech), len(man))
    alone, both = at_once(speech, SAMPLE_RATE), at_once(speech[:count] + man[:count], SAMPLE_RATE)
    assert alone < 0.05
    assert both > 0.16
    assert at_once(QUIET, SAMPLE_RATE) == 0.0


def test_words_are_written_down_with_their_times(
    speech: Samples, models: Loaded, tmp_path: Path
) -> None:
    path = wav(tmp_path / "line.wav", np.concatenate([QUIET, speech]), 6.0)
    found = heard(path, models)
    assert found.language == "en"
    assert "captain of this ship" in found.text.lower()
    captain = next(each for each in found.words if "captain" in each.text.lower())
    assert 1.3 < captain.start < captain.end < 3.5


def test_silence_has_no_words(models: Loaded) -> None:
    assert heard_in(QUIET, SAMPLE_RATE, models).words == ()


def test_an_unknown_language_is_refused(speech: Samples, models: Loaded) -> None:
    with pytest.raises(BadInput) as refused:
        heard_in(speech, SAMPLE_RATE, models, "tlh")
    assert refused.value.key == "cast.no_ear"
    assert "tlh" in refused.value.text("zh")


def test_hearing_can_be_stopped(speech: Samples, models: Loaded, tmp_path: Path) -> None:
    path = wav(tmp_path / "line.wav", speech, 2.0)
    with pytest.raises(Cancelled):
        heard(path, models, stopped=lambda: True)
    with pytest.raises(Cancelled):
        heard_in(speech, SAMPLE_RATE, models, "en", stopped=lambda: True)


def test_a_file_without_sound_has_none(tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    cv2.imwrite(str(picture), np.zeros((32, 32, 3), np.uint8))
    with pytest.raises(BadInput):
        sound_of(picture)


def test_samples_have_one_loudness(speech: Samples) -> None:
    for gain in (0.05, 0.5):
        assert loudness(at_loudness(speech * np.float32(gain))) == pytest.approx(-18, abs=0.6)
    assert loudness(QUIET) <= -69
    assert not at_loudness(QUIET).any()
    spike = QUIET.copy()
    spike[::2400] = 0.5
    assert float(np.abs(at_loudness(spike)).max()) <= 10 ** (-1 / 20) + 1e-6


def lettered(lines: list[str], turn: float = 0.0) -> np.ndarray:
    """A wall with lines of text on it, BGR."""
    font = next(
        each for folder in folders_of("noto_cjk_sans_otc") for each in folder.rglob("*.ttc")
    )
    wall = Image.new("RGB", (640, 110 * len(lines)), (40, 60, 80))
    pen = ImageDraw.Draw(wall)
    for number, line in enumerate(lines):
        face = ImageFont.truetype(str(font), 44, index=2)
        pen.text((60, 25 + 100 * number), line, font=face, fill=(240, 240, 200))
    return np.ascontiguousarray(np.asarray(wall.rotate(turn))[..., ::-1])


def test_lettering_is_read_from_above_to_below(models: Loaded) -> None:
    words = ["OPEN ALL NIGHT", "今夜营业", "龍城茶餐廳"]
    found = read_text(lettered(words), models)
    assert [each.text for each in found] == words
    assert min(each.sure for each in found) > 0.9
    top = found[0].corners
    assert 0.05 < top[0][0] < 0.15 < top[1][0] < 0.8
    assert [each.text for each in read_text(lettered(words[:1], 6), models)] == words[:1]


def test_a_wall_without_words_has_none(models: Loaded) -> None:
    assert read_text(np.full((200, 300, 3), 90, np.uint8), models) == ()
    assert read_text(np.zeros((4, 4, 3), np.uint8), models) == ()

"""The neural voice: what it says, when it says it, and who is speaking."""

from collections.abc import Sequence

import numpy as np
import pytest

from studio.errors import StudioError
from studio.voices import kokoro, kokoro_model
from studio.voices.base import SAMPLE_RATE, Manner, Sound, Speech, Waveform
from studio.voices.kokoro import Kokoro
from studio.voices.mouths import mouth_track
from studio.voices.phonemes import phonemes
from studio.voices.timbres import by_language, lift, names, style
from studio.voices.tones import MARKS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not kokoro.installed(), reason="the voice extra is not installed"),
]
LINES = [
    ("en", "Please, is anyone still awake?", "ə w A k"),
    ("en-gb", "No, nothing more.", "n ˈ ʌ θ ɪ ŋ"),
    ("zh", "你真的要走吗？", "j a u"),
    ("zh-sichuan", "你要走吗？", "j a u"),
    ("ja", "今日は雨です。", "a m e"),
    ("es", "¿Dónde está la casa?", "k ˈ a s a"),
    ("yue", "你聽日有冇時間？", "m o u"),
    ("ko", "비가 그친 뒤에 걸었어요.", "t w i e"),
]


@pytest.fixture(scope="module")
def voice() -> Kokoro:
    return Kokoro()


@pytest.mark.parametrize(("language", "text", "within"), LINES)
def test_lines_become_signs_that_the_model_knows(language: str, text: str, within: str) -> None:
    signs = phonemes(text, language)
    assert within.replace(" ", "").replace("ˈ", "") in signs.replace("ˈ", "")
    known = {*kokoro_model.signs(), *(MARKS if language == "yue" else "")}
    assert [sign for sign in signs if sign not in known] == []
    assert signs[-1] in ".?" or language == "ja"


@pytest.mark.parametrize(("language", "text", "within"), LINES)
def test_the_times_of_the_sounds_lie_on_the_sound(
    voice: Kokoro, language: str, text: str, within: str
) -> None:
    speech = voice.speak(text, language, Manner("b", gender="female"))
    assert 0.5 < speech.seconds < 4
    assert float(np.abs(speech.samples).max()) <= 0.71
    ends = [sound.start + sound.seconds for sound in speech.sounds]
    assert all(
        a <= b + 1e-6 for a, b in zip(ends, [s.start for s in speech.sounds][1:], strict=False)
    )
    assert ends[-1] <= speech.seconds + 0.01
    vowels = [s for s in speech.sounds if s.ipa[0] in "aeiouɑɛɪɔʊʌæəɤɜ"]
    hisses = [s for s in speech.sounds if s.ipa[0] in "szʃɕʂ"]
    assert len(vowels) >= 3
    assert _hiss(speech, vowels) < 0.05
    assert _hiss(speech, hisses) > 0.3 or not hisses
    assert {key.shape for key in mouth_track(speech)} >= {"mid", "open"}


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "能。可是要你自己点亮它。"), ("zh", "说吧。"), ("zh", "是你吗？"),
     ("en", "See, it works."), ("en", "Look, the whole city is waking up."),
     ("es", "¿Dónde está la casa?")],
)  # fmt: skip
@pytest.mark.parametrize("gender", ["female", "male"])
def test_the_mouth_opens_when_the_line_begins(
    voice: Kokoro, language: str, text: str, gender: str
) -> None:
    speech = voice.speak(text, language, Manner("b", gender=gender))
    step = SAMPLE_RATE // 100
    blocks = speech.samples[: len(speech.samples) // step * step].reshape(-1, step)
    loud = np.sqrt(np.square(blocks).mean(axis=1))
    heard = int(np.flatnonzero(loud > loud.max() / 10)[0]) / 100
    opened = next(key.start for key in mouth_track(speech) if key.shape != "rest")
    assert -0.1 < opened - heard < 0.05


def _hiss(speech: Speech, sounds: Sequence[Sound]) -> float:
    """The part of the energy of these sounds that lies above 4 kHz: much in s, none in a."""
    parts = [
        speech.samples[round(s.start * SAMPLE_RATE) : round((s.start + s.seconds) * SAMPLE_RATE)]
        for s in sounds
    ]
    power = np.square(np.abs(np.fft.rfft(np.concatenate([np.zeros(256), *parts]))))
    edge = round(len(power) * 4000 / (SAMPLE_RATE / 2))
    return float(power[edge:].sum() / max(power.sum(), 1e-9))


def test_speaking_is_deterministic_and_pace_and_pitch_are_kept(voice: Kokoro) -> None:
    text = "The harbour is empty tonight."
    one = voice.speak(text, "en", Manner("a", gender="male"))
    two = voice.speak(text, "en", Manner("a", gender="male"))
    assert np.array_equal(one.samples, two.samples)
    quick = voice.speak(text, "en", Manner("a", gender="male", pace=1.5))
    assert quick.seconds < 0.8 * one.seconds
    high = voice.speak(text, "en", Manner("a", gender="male", pitch=4))
    assert abs(high.seconds - one.seconds) < 0.25 * one.seconds
    assert _pitch(high.samples) > 1.12 * _pitch(one.samples)


def _pitch(samples: Waveform) -> float:
    """The strongest period between 70 and 400 Hz, as a frequency."""
    part = samples[: SAMPLE_RATE * 2]
    spectrum = np.abs(np.fft.rfft(part, 2 * len(part))) ** 2
    lags = np.fft.irfft(spectrum)[SAMPLE_RATE // 400 : SAMPLE_RATE // 70]
    return SAMPLE_RATE / (int(np.argmax(lags)) + SAMPLE_RATE // 400)


def test_the_pitch_follows_a_drawn_tone(voice: Kokoro) -> None:
    for gender in ("female", "male"):
        heights = [
            _pitch(voice.speak(word, "yue", Manner("b", gender=gender)).samples)
            for word in ("師師師師", "試試試試", "時時時時")  # si1, si3, si4
        ]
        assert heights == sorted(heights, reverse=True)
        assert heights[0] > 1.25 * heights[2]


def test_a_long_line_is_spoken_whole(voice: Kokoro) -> None:
    sentence = "And then the rain came down upon the roofs of the old town, all night long. "
    once = voice.speak(sentence, "en", Manner("a"))
    many = voice.speak(sentence * 8, "en", Manner("a"))
    assert many.seconds > 7 * once.seconds


def test_nothing_to_say_is_silence(voice: Kokoro) -> None:
    assert voice.speak("…", "en", Manner("a")).seconds == 0


def test_voices_stay_with_their_characters_and_differ() -> None:
    anna, again = (style(Manner("anna", gender="female"), "en") for _ in range(2))
    assert np.array_equal(anna, again)
    many = [style(Manner(f"p{n}", gender="female"), "zh").tobytes() for n in range(24)]
    assert len(set(many)) > 8
    assert anna.shape == (510, 256)


def test_a_character_sounds_the_same_in_every_language_without_an_accent() -> None:
    ann = Manner("anna", gender="female")
    english, chinese = style(ann, "en"), style(ann, "zh")
    assert np.array_equal(english[:, :128], chinese[:, :128])
    assert not np.array_equal(english[:, 128:], chinese[:, 128:])


def test_a_dozen_characters_can_be_told_apart() -> None:
    for gender in ("female", "male"):
        sounds = [style(Manner(f"p{n}", gender=gender), "zh")[40, :128] for n in range(12)]
        apart = [float(np.linalg.norm(a - b)) for n, a in enumerate(sounds) for b in sounds[:n]]
        assert min(apart) > 0.05
        assert len({lift(Manner(f"p{n}", gender=gender), "zh") for n in range(12)}) > 8


def test_words_of_other_scripts_are_read_by_their_own_rules() -> None:
    for language, text in (("ko", "OK라고 3시에 말해."), ("yue", "我哋3點喺CBD見。")):
        signs = phonemes(text, language)
        signs = signs.translate(dict.fromkeys(map(ord, MARKS)))
        assert not any(c.isdigit() or (c.isupper() and c not in "AIOQSTWY") for c in signs)
        assert "ˈ" in signs


def test_a_child_speaks_above_a_woman() -> None:
    for language in ("en", "ja", "es", "ko"):
        child = lift(Manner("kim", gender="child"), language)
        assert child > lift(Manner("kim", gender="female"), language) + 3


def test_a_named_voice_is_that_voice_and_every_row_names_voices_that_exist() -> None:
    assert np.array_equal(
        style(Manner("a", name="bm_george"), "zh"), style(Manner("b", name="bm_george"), "en")
    )
    for genders in by_language().values():
        for row in genders.values():
            assert set(row) <= set(names())


def test_japanese_reads_figures_of_any_script_and_refuses_what_is_too_long() -> None:
    assert phonemes("٣時", "ja") == phonemes("3時", "ja")
    with pytest.raises(StudioError):
        phonemes("9" * 5000, "ja")

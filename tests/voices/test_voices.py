"""Voices, mouths and procedural sound, by measurement."""

from dataclasses import dataclass

import numpy as np
import pytest

from studio.errors import BadInput
from studio.voices.base import SAMPLE_RATE, Manner, Sound, Speech
from studio.voices.effects import effect
from studio.voices.espeak import Espeak
from studio.voices.mouths import SHAPES, mouth_track, mouths_from_envelope, shape_of
from studio.voices.music import music
from studio.voices.shot_sound import Line, mix_shot
from studio.voices.signal import resampled
from studio.voices.soundscape import ambience
from studio.voices.voices import Engines

LINES = [
    ("en", "Hello there, my friend."), ("zh", "你好,今天下雨了。"), ("yue", "你食咗饭未呀?"),
    ("ja", "今日は雨です。"), ("ko", "안녕하세요."), ("es", "¿Dónde está la casa?"),
    ("zh-sichuan", "你要爪子嘛"), ("en-gb", "Good evening, sir."), ("fr", "Où est la gare ?"),
    ("de", "Schließ bitte die Tür."), ("it", "Che cosa è successo?"), ("pt", "Onde você estava?"),
    ("ru", "Где ты был вчера?"), ("vi", "Hôm qua anh ở đâu?"), ("hi", "तुम कल कहाँ थे?"),
    ("ar", "أين كنت أمس؟"), ("tr", "Dün gece neredeydin?"), ("id", "Kamu di mana kemarin?"),
    ("nl", "Waar was je gisteren?"), ("pl", "Gdzie byłeś wczoraj?"),
]  # fmt: skip


@pytest.fixture(scope="module")
def engines() -> Engines:
    return Engines((Espeak(),))


def test_every_language_on_offer_is_spoken_here() -> None:
    assert Espeak().languages == {language for language, _ in LINES}


@pytest.mark.parametrize(("language", "text"), LINES)
def test_every_language_speaks(engines: Engines, language: str, text: str) -> None:
    speech = engines.say(text, language, Manner("someone"))
    assert 0.4 < speech.seconds < 6
    assert float(np.sqrt(np.mean(speech.samples**2))) > 0.02
    assert float(np.abs(speech.samples).max()) <= 0.71
    assert abs(float(speech.samples.mean())) < 0.01
    starts = [sound.start for sound in speech.sounds]
    assert starts == sorted(starts)
    assert speech.sounds[-1].start + speech.sounds[-1].seconds <= speech.seconds + 0.01
    assert speech.scratch


@dataclass
class _Actor:
    """Stands for a neural voice of English and Sichuanese."""

    languages: frozenset[str] = frozenset({"en", "zh-sichuan"})
    neural: bool = True

    def speak(self, text: str, language: str, manner: Manner) -> Speech:
        return Speech(np.ones(len(text) * 480, np.float32) / 4, engine="actor")


def test_the_better_engine_speaks_and_only_sketches_are_marked() -> None:
    both = Engines((_Actor(), Espeak()))
    assert both.say("Hello.", "en", Manner("a")).engine == "actor"
    assert not both.say("Hello.", "en", Manner("a")).scratch
    assert both.say("你要爪子嘛", "zh-sichuan", Manner("a")).scratch
    robot = both.say("안녕하세요.", "ko", Manner("a"))
    assert (robot.engine, robot.scratch) == ("espeak", True)
    assert both.sketched() == both.languages() - {"en"}


def test_speaking_is_deterministic_and_voices_differ(engines: Engines) -> None:
    one = engines.say("The same words.", "en", Manner("anna", gender="female"))
    two = engines.say("The same words.", "en", Manner("anna", gender="female"))
    other = engines.say("The same words.", "en", Manner("bob", gender="male"))
    assert np.array_equal(one.samples, two.samples)
    assert len(other.samples) != len(one.samples) or not np.allclose(one.samples, other.samples)


def test_a_line_is_said_faster_to_fit_but_never_cut(engines: Engines) -> None:
    text = "I have so much to tell you that I hardly know where to begin tonight."
    free = engines.say(text, "en", Manner("a"))
    quick = engines.say(text, "en", Manner("a"), seconds=free.seconds * 0.75)
    assert quick.seconds <= free.seconds * 0.76
    assert len(quick.sounds) == len(free.sounds)
    hasty = engines.say(text, "en", Manner("a"), seconds=0.5)
    assert hasty.seconds > 0.5


@pytest.mark.parametrize("text", ["", "…!?", "🎬🎬", "   "])
def test_no_words_is_silence(engines: Engines, text: str) -> None:
    assert engines.say(text, "en", Manner("a")).seconds == 0


def test_unknown_languages_and_endless_lines_are_refused(engines: Engines) -> None:
    with pytest.raises(BadInput) as caught:
        engines.say("nuqneH", "tlh", Manner("a"))
    assert "tlh" in str(caught.value)
    assert "zh" in str(caught.value)
    with pytest.raises(BadInput):
        engines.say("word " * 1000, "en", Manner("a"))
    assert engines.say("Hi", "en-au", Manner("a")).seconds > 0


@pytest.mark.parametrize(
    ("ipa", "shape"),
    [("p", "closed"), ("m", "closed"), ("ˈɑː", "open"), ("i", "wide"), ("uː", "round"),
     ("f", "teeth"), ("t", "mid"), ("", "rest"), ("_:", "rest")],
)  # fmt: skip
def test_shapes_of_phonemes(ipa: str, shape: str) -> None:
    assert shape_of(ipa) == shape


def test_mouths_follow_the_line(engines: Engines) -> None:
    speech = engines.say("Bob met my mother.", "en", Manner("a"))
    track = mouth_track(speech)
    assert {key.shape for key in track} <= set(SHAPES)
    assert "closed" in {key.shape for key in track}
    ends = [key.start + key.seconds for key in track]
    assert all(b.start >= e - 0.02 for e, b in zip(ends, track[1:], strict=False))


def test_a_mouth_is_shut_in_a_pause() -> None:
    samples = np.zeros(2 * SAMPLE_RATE, np.float32)
    for first in (0, round(1.2 * SAMPLE_RATE)):
        samples[first : first + SAMPLE_RATE // 2] = 0.2
    sounds = (Sound("a", 0.0, 1.2), Sound("o", 1.2, 0.5), Sound("p", 1.7, 0.06))
    track = mouth_track(Speech(samples, sounds))
    opened, rounded, closed = track
    assert opened.seconds == pytest.approx(0.52, abs=0.02)
    assert (rounded.start, rounded.seconds) == (1.2, 0.5)
    assert closed.shape == "closed"
    assert closed.seconds == pytest.approx(0.06)


def test_mouths_from_a_recording_open_where_it_is_loud() -> None:
    samples = np.zeros(SAMPLE_RATE, np.float32)
    samples[20_000:30_000] = np.sin(np.arange(10_000) / 20) * 0.5
    track = mouths_from_envelope(samples)
    opened = [key for key in track if key.shape == "open"]
    assert opened
    assert all(0.38 < key.start < 0.64 for key in opened)
    assert mouth_track(Speech(samples)) == track


def test_resampling_keeps_the_pitch() -> None:
    wave = np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050).astype(np.float32)
    out = resampled(wave, 22_050, 48_000)
    assert len(out) == 48_000
    assert int(np.argmax(np.abs(np.fft.rfft(out)))) == 440


def decibels(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(samples))) + 1e-12))


@pytest.mark.parametrize(
    ("setting", "low", "high"),
    [
        ("a quiet room", -58, -48),
        ("雨夜的街道", -40, -28),
        ("forest", -50, -38),
        ("战场", -38, -26),
    ],
)
def test_ambience_is_there_and_stays_under(setting: str, low: float, high: float) -> None:
    sound = ambience(setting, 3, seed=7)
    assert sound.shape == (3 * SAMPLE_RATE, 2)
    assert low < decibels(sound) < high
    assert np.array_equal(sound, ambience(setting, 3, seed=7))


@pytest.mark.parametrize(
    "words", ["thunder", "剑击", "footsteps", "电话", "glass", "something odd"]
)
def test_effects_sound_and_end_softly(words: str) -> None:
    sound = effect(words, 2, seed=1)
    assert sound.shape == (2 * SAMPLE_RATE, 2)
    assert 0.0005 < float(np.abs(sound).max()) <= 0.9
    assert float(np.abs(sound[[0, -1]]).max()) < 0.01


@pytest.mark.parametrize("words", ["tense", "史诗", "轻快", "anything"])
def test_music_has_its_length_and_no_hard_ends(words: str) -> None:
    bed = music(words, 5, seed=3)
    assert bed.shape == (5 * SAMPLE_RATE, 2)
    assert -26 < decibels(bed) < -16
    assert float(np.abs(bed).max()) < 0.95
    assert float(np.abs(bed[[0, -1]]).max()) < 0.01


def test_lines_lie_where_they_were_put(engines: Engines) -> None:
    lines = [
        Line("a", "anna", "Come in, please.", "en", Manner("anna"), start=0.5),
        Line("b", "bob", "谢谢。", "zh", Manner("bob"), start=2.5),
        Line("c", "lee", "多谢。", "yue", Manner("lee"), start=3.6),
    ]
    sound = mix_shot(engines, lines, setting="room", seconds=5, seed=1)
    assert sound.samples.shape == (5 * SAMPLE_RATE, 2)
    assert sound.spans["a"][0] == pytest.approx(0.5)
    assert sound.scratch == ("en", "yue", "zh")
    quiet = sound.samples[: SAMPLE_RATE // 3]
    for start, seconds in sound.spans.values():
        part = sound.samples[round(start * SAMPLE_RATE) : round((start + seconds) * SAMPLE_RATE)]
        assert decibels(part) > decibels(quiet) + 15
    assert set(sound.mouths) == {"anna", "bob", "lee"}


def test_a_late_line_moves_earlier_rather_than_lose_words(engines: Engines) -> None:
    line = Line("a", "x", "This is a rather long line to say.", "en", Manner("x"), start=1.6)
    sound = mix_shot(engines, [line], setting="room", seconds=2.2, seed=1)
    start, seconds = sound.spans["a"]
    assert start + seconds <= 2.2


def test_a_line_can_be_understood_over_anything(engines: Engines) -> None:
    din = (np.random.default_rng(1).normal(0, 0.2, (5 * SAMPLE_RATE, 2))).astype(np.float32)
    line = Line("a", "x", "Can you hear me over this?", "en", Manner("x"), start=1.5)
    for under in ([], [din]):
        whole, bed = (
            mix_shot(engines, said, setting="rain, storm", seconds=5, seed=1, sounds=under)
            for said in ([line], [])
        )
        start, seconds = whole.spans["a"]
        here = slice(round(start * SAMPLE_RATE), round((start + seconds) * SAMPLE_RATE))
        voice = engines.say(line.text, "en", line.manner, seconds=5).samples
        rest = whole.samples[here][: len(voice)] - voice[: here.stop - here.start, None]
        assert decibels(voice) - decibels(rest) > 12
        before = slice(0, SAMPLE_RATE // 2)
        np.testing.assert_allclose(whole.samples[before], bed.samples[before], rtol=0.2, atol=1e-3)
        assert float(np.abs(np.diff(whole.samples, axis=0)).max()) < 0.8 or under


def test_a_recording_stands_beside_the_lines_and_is_not_ducked(engines: Engines) -> None:
    tone = np.sin(2 * np.pi * 220 * np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE) * 0.3
    recorded = np.stack([tone, tone], 1).astype(np.float32)
    sound = mix_shot(engines, [], setting="rain", seconds=3, seed=1, recorded=[recorded])
    heard, after = sound.samples[: 2 * SAMPLE_RATE], sound.samples[-SAMPLE_RATE // 4 :]
    assert decibels(heard) == pytest.approx(decibels(recorded), abs=0.3)
    assert decibels(heard) - decibels(after) > 12

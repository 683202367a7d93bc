"""Clips with a fault planted at a known frame, and clean ones that look as if they had one.

Drawn by arithmetic from a fixed seed: textures that a camera moves over and things that move by
themselves, so that every picture differs from the one before by more than its encoding does.
"""

import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from studio.media.encode import Encoder

Picture = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float64]

WIDE, TALL, RATE, FRAMES = 320, 180, 24, 72
SAMPLE_RATE = 48_000


def texture(seed: int, wide: int = 2 * WIDE, tall: int = 2 * TALL) -> Picture:
    """A ground with edges of all sizes, (tall, wide, 3)."""
    rng = np.random.default_rng(seed)
    ground = np.full((tall, wide, 3), rng.integers(60, 120, 3), np.uint8)
    for _ in range(120):
        x, y = int(rng.integers(0, wide)), int(rng.integers(0, tall))
        colour = tuple(int(c) for c in rng.integers(20, 235, 3))
        if rng.random() < 0.5:
            cv2.circle(ground, (x, y), int(rng.integers(6, 40)), colour, -1, cv2.LINE_AA)
        else:
            corner = (x + int(rng.integers(10, 70)), y + int(rng.integers(10, 70)))
            cv2.rectangle(ground, (x, y), corner, colour, -1)
    return ground


def scene(frames: int = FRAMES, seed: int = 1, speed: float = 2.0) -> list[Picture]:
    """A camera trucks over a texture and a ball flies through; `speed` in pixels a frame."""
    ground, shown = texture(seed), list[Picture]()
    for n in range(frames):
        shift = np.array([[1, 0, -(speed * n % WIDE)], [0, 1, -20.0]], np.float32)
        picture = cv2.warpAffine(ground, shift, (WIDE, TALL), borderMode=cv2.BORDER_REFLECT)
        ball = (int(40 + 3 * n) % WIDE, int(90 + 40 * np.sin(n / 5)))
        cv2.circle(picture, ball, 14, (40, 60, 230), -1, cv2.LINE_AA)
        shown.append(np.asarray(picture, np.uint8))
    return shown


def tone(seconds: float, level: float = 0.3) -> Samples:
    """A voice-like sound that never rests: three tones with a slow beat."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    mix = np.sin(2 * np.pi * 220 * at) + 0.6 * np.sin(2 * np.pi * 333 * at)
    mix += 0.4 * np.sin(2 * np.pi * 1170 * at)
    return level * mix / 2 * (0.7 + 0.3 * np.sin(2 * np.pi * 3 * at))


@dataclass
class Clip:
    """Pictures and a sound that become a file."""

    pictures: list[Picture] = field(default_factory=scene)
    samples: Samples | None = None
    rate: int = RATE
    crf: float = 20

    def write(self, path: Path) -> Path:
        """The file at `path`."""
        tall, wide = self.pictures[0].shape[:2]
        sound = None
        if self.samples is not None:
            sound = path.with_suffix(".wav")
            clear = np.clip(self.samples, -1, 1) * 32767
            with wave.open(str(sound), "wb") as file:
                file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
                file.writeframes(clear.astype("<i2").tobytes())
        with Encoder(
            path, width=wide, height=tall, rate=(self.rate, 1), frames=len(self.pictures),
            sound=sound, crf=self.crf, preset="veryfast", pixel_format="bgr24",
        ) as encoder:  # fmt: skip
            for picture in self.pictures:
                encoder.write(picture)
        return path


def _lit(picture: npt.NDArray[Any], gain: float) -> Picture:
    return np.asarray(np.clip(picture * gain, 0, 255), np.uint8)


def _blurred(picture: Picture, pixels: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), pixels), np.uint8)


def black() -> Clip:
    shown = scene()
    shown[30:44] = [np.zeros_like(shown[0])] * 14
    return Clip(shown)


def dropped_black() -> Clip:
    shown = scene()
    shown[40] = np.zeros_like(shown[0])
    return Clip(shown)


def frozen() -> Clip:
    shown = scene()
    return Clip([*shown[:20], *[shown[20]] * 36, *shown[21:37]])


def frozen_end() -> Clip:
    shown = scene()
    shown[40:] = [shown[40]] * (FRAMES - 40)
    return Clip(shown, crf=26)


def repeated() -> Clip:
    shown = scene()
    return Clip([*shown[:31], shown[30], *shown[31:50], shown[49], shown[49], *shown[50:69]])


def pulled() -> Clip:
    """24 frames brought to 30 by repeating every fourth."""
    shown = [p for n, p in enumerate(scene()) for p in ([p, p] if n % 4 == 3 else [p])]
    return Clip(shown, rate=30)


def anew() -> Clip:
    shown = scene()
    return Clip([*shown[:40], *shown[32:64]])


def blurred() -> Clip:
    shown = scene()
    shown[36:52] = [_blurred(p, 3) for p in shown[36:52]]
    return Clip(shown)


def blurred_whole() -> Clip:
    return Clip([_blurred(p, 4) for p in scene()])


def flickering() -> Clip:
    shown = scene()
    for n in range(24, 54):
        shown[n] = _lit(shown[n], 1.0 if n % 2 else 0.93)
    return Clip(shown)


def hidden_cut() -> Clip:
    return Clip([*scene()[:37], *scene(seed=7)[37:]])


def dissolved(frames: int = 12, speed: float = 2.0) -> Clip:
    """From one shot into another in so many frames, from the 28th on; cameras move in both."""
    shown = scene(speed=speed)
    for n, other in enumerate(scene(seed=7, speed=speed)):
        share = min(1.0, max(0.0, (n - 27) / (frames + 1)))
        shown[n] = np.asarray(cv2.addWeighted(shown[n], 1 - share, other, share, 0), np.uint8)
    return Clip(shown)


def dissolved_slowly() -> Clip:
    return dissolved(24, 0.6)


def dissolved_at_once() -> Clip:
    return dissolved(8, 5.0)


def clipped() -> Clip:
    sound = tone(3)
    sound[48_000:96_000] = np.clip(sound[48_000:96_000] * 8, -0.98, 0.98)
    return Clip(samples=sound)


def silent() -> Clip:
    return Clip(samples=tone(3) * 0)


def dropped_out() -> Clip:
    sound = tone(3)
    sound[60_000:63_600] = 0
    return Clip(samples=sound)


def ended_early() -> Clip:
    """The sound is over a second before its picture."""
    return Clip(samples=tone(2))


def short() -> Clip:
    return Clip(scene(60), tone(2.5))


def small() -> Clip:
    return Clip([np.asarray(cv2.resize(p, (240, 136)), np.uint8) for p in scene()], tone(3))


def misshapen() -> Clip:
    return Clip([np.asarray(cv2.resize(p, (180, 180)), np.uint8) for p in scene()], tone(3))


def slow_rate() -> Clip:
    return Clip(scene(48), tone(3), rate=16)


@dataclass(frozen=True)
class Planted:
    """A fault: the check that must find it, and the frame (None: the whole file) where it lies."""

    name: str
    make: Callable[[], Clip]
    check: str
    first: int | None
    frames: int | None = None


PLANTED = (
    Planted("black", black, "black", 30, 14),
    Planted("dropped_black", dropped_black, "black", 40, 1),
    Planted("frozen", frozen, "freeze", 20, 36),
    Planted("frozen_end", frozen_end, "freeze", 40, 32),
    Planted("repeated", repeated, "repeats", 31),
    Planted("pulled", pulled, "repeats", 4),
    Planted("anew", anew, "repeats", 40, 8),
    Planted("blurred", blurred, "blur", 36, 16),
    Planted("blurred_whole", blurred_whole, "blur", 0, 72),
    Planted("flickering", flickering, "flicker", 24, 30),
    Planted("hidden_cut", hidden_cut, "cut", 37, 1),
    Planted("dissolved", dissolved, "cut", 28, 12),
    Planted("dissolved_slowly", dissolved_slowly, "cut", 28, 24),
    Planted("dissolved_at_once", dissolved_at_once, "cut", 28, 8),
    Planted("clipped", clipped, "clipping", 24, 24),
    Planted("silent", silent, "silence", None),
    Planted("ended_early", ended_early, "silence", None),
    Planted("dropped_out", dropped_out, "dropout", 30, 2),
    Planted("short", short, "length", 59),
    Planted("small", small, "size", None),
    Planted("misshapen", misshapen, "size", None),
    Planted("slow_rate", slow_rate, "rate", None),
)


def plain() -> Clip:
    return Clip(samples=tone(3))


def fast_action() -> Clip:
    """A camera that shakes over a texture while things race through the picture."""
    ground, rng, shown = texture(5), np.random.default_rng(2), list[Picture]()
    for n in range(FRAMES):
        x, y = 22.0 * n % WIDE, 60 + float(rng.normal(0, 6))
        shift = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
        picture = cv2.warpAffine(ground, shift, (WIDE, TALL), borderMode=cv2.BORDER_REFLECT)
        for each in range(3):
            at = (int(rng.integers(0, WIDE)), int(rng.integers(0, TALL)))
            cv2.circle(picture, at, 10 + 5 * each, (230, 230, 250), -1, cv2.LINE_AA)
        kernel = np.zeros((9, 9), np.float32)
        kernel[4] = 1 / 9  # the motion blur of half an open shutter
        shown.append(np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8))
    return Clip(shown, tone(3, 0.7))


def whip_pan() -> Clip:
    """Standing, then a pan of 60 pixels a frame with its motion blur, then standing again."""
    ground, x, shown = texture(6, 6 * WIDE), 0.0, list[Picture]()
    for n in range(FRAMES):
        fast = 30 <= n < 42
        x += 60.0 if fast else 0.6
        shift = np.array([[1, 0, -x], [0, 1, -20]], np.float32)
        picture = cv2.warpAffine(ground, shift, (WIDE, TALL), borderMode=cv2.BORDER_REFLECT)
        shown.append(np.asarray(cv2.blur(picture, (31, 1)) if fast else picture, np.uint8))
    return Clip(shown)


def dark() -> Clip:
    rng = np.random.default_rng(4)
    grain = (rng.normal(0, 1.5, (TALL, WIDE, 1)) for _ in range(FRAMES))
    return Clip(
        [_lit(p * 0.11 + g + 2, 1.0) for p, g in zip(scene(), grain, strict=True)], tone(3, 0.05)
    )


def faded() -> Clip:
    """From black in a second, and to black in a second."""
    shown = scene()
    for n in range(24):
        shown[n] = _lit(shown[n], n / 24)
        shown[-1 - n] = _lit(shown[-1 - n], n / 24)
    return Clip(shown, tone(3) * np.minimum(1, np.arange(144_000) / 48_000))


def flash() -> Clip:
    """A camera's flash, and a lightning that lights twice."""
    shown = scene()
    for n, gain in ((20, 2.6), (21, 1.6), (45, 2.2), (47, 2.4), (48, 1.5)):
        shown[n] = _lit(shown[n], gain)
    return Clip(shown)


def slow_zoom() -> Clip:
    ground, shown = texture(9), list[Picture]()
    for n in range(FRAMES):
        scale = 1 + 0.0008 * n
        turn = cv2.getRotationMatrix2D((160, 90), 0, scale)
        shown.append(np.asarray(cv2.warpAffine(ground, turn, (WIDE, TALL)), np.uint8))
    return Clip(shown)


def on_twos() -> Clip:
    return Clip([p for p in scene(36, speed=5.0) for _ in range(2)], tone(3))


def cycle() -> Clip:
    """A walk: the same twelve drawings again and again, in place."""
    ground, shown = texture(11), list[Picture]()
    for n in range(FRAMES):
        picture = ground[:TALL, :WIDE].copy()
        swing = 60 * np.sin(2 * np.pi * n / 12)
        cv2.line(picture, (160, 60), (int(160 + swing), 150), (20, 20, 20), 12, cv2.LINE_AA)
        shown.append(picture)
    return Clip(shown)


def soft_ground() -> Clip:
    """A sharp thing before a ground that is out of focus."""
    ground, shown = _blurred(texture(12), 8), list[Picture]()
    for n in range(FRAMES):
        picture = ground[:TALL, :WIDE].copy()
        cv2.rectangle(picture, (40 + 2 * n, 50), (100 + 2 * n, 150), (220, 220, 235), -1)
        shown.append(picture)
    return Clip(shown)


def speech() -> Clip:
    """Words with pauses of perfect silence, as scratch voices have them."""
    sound = tone(3, 0.6)
    at = np.arange(len(sound)) / SAMPLE_RATE
    return Clip(samples=sound * np.clip(np.sin(2 * np.pi * 1.5 * at) * 1.5, 0, 1))


def torch() -> Clip:
    """A flame that lights the scene: uneven, and never more than three turns in a second."""
    shown = scene()
    for n in range(FRAMES):
        glow = 1 + 0.05 * np.sin(2 * np.pi * n / 20) + 0.03 * np.sin(2 * np.pi * n / 31)
        shown[n] = _lit(shown[n], float(glow))
    return Clip(shown)


def door() -> Clip:
    """A door is opened: in half a second there is more than twice the light."""
    shown = scene(speed=0.6)
    for n in range(30, FRAMES):
        rise = min(1.0, (n - 30) / 12)
        shown[n] = _lit(shown[n] + 30.0 * rise, 1 + 1.2 * rise)
    return Clip(shown)


def sun() -> Clip:
    """Light wanders from one side of the picture to the other in a second."""
    ground, side, shown = texture(3)[:TALL, :WIDE], np.linspace(0.3, 1.6, WIDE), list[Picture]()
    for n in range(FRAMES):
        share = min(1.0, max(0.0, (n - 20) / 24))
        light = (1 - share) * side + share * side[::-1]
        shown.append(np.asarray(np.clip(ground * light[None, :, None], 0, 255), np.uint8))
    return Clip(shown)


def fog() -> Clip:
    """Fog drifts in and stays."""
    rng, shown = np.random.default_rng(3), scene(speed=0.6)
    cloud = cv2.GaussianBlur(rng.random((TALL, 2 * WIDE)), (0, 0), 12)
    cloud = (cloud - cloud.min()) / (cloud.max() - cloud.min())
    for n, picture in enumerate(shown):
        veil = cloud[:, 2 * n : 2 * n + WIDE, None] * min(1.0, n / 20)
        shown[n] = np.asarray(picture * (1 - veil) + 220 * veil, np.uint8)
    return Clip(shown)


def passing() -> Clip:
    """Somebody walks through the picture, close to the camera."""
    shown = scene(speed=0.6)
    for n in range(20, 50):
        left = (n - 20) * 20 - 260
        cv2.rectangle(shown[n], (left, 0), (left + 250, TALL), (30, 40, 60), -1)
    return Clip(shown)


CLEAN: tuple[tuple[str, Callable[[], Clip]], ...] = (
    ("plain", plain), ("fast_action", fast_action), ("whip_pan", whip_pan), ("dark", dark),
    ("faded", faded), ("flash", flash), ("slow_zoom", slow_zoom), ("on_twos", on_twos),
    ("cycle", cycle), ("soft_ground", soft_ground), ("speech", speech), ("torch", torch),
    ("door", door), ("sun", sun), ("fog", fog), ("passing", passing),
)  # fmt: skip


def written(folder: Path) -> Iterator[tuple[Planted, Path]]:
    """Every planted fault with its file."""
    for planted in PLANTED:
        yield planted, planted.make().write(folder / f"{planted.name}.mov")

"""Poses: joint angles by name and, from them, where the joints are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any, cast

from studio.animatic.light import best, vocabulary
from studio.animatic.svg import Point

WIDE_POSES = (
    "run", "strike", "kick", "fight", "fall", "dash", "punch", "block", "stagger", "leap", "guard",
)  # fmt: skip
STOOP = 6.0  # degrees that an old back bends
ARM, FOREARM, THIGH, SHIN, TORSO = 132.0, 118.0, 182.0, 178.0, 236.0


# What the other does; who is not named here does the same.
_ANSWERS = {
    "talk": "pair",
    "point": "stand",
    "wave": "stand",
    "strike": "block",
    "kick": "stagger",
    "punch": "block",
    "stagger": "punch",
    "leap": "block",
    "fight": "guard",
    "kneel": "stand",
}


@dataclass(frozen=True)
class Joints:
    """Points of a body in hundredths of a head; the ground is y = 0, up is negative.

    Arms and legs are (far, near), each from the body outwards.
    """

    hip: Point
    neck: Point
    head: Point
    lean: float
    arms: tuple[tuple[Point, Point, Point], tuple[Point, Point, Point]]
    legs: tuple[tuple[Point, Point, Point], tuple[Point, Point, Point]]


def pose_names(prompt: str, count: int) -> list[str]:
    """A pose for each of `count` figures, from what the prompt says happens."""
    name = best(prompt, cast(Mapping[str, Sequence[str]], vocabulary("poses")["words"])) or "stand"
    second = _ANSWERS.get(name, name)
    return [name if index % 2 == 0 else second for index in range(count)]


def _step(start: Point, degrees: float, length: float, face: float) -> Point:
    angle = radians(degrees)
    return start[0] + face * sin(angle) * length, start[1] + cos(angle) * length


def legs_of(lens: float) -> float:
    """How long legs look where heads are `lens` times the usual: short from above."""
    return 1.0 - 1.4 * (lens - 1.0) if lens > 1.0 else 1.0 + 0.5 * (1.0 - lens)


def _hip(legs: Sequence[Sequence[float]], long: float) -> float:
    """How high the hips are when the lower foot stands on the ground."""
    return -28.0 - long * max(cos(radians(a)) * THIGH + cos(radians(b)) * SHIN for a, b in legs)


def joints(
    name: str, face: float, broad: float, *, stoop: float = 0.0, long: float = 1.0
) -> Joints:
    """The joints of pose `name`, facing `face` (-1 or 1), shoulders `broad` from the neck.

    Who faces left is the mirror image of who faces right. `stoop` bends an old back, in degrees.
    `long` is the length of the legs as a share of the usual, as a camera from above sees them.
    """
    pose = cast(Mapping[str, Any], vocabulary("poses")["poses"][name])
    lean = float(pose["lean"])
    hip = (0.0, _hip(pose["legs"], long) - float(pose.get("lift", 0.0)))
    neck = _step(hip, 180.0 - lean - stoop, TORSO, face)
    head = _step(neck, 180.0 - lean * 0.5 - stoop * 2.6, 76.0 - stoop * 0.6, face)
    limbs: list[tuple[Point, Point, Point]] = []
    for side, (upper, lower) in zip((-1, 1), pose["arms"], strict=True):
        shoulder = neck[0] + side * face * broad, neck[1] + 34
        swing = side * 6.0 if abs(upper) < 30 else 0.0
        elbow = _step(shoulder, upper + swing, ARM, face)
        limbs.append((shoulder, elbow, _step(elbow, lower, FOREARM, face)))
    for side, (upper, lower) in zip((-1, 1), pose["legs"], strict=True):
        top = hip[0] + side * face * 30, hip[1]
        knee = _step(top, upper, THIGH * long, face)
        limbs.append((top, knee, _step(knee, lower, SHIN * long, face)))
    return Joints(hip, neck, head, lean * face, (limbs[0], limbs[1]), (limbs[2], limbs[3]))

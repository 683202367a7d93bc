"""The film in the pictures of the window: planned from a sample, with takes, media and a cast."""

import json
import os
import subprocess
import sys
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from studio.media.video import frame_at
from studio.timeline.project import Project
from studio.timeline.store import open_folder

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = {"en": "sample.txt", "zh": "sample.zh.txt"}
TITLES = {"en": "The Lantern Keeper", "zh": "灯笼匠"}
SIZE = "1280x720"
# Shot, frame and name of what is brought in as a picture.
_STILLS = {
    "en": (("1-1", 60, "Old street plate"), ("2-1", 8, "Workshop"), ("2-4", 30, "Old Wu face"),
           ("2-5", 40, "Lantern lit"), ("1-2", 20, "Mei coat")),
    "zh": (("1-1", 60, "老街空景"), ("2-1", 8, "灯笼作坊"), ("2-4", 30, "老吴面部"),
           ("2-5", 40, "点亮的灯笼"), ("1-2", 20, "小梅外套")),
}  # fmt: skip
OTHERS = {"en": ("Rain on tiles", "Walk test"), "zh": ("屋檐雨声", "走位试拍")}
_LOOKS = {
    "en": {
        "Mei": "About 20, long dark hair, rust-brown coat with a wide belt, grey scarf.",
        "Old Wu": "About 70, bald with white hair at the sides, short beard, blue work jacket.",
    },
    "zh": {
        "小梅": "约二十岁，深色长发，铁锈色束腰大衣，灰色围巾。",
        "老吴": "约七十岁，两鬓白发，短须，蓝色工装外套。",
    },
}


def made(folder: Path, language: str) -> Path:
    """The sample of a language as a film: every shot has a take and some have two."""
    text = str(ROOT / "resources" / "samples" / SAMPLES[language])
    _studio("new", str(folder), "--size", SIZE)
    _studio("plan", str(folder), text)
    with open_folder(folder) as store:
        store.save(_described(store.project, language))
    _studio("generate", str(folder))
    _bring_media(folder, language)
    _studio("generate", str(folder), "--shots", "1-1,1-2,2-1,2-4,2-5", "--again")
    return folder


def _described(film: Project, language: str) -> Project:
    """The film with what its cast looks like."""
    looks = _LOOKS[language]
    cast = tuple(s.evolve(description=looks.get(s.name, s.description)) for s in film.subjects)
    return film.evolve(subjects=cast)


def shot_ids(folder: Path) -> dict[str, dict[str, Any]]:
    """The shots of a film by their labels, as the command line tells of them."""
    told = json.loads(_studio("show", str(folder), "--json"))
    return {shot["label"]: shot for scene in told["scenes"] for shot in scene["shots"]}


def _bring_media(folder: Path, language: str) -> None:
    shots, rooms = shot_ids(folder), folder.parent / f"{folder.stem} media"
    rooms.mkdir()
    files: dict[str, Path] = {}
    for label, frame, name in _STILLS[language]:
        take = folder / shots[label]["takes"][0]["path"]
        _, data = cv2.imencode(".png", frame_at(take, Fraction(frame, 24)))
        files[label] = rooms / f"{name}.png"
        files[label].write_bytes(data.tobytes())
    rain, walk = (rooms / f"{name}" for name in OTHERS[language])
    sound = _rain(rain.with_suffix(".wav"))
    film = walk.with_suffix(".mov")
    film.write_bytes((folder / shots["1-1"]["takes"][0]["path"]).read_bytes())
    for label, path, role in (
        ("1-1", files["1-1"], "style"), ("2-1", files["2-1"], "first_frame"),
        ("2-1", files["2-4"], "subject"), ("2-5", files["2-5"], "first_frame"),
        ("1-2", files["1-2"], "subject"),
    ):  # fmt: skip
        _studio("import", str(folder), str(path), "--shot", label, "--role", role)
    _studio("import", str(folder), str(film), str(sound))


def _rain(path: Path) -> Path:
    """Six seconds of rain: noise in gusts."""
    noise = np.random.default_rng(7).normal(0, 1, 48_000 * 6)
    gusts = 0.55 + 0.45 * np.sin(np.linspace(0, 11, noise.size)) * np.sin(
        np.linspace(0, 47, noise.size)
    )
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(48_000)
        stream.writeframes((noise * gusts * 5000).clip(-32768, 32767).astype("<i2").tobytes())
    return path


def _studio(*words: str) -> str:
    world = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "studio", *words]
    done = subprocess.run(command, check=True, env=world, stdout=subprocess.PIPE, text=True)
    return done.stdout

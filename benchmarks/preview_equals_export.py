"""What the viewer shows against what an export writes, feature by feature.

    python -m benchmarks.preview_equals_export [FEATURE ...] [--size 320x180]

For each feature a film of 36 frames is made. The viewer's picture of a frame, read as the player
reads it when that frame is sought, is set beside the exporter's own picture of it before it is
encoded, read from the beginning of the segment: the table has the largest difference of any channel
of any pixel, in levels of 255. Then the film is exported, and its SSIM to the pictures before
encoding says what the encoder took: the mean, and that of the worst frame.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ffmpeg
import numpy as np

from benchmarks.cut_film import RATE, make_clips
from studio.media.encode import BT709
from studio.media.ffmpeg import QUIET, find_ffmpeg, run
from studio.media.hashes import sha256_of
from studio.media.probe import probe
from studio.render.captions import ass, captions_for
from studio.render.delivery import Codec, Delivery
from studio.render.export import export
from studio.render.graph import segments
from studio.render.making_pieces import entered
from studio.render.picture import picture
from studio.render.preview import Reel
from studio.render.seeking import Entrances
from studio.render.segment import Segment
from studio.render.titling import titles_of
from studio.timeline.cut import Clip, Cut, Track, TrackKind
from studio.timeline.look import (
    Blend,
    Crop,
    Fit,
    Focus,
    Grade,
    Lettering,
    Look,
    Lut,
    Place,
    Title,
    Transition,
    Wipe,
)
from studio.timeline.project import Project
from studio.timeline.story import Cue, CueKind, Scene, Shot
from studio.timeline.take import Take, TakeFile

FRAMES, CUT_AT = 36, 18
SAMPLES = (0, 7, 13, 17, 18, 24, 35)
ONE, OTHER, UPRIGHT, HDR = (f"sh_{n:08}" for n in range(4))
LUT = "lu_00000001"


@dataclass(frozen=True)
class Feature:
    """A film that has one thing, and its delivery."""

    film: Project
    delivery: Delivery


def filed(folder: Path, owner: str, words: Sequence[str]) -> Take:
    """A take of 48 frames that ffmpeg makes of the arguments `words`."""
    path = folder / "media" / f"{owner}.mp4"
    if not path.exists():
        run([*QUIET, "-y", *words, "-frames:v", "48", str(path)])
    info = probe(path)
    file = TakeFile(path=f"media/{path.name}", sha256=sha256_of(path), bytes=path.stat().st_size)
    return Take(
        id=f"tk_{owner[3:]}", owner=owner, job="jb_00000001", backend="benchmark", kind="video",
        files=(file,), request={}, created="2026-01-01T00:00:00+00:00", rate=RATE, frames=48,
        width=info.width, height=info.height, transfer=info.transfer,
    )  # fmt: skip


def takes_in(folder: Path, size: tuple[int, int]) -> dict[str, Take]:
    """Two takes of the film's size, an upright one, and one of high dynamic range (PQ)."""
    found = make_clips(folder, 2, 48, size, 12)
    width, height = size
    source = "testsrc2=r=24:s={}x{}"
    upright = ["-f", "lavfi", "-i", source.format(height // 2 * 2, width // 2 * 2)]
    upright += ["-c:v", "libx264", "-crf", "12", "-pix_fmt", "yuv420p", *BT709]
    found[UPRIGHT] = filed(folder, UPRIGHT, upright)
    chain = (
        "zscale=transferin=bt709:primariesin=bt709:matrixin=bt709:rangein=limited:transfer=smpte2084"
        ":primaries=bt2020:matrix=2020_ncl:range=limited:npl=203,format=yuv420p10le"
    )
    hdr = ["-f", "lavfi", "-i", source.format(width, height), "-vf", f"format=yuv444p,{chain}"]
    hdr += ["-c:v", "libx265", "-x265-params", "log-level=error", "-tag:v", "hvc1"]
    hdr += ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"]
    found[HDR] = filed(folder, HDR, [*hdr, "-color_range", "tv"])
    return found


def clip(number: int, owner: str, start: int, frames: int, **more: object) -> Clip:
    return Clip.model_validate(
        {"id": f"cl_{number:08}", "owner": owner, "start": start, "frames": frames, **more}
    )


def film_of(
    *lanes: Sequence[Clip],
    size: tuple[int, int],
    title: Title | None = None,
    line: bool = False,
    luts: tuple[Lut, ...] = (),
) -> Project:
    """A film whose picture tracks have these clips, the lowest first."""
    cue = Cue(id="cu_00000001", kind=CueKind.LINE, text="Land ahoy, 船长!", language="en")
    shots = tuple(
        Shot(id=owner, frames=FRAMES, cues=(cue,) if line and owner == ONE else ())
        for owner in (ONE, OTHER, UPRIGHT, HDR)
    )
    tracks = [
        Track(id=f"tr_{n:08}", name="V", kind=TrackKind.PICTURE, clips=tuple(lane))
        for n, lane in enumerate(lanes)
    ]
    owners = [title.id] if title is not None else [cue.id] if line else []
    for owner in owners:
        words = (clip(90, owner, 0, FRAMES),)
        tracks.append(Track(id="tr_00000050", name="T", kind=TrackKind.TEXT, clips=words))
    scene = Scene(id="sc_00000001", heading="EXT. SEA - DAY", shots=shots)
    return Project(
        title="Preview", width=size[0], height=size[1], rate=RATE, scenes=(scene,),
        cut=Cut(tracks=tuple(tracks)), titles=(title,) if title is not None else (), luts=luts,
    )  # fmt: skip


def table_in(folder: Path) -> Lut:
    """A colour table that swaps a little of each colour for the next."""
    path = folder / "media" / "warm.cube"
    lines = [
        f"{r * 0.9 + 0.1 * g:.6f} {g * 0.95:.6f} {b * 0.8 + 0.1 * r:.6f}"
        for b in np.linspace(0, 1, 9) for g in np.linspace(0, 1, 9) for r in np.linspace(0, 1, 9)
    ]  # fmt: skip
    path.write_text("LUT_3D_SIZE 9\n" + "\n".join(lines) + "\n")
    return Lut(id=LUT, name="warm", path=f"media/{path.name}", sha256=sha256_of(path))


def features(folder: Path, size: tuple[int, int]) -> dict[str, Feature]:
    """Everything that a picture may have, by name."""
    made: dict[str, Feature] = {}

    def add(name: str, film: Project, delivery: Delivery | None = None) -> None:
        made[name] = Feature(film, delivery or Delivery.of(film))

    def looked(name: str, look: Look, owner: str = ONE, luts: tuple[Lut, ...] = ()) -> None:
        whole = [clip(1, owner, 0, FRAMES, look=look.model_dump())]
        add(name, film_of(whole, size=size, luts=luts))

    def over(name: str, look: Look) -> None:
        below = [clip(1, OTHER, 0, FRAMES)]
        add(name, film_of(below, [clip(2, ONE, 0, FRAMES, look=look.model_dump())], size=size))

    def paced(name: str, speed: str, skip: int, frames: int = FRAMES) -> None:
        add(name, film_of([clip(1, ONE, 0, frames, speed=speed, skip=skip)], size=size))

    add("cut", film_of([clip(1, ONE, 0, CUT_AT), clip(2, OTHER, CUT_AT, 18, skip=9)], size=size))
    for fit in Fit:
        looked(f"fit: {fit.value}", Look(fit=fit), UPRIGHT)
    looked("place: scale, turn, offset", Look(place=Place(x=0.1, y=-0.05, scale=0.7, turn=12)))
    looked("place: mirrored", Look(place=Place(mirrored=True)))
    over("crop", Look(crop=Crop(left=0.2, top=0.1, right=0.15)))
    over("opacity", Look(opacity=0.6))
    for blend in Blend:
        over(f"blend: {blend.value}", Look(blend=blend, opacity=0.8))
    paced("speed: double", "2", 1, 20)
    paced("speed: half", "1/2", 3)
    paced("speed: 3/7", "3/7", 5)
    paced("reverse", "-1", 40)
    paced("freeze", "0", 11)
    for kind in Wipe:
        entry = Transition(kind=kind, frames=12).model_dump()
        first, second = clip(1, ONE, 0, CUT_AT), clip(2, OTHER, CUT_AT, 18, skip=9, entry=entry)
        add(f"transition: {kind.value}", film_of([first, second], size=size))
    whole = [clip(1, ONE, 0, FRAMES)]
    for lettering in (Lettering.TITLE, Lettering.LOWER_THIRD, Lettering.CREDITS):
        title = Title(id="ti_00000001", text="The Lighthouse\n灯塔", lettering=lettering, fade=6)
        add(f"title: {lettering.value}", film_of(whole, size=size, title=title))
    add("captions, burnt in", film_of(whole, size=size, line=True))
    looked("grade", Look(grade=Grade(exposure=0.4, contrast=1.2, saturation=0.8, temperature=0.3)))
    looked("LUT", Look(grade=Grade(lut=LUT, lut_strength=0.7)), luts=(table_in(folder),))
    looked("HDR (PQ) to SDR", Look(), HDR)
    focus = Look(focus=(Focus(ratio="9:16", x=0.3, scale=1.2),))
    film = film_of([clip(1, ONE, 0, FRAMES, look=focus.model_dump())], size=size)
    tall = Delivery(size[1] // 2 * 2, size[0] // 2 * 2, RATE, frame=size, fit=Fit.FILL)
    add("reframed to 9:16", film, tall)
    deep = replace(Delivery.of(film), codec=Codec.HEVC, pixel_format="")
    add("ten bits (H.265)", film_of(whole, size=size), deep)
    return made


class Compared:
    """One feature, as the viewer and as the exporter have it."""

    def __init__(self, feature: Feature, shown: Mapping[str, Take], folder: Path) -> None:
        self._film, self._wanted = feature.film, feature.delivery
        self._shown, self._folder = shown, folder
        events = captions_for(self._film, shown, self._wanted)
        self._runs: tuple[Segment, ...] = segments(self._film, shown, events)
        self._titles = folder / "words.ass"
        words = ass(events, self._wanted, titles_of(self._film))
        self._titles.write_text(words, encoding="utf-8")
        self._raw = folder / "raw.yuv"

    def exporters(self) -> np.ndarray:
        """All pictures before they are encoded, as the exporter's graph gives them, in BGRA."""
        with self._raw.open("wb") as out:
            for each in entered(self._runs, self._folder, self._wanted):
                stream = picture(each, self._folder, self._wanted, self._titles)
                words = ffmpeg.output(
                    stream, "pipe:1", format="rawvideo", pix_fmt=self._wanted.pixel_format,
                    **{"frames:v": each.frames},
                ).get_args()  # fmt: skip
                subprocess.run([find_ffmpeg(), *QUIET, *words], stdout=out, check=True)
        turned = "scale=in_color_matrix=bt709:in_range=tv:out_range=pc,format=bgra"
        words = [*QUIET, *self._input(), "-vf", turned, "-f", "rawvideo", "pipe:1"]
        done = subprocess.run([find_ffmpeg(), *words], stdout=subprocess.PIPE, check=True)
        return self._shaped(done.stdout)

    def _input(self) -> list[str]:
        size = f"{self._wanted.width}x{self._wanted.height}"
        words = ["-f", "rawvideo", "-pixel_format", self._wanted.pixel_format, "-video_size", size]
        return [*words, "-framerate", str(RATE.num), "-i", str(self._raw)]

    def _shaped(self, data: bytes) -> np.ndarray:
        flat = np.frombuffer(data, np.uint8)
        return flat.reshape(-1, self._wanted.height, self._wanted.width, 4)[..., :3]

    def viewers(self, frame: int) -> np.ndarray:
        """The picture that the viewer shows when a frame is sought."""
        runs = Entrances(self._folder, self._wanted.rate).open(self._runs)
        with Reel(runs, self._folder, self._wanted, frame, captions=self._titles) as reel:
            data = reel.read()
        assert data is not None
        return self._shaped(data)[0]

    def encoded(self) -> tuple[float, float]:
        """SSIM of the exported film to the pictures before encoding: mean, and of the worst."""
        out = self._folder / f"film{self._wanted.suffix}"
        export(self._film, self._shown, self._folder, out, self._wanted, overwrite=True)
        graph = "[0:v]setpts=N,setsar=1[a];[1:v]setpts=N,setsar=1[b];[a][b]ssim=stats_file=-"
        words = [*QUIET, *self._input(), "-i", str(out), "-lavfi", graph, "-f", "null", "-"]
        said = subprocess.run([find_ffmpeg(), *words], stdout=subprocess.PIPE, check=True).stdout
        lines = [line for line in said.decode().splitlines() if "All:" in line]
        values = [float(line.split("All:")[1].split()[0]) for line in lines]
        return float(np.mean(values)), min(values)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("features", nargs="*", help="words in the names of features; none: all")
    parser.add_argument("--size", default="320x180")
    words = parser.parse_args()
    width, _, height = words.size.partition("x")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = takes_in(folder, (int(width), int(height)))
        print(f"{'feature':32}{'frames':>7}{'largest difference':>20}{'SSIM':>9}{'least':>9}")
        worst = 0
        for called, feature in features(folder, (int(width), int(height))).items():
            if words.features and not any(word in called for word in words.features):
                continue
            compared = Compared(feature, shown, folder)
            written = compared.exporters()
            places = [frame for frame in SAMPLES if frame < len(written)]
            away = max(
                int(np.abs(compared.viewers(frame).astype(int) - written[frame]).max())
                for frame in places
            )
            mean, least = compared.encoded()
            worst = max(worst, away)
            print(f"{called:32}{len(places):7}{away:20}{mean:9.4f}{least:9.4f}", flush=True)
        print(f"the largest difference of all: {worst} of 255")


if __name__ == "__main__":
    main()

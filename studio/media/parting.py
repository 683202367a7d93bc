"""A run of frames of a video as a file of its own, exact to the frame, with its sound."""

from fractions import Fraction
from pathlib import Path

from studio.errors import BadInput
from studio.media.encode import TAKE_SUFFIX
from studio.media.ffmpeg import QUIET, SAFE_INPUT, run
from studio.media.probe import probe


def part_of(path: Path, target: Path, first: int, frames: int) -> None:
    """Write the `frames` frames of `path` from `first` on to `target`, a take's QuickTime file.

    The picture is encoded anew at a quality far above what a service delivers; the sound is cut at
    the sample nearest to the frame and kept uncompressed. Blocking. Raises BadInput for a video
    that is shorter, RenderError.
    """
    info = probe(path)
    if info.kind != "video" or first < 0 or frames < 1 or first + frames > info.frames:
        raise BadInput("media.no_such_part", name=path.name, first=first, last=first + frames)
    assert target.suffix == TAKE_SUFFIX
    start = Fraction(first) / info.rate
    end = Fraction(first + frames) / info.rate
    picture = f"trim=start_frame={first}:end_frame={first + frames},setpts=PTS-STARTPTS"
    command = [*QUIET, "-y", *SAFE_INPUT, "-i", str(path), "-map", "0:v:0", "-vf", picture]
    if info.sound_tracks:
        sound = f"atrim=start={float(start):.9f}:end={float(end):.9f},asetpts=PTS-STARTPTS"
        command += ["-map", "0:a:0", "-af", sound, "-c:a", "pcm_s16le"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-g", "12", "-bf", "0"]
    command += ["-fps_mode", "passthrough", "-map_metadata", "-1", "-movflags", "+faststart"]
    run([*command, str(target)], frames=frames)

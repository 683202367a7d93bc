"""A video without its sound, every picture as it was."""

from pathlib import Path

from studio.media.ffmpeg import QUIET, SAFE_INPUT, run


def without_sound(source: Path, target: Path) -> None:
    """Copy the pictures of a video alone, packet by packet; `target` appears when it is whole.

    Raises RenderError for a file that ffmpeg cannot read, OSError.
    """
    partial = target.with_name(f".{target.stem}.partial{target.suffix}")
    command = [*QUIET, "-y", *SAFE_INPUT, "-i", str(source), "-map", "0:v:0", "-c", "copy"]
    try:
        run([*command, "-map_metadata", "-1", str(partial)])
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)

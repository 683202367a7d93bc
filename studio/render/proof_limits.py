"""How far a finished film may be from what was asked: a table of data."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from studio.paths import resource


class _Row(BaseModel):
    # Built when the table is read, once for all rows: most processes never read it.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Sync(_Row):
    """The film's sound against its mix."""

    seconds: float = Field(gt=0, description="the most that they may be apart")
    window: float = Field(gt=0, description="seconds compared at a place")
    reach: float = Field(gt=0, description="seconds within which an offset is found")
    sure: float = Field(gt=0, le=1, description="an offset of none counts when nearly as likely")
    heard: float = Field(ge=0, description="RMS below which nothing can be compared")


class Samples(_Row):
    """Samples that the sound may be longer or shorter than the pictures, by the kind of coding."""

    exact: int = Field(ge=0)
    lossy: int = Field(ge=0, description="where the file cannot say where its sound ends")


class Loud(_Row):
    """Loudness and peak. Too loud is a fault; too quiet is said, as peaks may allow no more."""

    over: float = Field(ge=0, description="LU above what was asked")
    off: float = Field(ge=0, description="LU below it that are not worth a word")
    peak: float = Field(ge=0, description="dB above the peak that was asked")
    shortest: float = Field(ge=0, description="seconds below which loudness means nothing")


class Pictures(_Row):
    """Sampled pictures against the graph's."""

    away: float = Field(gt=0, description="levels of 255 between the small pictures, on average")
    spot: float = Field(gt=0, description="the same at the place where they differ most")
    nearer: float = Field(gt=0, lt=1, description="a neighbour is the one when nearer by this")
    clearly: float = Field(ge=0, description="and by so many levels")
    best_floor: float = Field(gt=0, description="dB of PSNR at crf 0")
    floor_per_crf: float = Field(ge=0, description="dB less for each step of crf")
    share: float = Field(gt=0, lt=1, description="of the encoding's cost that may be spent")
    free: float = Field(ge=0, description="and so many encoded pictures of full size besides")
    efforts: dict[str, float] = Field(description="an encoder's preset against medium, measured")

    def floor(self, crf: float) -> float:
        """The least PSNR of a picture encoded at `crf`, in dB."""
        return self.best_floor - self.floor_per_crf * crf


class Stretches(_Row):
    """Black and frozen stretches, found in key pictures at least `apart` seconds from another."""

    apart: float = Field(gt=0)
    black: float = Field(ge=0, description="levels above black, on average")
    black_peak: int = Field(ge=0, le=255, description="the brightest level of a black picture")
    still: float = Field(ge=0, description="levels between two pictures that are the same")
    black_bits: float = Field(gt=0, description="a pixel, above which a key picture has more")
    still_bits: float = Field(gt=0, description="a pixel, above which other pictures move")
    black_seconds: float = Field(gt=0, description="the shortest black stretch that is said")
    still_seconds: float = Field(gt=0, description="the shortest frozen one")


class Silence(_Row):
    """Silent and clipped stretches of the mix."""

    level: float = Field(description="dBFS below which it is silent")
    seconds: float = Field(gt=0, description="the shortest silence that is said")
    clipped: int = Field(gt=1, description="equal samples in a row that no sound has by itself")
    clipped_level: float = Field(gt=0, lt=1, description="above which they count")
    clipped_runs: int = Field(gt=0, description="in a second, before it is said")


class Margins(_Row):
    """What is kept free at each side, as shares of the frame's width and height."""

    left: float = Field(ge=0, lt=0.5)
    top: float = Field(ge=0, lt=0.5)
    right: float = Field(ge=0, lt=0.5)
    bottom: float = Field(ge=0, lt=0.5)


class Safe(_Row):
    """The safe area of captions.

    Wide frames after EBU R 95 (graphics safe, 5 % at each side); in tall ones the platforms' own
    buttons and texts lie at the bottom and the top.
    """

    wide: Margins
    tall: Margins


class Limits(_Row):
    """All of them."""

    format: int = Field(ge=1, le=1)
    sync: Sync
    stamps: float = Field(gt=0, description="seconds between a picture's time and its frame's")
    samples: Samples
    loudness: Loud
    pictures: Pictures
    stretches: Stretches
    silence: Silence
    safe: Safe


@cache
def limits() -> Limits:
    """The table of `resources/deliver/proof.json`."""
    return Limits.model_validate_json(resource("deliver", "proof.json").read_bytes())

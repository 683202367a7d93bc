"""What the codecs and files of deliveries are, as data: encoders, depths, pixels, containers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Codec(StrEnum):
    """How pictures are coded."""

    H264 = "h264"
    HEVC = "hevc"
    AV1 = "av1"
    PRORES_HQ = "prores_hq"
    PRORES_4444 = "prores_4444"
    DNXHR_HQ = "dnxhr_hq"
    GIF = "gif"
    PNG = "png"
    TIFF = "tiff"
    EXR = "exr"


class SoundCodec(StrEnum):
    """How sound is coded; PCM has 24 bits."""

    AAC = "aac"
    PCM = "pcm"
    FLAC = "flac"
    MP3 = "mp3"

    @property
    def called(self) -> str:
        """What people call it."""
        return self.value.upper()


class Container(StrEnum):
    """What kind of file is written; its value is the suffix without the dot, but for a folder."""

    MP4 = "mp4"
    MOV = "mov"
    MKV = "mkv"
    GIF = "gif"
    FRAMES = "frames"
    WAV = "wav"
    M4A = "m4a"
    FLAC = "flac"
    MP3 = "mp3"

    @property
    def folder(self) -> bool:
        """Whether it is a folder of numbered pictures with a sound file."""
        return self is Container.FRAMES

    @property
    def suffix(self) -> str:
        """What the name of a file ends with, such as `.mp4`; empty for a folder."""
        return "" if self.folder else f".{self.value}"

    @property
    def sound_only(self) -> bool:
        """Whether it has no picture."""
        return self in SOUND_FILES

    @property
    def silent(self) -> bool:
        """Whether it has no sound."""
        return self is Container.GIF

    @property
    def tagged(self) -> bool:
        """Whether it holds a title, an author and the like."""
        return self not in (Container.GIF, Container.FRAMES)

    @property
    def chaptered(self) -> bool:
        """Whether it holds chapters."""
        return self in (Container.MP4, Container.MOV, Container.MKV, Container.M4A)

    @property
    def covered(self) -> bool:
        """Whether it holds a cover picture; QuickTime files have no place for one."""
        return self.tagged and self not in (Container.MOV, Container.WAV)


_FILMS = (Container.MP4, Container.MOV, Container.MKV)
_STUDIO = (Container.MOV, Container.MKV)
SOUND_FILES: Mapping[Container, SoundCodec] = {
    Container.WAV: SoundCodec.PCM,
    Container.M4A: SoundCodec.AAC,
    Container.FLAC: SoundCodec.FLAC,
    Container.MP3: SoundCodec.MP3,
}


@dataclass(frozen=True)
class Coding:
    """What a codec is called by people, and what it needs.

    `pixels` are those of the graph, by bits of a colour; `stored` are those of the file where they
    are others. `form` is the file in which pieces lie and are joined, `tag` the four letters a
    player looks for. `usual` is the constant quality (crf) that looks like the original; 0 where
    the encoder has none. `leanest` counts the bits of a pixel of a black film, measured.
    """

    title: str
    encoder: str
    pixels: Mapping[int, str]
    containers: tuple[Container, ...]
    stored: Mapping[int, str] = field(default_factory=dict[int, str])
    form: str = "mov"
    tag: str = ""
    profiles: Mapping[int, str] = field(default_factory=dict[int, str])
    usual: int = 0
    intra: bool = True  # every picture stands alone
    reorders: bool = False  # pictures are decoded in another order than they are shown
    least: tuple[int, int] = (2, 2)  # width and height
    leanest: float = 0.01

    @property
    def depths(self) -> tuple[int, ...]:
        """Bits of a colour, the usual first."""
        return tuple(self.pixels)


CODINGS: Mapping[Codec, Coding] = {
    Codec.H264: Coding(
        "H.264", "libx264", {8: "yuv420p"}, _FILMS, form="mp4", tag="avc1", profiles={8: "high"},
        usual=18, intra=False, reorders=True,
    ),
    Codec.HEVC: Coding(
        "H.265", "libx265", {10: "yuv420p10le", 8: "yuv420p"}, _FILMS, form="mp4", tag="hvc1",
        profiles={10: "main10", 8: "main"}, usual=20, intra=False, reorders=True,
        least=(16, 16), leanest=0.005,
    ),
    Codec.AV1: Coding(
        "AV1", "libsvtav1", {10: "yuv420p10le", 8: "yuv420p"}, (Container.MP4, Container.MKV),
        form="mp4", tag="av01", usual=26, intra=False, least=(64, 64), leanest=0.003,
    ),
    Codec.PRORES_HQ: Coding(
        "ProRes 422 HQ", "prores_ks", {10: "yuv422p10le"}, _STUDIO, tag="apch",
        profiles={10: "hq"}, leanest=0.08,
    ),
    Codec.PRORES_4444: Coding(
        "ProRes 4444", "prores_ks", {10: "yuva444p10le"}, _STUDIO, tag="ap4h",
        profiles={10: "4444"}, leanest=0.12,
    ),
    Codec.DNXHR_HQ: Coding(
        "DNxHR HQ", "dnxhd", {10: "yuv422p10le", 8: "yuv422p"}, (Container.MOV,), tag="AVdh",
        profiles={10: "dnxhr_hqx", 8: "dnxhr_hq"}, least=(256, 120), leanest=3.5,
    ),
    # A GIF is made of pictures without loss, as one table of colours serves the whole film.
    Codec.GIF: Coding(
        "GIF", "png", {8: "yuv444p"}, (Container.GIF,), stored={8: "rgb24"}, leanest=0.03,
    ),
    Codec.PNG: Coding(
        "PNG", "png", {8: "yuv444p", 16: "yuv444p10le"}, (Container.FRAMES,),
        stored={8: "rgb24", 16: "rgb48be"}, leanest=0.03,
    ),
    Codec.TIFF: Coding(
        "TIFF", "tiff", {8: "yuv444p", 16: "yuv444p10le"}, (Container.FRAMES,),
        stored={8: "rgb24", 16: "rgb48le"}, leanest=0.02,
    ),
    # Made of PNG pictures of 16 bits, as no film file holds it; linear light in half floats.
    Codec.EXR: Coding(
        "OpenEXR", "exr", {16: "yuv444p10le"}, (Container.FRAMES,), stored={16: "rgb48be"},
        leanest=0.02,
    ),
}  # fmt: skip

# The sounds a film file may hold, the usual first.
FILM_SOUNDS: Mapping[Container, tuple[SoundCodec, ...]] = {
    Container.MP4: (SoundCodec.AAC, SoundCodec.FLAC, SoundCodec.MP3),
    Container.MOV: (SoundCodec.PCM, SoundCodec.AAC),
    Container.MKV: (SoundCodec.FLAC, SoundCodec.PCM, SoundCodec.AAC, SoundCodec.MP3),
    Container.FRAMES: (SoundCodec.PCM,),
}

# File and encoder of a sound.
SOUND_SUFFIX: Mapping[SoundCodec, str] = {
    SoundCodec.AAC: ".m4a",
    SoundCodec.PCM: ".wav",
    SoundCodec.FLAC: ".flac",
    SoundCodec.MP3: ".mp3",
}
SOUND_ENCODER: Mapping[SoundCodec, str] = {
    SoundCodec.AAC: "aac",
    SoundCodec.PCM: "pcm_s24le",
    SoundCodec.FLAC: "flac",
    SoundCodec.MP3: "libmp3lame",
}

# From so many bits a second on the short search of ffmpeg's AAC encoder takes half of the time, and
# gives no less than its long one: measured on speech, music, rain, noise and clicks at 192 kbit/s,
# the noise is above what masks it in fewer moments (of speech over music and rain none, not half of
# them) where sides are coded as they are and not as one with a direction. The encoder alone would
# end that search's sounds at 18 kHz; it does not from the rate `_WIDE` on.
_RICH, _WIDE = 192_000, 256_000
_RICH_AAC = ("-aac_coder", "fast", "-aac_is", "0")
_CUTOFF = 20_000  # Hz


def sound_suffix(container: Container, codec: SoundCodec) -> str:
    """What the name of a sound ends with that is to lie in such a file.

    A lossy coder runs up before the first sample. QuickTime's files say so by an edit, Matroska's
    by a delay of the track, and libavformat writes either only where the sound's own file has it;
    without it all pictures of a Matroska file would stand later by the run-up.
    """
    lossy = codec in (SoundCodec.AAC, SoundCodec.MP3)
    return ".mka" if container is Container.MKV and lossy else SOUND_SUFFIX[codec]


def sound_of(container: Container, wanted: SoundCodec) -> SoundCodec:
    """The sound that a file has where `wanted` was asked for: that, if the file can hold it."""
    if container in SOUND_FILES:
        return SOUND_FILES[container]
    may = FILM_SOUNDS.get(container, (wanted,))
    return wanted if wanted in may else may[0]


def sound_options(codec: SoundCodec, bitrate: int) -> list[str]:
    """ffmpeg's options that code a sound; `bitrate` in bits a second counts where there is loss."""
    options = ["-c:a", SOUND_ENCODER[codec]]
    if codec is SoundCodec.FLAC:
        return [*options, "-sample_fmt", "s32", "-bits_per_raw_sample", "24"]
    if codec is SoundCodec.PCM:
        return options
    rich = [*_RICH_AAC] if codec is SoundCodec.AAC and bitrate >= _RICH else []
    if rich and bitrate < _WIDE:
        rich += ["-cutoff", str(_CUTOFF)]
    return [*options, "-b:a", str(bitrate), *rich]

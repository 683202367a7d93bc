"""Settings of x264 under which its pictures join those of a take by packet copy.

A decoder needs the same parameter sets for all of a film. x264 writes into its first picture how
it was set, and the settings that the sets depend on are few; all others, and with them quality,
stay the delivery's own. Whether the sets really are the same is seen by encoding one picture.
"""

import hashlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from itertools import product

# x264's names of settings in its pictures, and as options; these alone reach the parameter sets.
_SHARED = {
    "cabac": "cabac", "ref": "ref", "8x8dct": "8x8dct", "constrained_intra": "constrained-intra",
    "bluray_compat": "bluray-compat", "bframes": "bframes", "b_pyramid": "b-pyramid",
    "weightb": "weightb", "weightp": "weightp",
}  # fmt: skip
_PLAIN = {"interlaced": "0", "cqm": "0", "open_gop": "0", "intra_refresh": "0"}
_WHOLE_FILM = 10_000_000  # frames
_KEY_RATIO = 1.4  # `ipratio` of x264 in all its presets
# What psychovisual tuning takes off the offset of colour on its own, the likeliest first.
_OFFSETS = (2, 0, 1, 3, 4)
_SAME_CRF = 0.01
_SHAPELESS = (("sar", r"0\:0"),)
_COLOURLESS = (("colorprim", "undef"), ("transfer", "undef"))
_UNTAGGED = (*_COLOURLESS, ("colormatrix", "undef"))


@dataclass(frozen=True)
class Likeness:
    """`crf` as the parameter sets hold it, and `tools`, the options that they depend on besides."""

    crf: float
    tools: tuple[tuple[str, str], ...]

    def options(self, wanted: float) -> dict[str, object]:
        """ffmpeg's options that encode alike at the quality `wanted` (constant rate factor).

        Six steps of the factor are twice the quantiser, which a zone over the whole film divides.
        """
        share = 1.0
        if abs(self.crf - wanted) > _SAME_CRF:
            share = 2 ** ((self.crf - wanted) / 6)
        tools = (*self.tools, ("zones", zones(share)))
        return {"crf": self.crf, "x264-params": ":".join(f"{k}={v}" for k, v in tools)}

    @property
    def unsaid(self) -> frozenset[str]:
        """What of the pictures is said nothing of: the shape of pixels, primaries, transfer..."""
        return frozenset(name for name, _ in self.tools if name in dict((*_SHAPELESS, *_UNTAGGED)))

    @property
    def key(self) -> str:
        """Names it in the key of a piece."""
        return hashlib.sha256(repr((self.crf, self.tools)).encode()).hexdigest()[:16]


def zones(share: float = 1.0) -> str:
    """x264's zones under which a piece is as good as that stretch of a film encoded in one.

    x264 gives a key picture within a film a quantiser finer by the ratio of key pictures to others
    (`ipratio`), as all that follows refers to it, but not the first one of a film under a constant
    rate factor: the beginning of each piece would be worse (0.0013 of SSIM over its first group).
    `share` of the bits for the whole piece; of two zones over one picture the later one holds.
    """
    whole = f"0,{_WHOLE_FILM},b={share:.6f}/" if share != 1 else ""
    return f"{whole}0,0,b={share * _KEY_RATIO:.6f}"


def likenesses(settings: Mapping[str, str]) -> Generator[Likeness, None, None]:
    """What may make x264 write the sets of a take that was made with `settings`, best guess first.

    Nothing where that is out of reach: another encoder, fields, tables of its own.
    """
    plain = all(settings.get(name, value) == value for name, value in _PLAIN.items())
    if not settings or not plain or "cabac" not in settings:
        return
    crf = _number(settings.get("crf", settings.get("qp", "26")))
    offset = int(_number(settings.get("chroma_qp_offset", "0")))
    tools = [(option, settings[name]) for name, option in _SHARED.items() if name in settings]
    if settings.get("keyint") == "1":
        tools.append(("keyint", "1"))
    if "crf" not in settings and "qp" not in settings:
        tools.append(("stitchable", "1"))
    for unsaid in product(((), _COLOURLESS, _UNTAGGED), ((), _SHAPELESS)):
        for more in _OFFSETS:
            yield Likeness(
                crf, (*tools, ("chroma-qp-offset", str(offset + more)), *unsaid[0], *unsaid[1])
            )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0

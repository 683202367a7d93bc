"""The bundled font, in which captions, slates and the window are written."""

from importlib.util import find_spec
from pathlib import Path

from studio.errors import StudioError


def font_folder() -> Path:
    """The folder of the bundled CJK font. Raises StudioError when it is not installed."""
    spec = find_spec("noto_cjk_sans_otc")
    if spec is None or spec.origin is None:
        raise StudioError("render.no_font")
    return Path(spec.origin).parent


def font_file() -> Path:
    """The bundled CJK font. Raises StudioError when it is not installed."""
    return font_folder() / "NotoSansCJK-Regular.ttc"

"""Pictures from outside, read safely: limits before decoding, upright, in sRGB."""

import io
import warnings
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from studio.errors import BadInput, system_detail
from studio.media.limits import MAX_PIXELS, check_file

Picture = npt.NDArray[np.uint8]

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
MAX_BYTES = 200 << 20


def load_picture(path: Path, *, max_pixels: int = MAX_PIXELS) -> Picture:
    """The picture as (height, width, 4) uint8 RGBA, upright by its EXIF, in sRGB.

    The content decides what it is, not the name; of a moving picture the first frame is taken.
    Raises BadInput for anything that is missing, broken, too large or no picture.
    """
    check_file(path, MAX_BYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > max_pixels:
                    raise BadInput(
                        "media.picture_too_large",
                        name=path.name, width=image.width, height=image.height,
                        limit=max_pixels // 1_000_000,
                    )  # fmt: skip
                image.load()
                return np.array(_to_srgb(ImageOps.exif_transpose(image)))
    except PermissionError as error:
        detail = system_detail(error)
        raise BadInput("media.unreadable", name=path.name, detail=detail) from error
    except UnidentifiedImageError as error:
        raise BadInput("media.not_a_picture", name=path.name) from error
    except Image.DecompressionBombError as error:
        raise BadInput("media.picture_bomb", name=path.name) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise BadInput("media.picture_broken", name=path.name) from error


def _to_srgb(image: Image.Image) -> Image.Image:
    """RGBA in sRGB; a profile that cannot be read is ignored, as viewers do."""
    profile = cast("bytes | None", image.info.get("icc_profile"))
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        image = _to_eight_bits(image)
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        alpha = image.getchannel("A") if image.mode == "RGBA" else None
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            base = image.convert("RGB") if image.mode == "RGBA" else image
            flat = ImageCms.profileToProfile(base, source, _srgb(), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGBA")
        if flat is not None:
            flat = flat.convert("RGBA")
            if alpha is not None:
                flat.putalpha(alpha)
            return flat
    return image.convert("RGBA")


def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Deep grey levels scaled to 0..255."""
    values = np.asarray(image, dtype=np.float64)
    top = 65535.0 if image.mode.startswith("I") else max(1.0, float(values.max()))
    return Image.fromarray(np.clip(values / top * 255, 0, 255).astype(np.uint8))

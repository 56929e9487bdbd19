# SPDX-License-Identifier: Apache-2.0
"""Save a picture in the formats that libraries really have. Arrays: height x width (x 3) bytes, or bool for bitonal."""
import numpy as np
from PIL import Image

from files import tiff

DPI = 200


def _image(array):
    if array.dtype == bool:
        size = array.shape[1], array.shape[0]
        return Image.frombytes("1", size, np.packbits(~array, axis=1).tobytes())
    return Image.fromarray(np.ascontiguousarray(array))


def grey(array):
    return np.asarray(_image(array).convert("L"))


def save(path, array, dpi=DPI, kind=None):
    """Write in the format that `kind`, or else the file's suffix, names: see KINDS."""
    path.parent.mkdir(parents=True, exist_ok=True)
    KINDS[kind or path.suffix[1:]](path, array, dpi)


def _jpeg(path, array, dpi):
    _image(array).save(path, quality=80, dpi=(dpi, dpi), subsampling=2)


def _png(path, array, dpi):
    _image(array).save(path, dpi=(dpi, dpi), compress_level=4)


def _tiff_lzw(path, array, dpi):
    _image(array).save(path, compression="tiff_lzw", dpi=(dpi, dpi))


def _tiff_g4(path, array, dpi):
    _image(array).save(path, compression="group4", dpi=(dpi, dpi))


def _tiff_tiled(path, array, dpi):
    tiff.write_tiled(path, array, dpi)


def _tiff_grey16(path, array, dpi):
    """16-bit grey: the eight known bits above eight of noise, as a scanner gives them."""
    noise = np.random.default_rng(16).integers(0, 256, array.shape[:2])
    deep = (grey(array).astype(np.uint16) << 8) + noise.astype(np.uint16)
    Image.fromarray(deep).save(path, compression="tiff_lzw", dpi=(dpi, dpi))


def _jp2(path, array, dpi):
    _image(array).save(path, "JPEG2000", quality_mode="rates", quality_layers=[40, 20], irreversible=True,
                       num_resolutions=6, codeblock_size=(64, 64))


def _cmyk_jpeg(path, array, dpi):
    _image(array).convert("CMYK").save(path, "JPEG", quality=82, dpi=(dpi, dpi))


def _cmyk_tiff(path, array, dpi):
    _image(array).convert("CMYK").save(path, compression="tiff_lzw", dpi=(dpi, dpi))


def _turned_jpeg(path, array, dpi):
    """Stored lying on its side, with the EXIF orientation 6 that says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    _image(array).transpose(Image.ROTATE_90).save(path, "JPEG", quality=82, dpi=(dpi, dpi), exif=exif)


KINDS = {"jpg": _jpeg, "png": _png, "jp2": _jp2, "tif": _tiff_lzw, "tif-g4": _tiff_g4, "tif-tiled": _tiff_tiled,
         "tif-grey16": _tiff_grey16, "jpg-cmyk": _cmyk_jpeg, "tif-cmyk": _cmyk_tiff, "jpg-turned": _turned_jpeg}

MIME = {".jpg": "image/jpeg", ".png": "image/png", ".jp2": "image/jp2", ".tif": "image/tiff"}

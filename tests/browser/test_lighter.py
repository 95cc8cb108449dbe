"""Pictures of pages are light: those kept are, and making one lighter changes no colour anybody tells apart."""

import struct
import zlib

import numpy as np
import pytest

from tests.browser.conftest import PICTURES
from tests.browser.lighter import COLOURS, SIGNATURE, _chunk, _palette, _pixels, lighter

HEAVIEST = 200_000
KEPT = sorted(PICTURES.glob("*.png"))


def a_picture(pixels, filters):
    """A picture as a browser takes it, each line with one of the five filters of the format."""
    height, width = pixels.shape[:2]
    flat = pixels.reshape(height, width * 3).astype(np.int64)
    lines = []
    for number, how in enumerate(filters):
        line, above = flat[number], flat[number - 1] if number else np.zeros(width * 3, dtype=np.int64)
        left, corner = (np.concatenate([np.zeros(3, dtype=np.int64), one[:-3]]) for one in (line, above))
        wanted = left + above - corner
        near = np.array([[left[i], above[i], corner[i]][int(np.argmin([abs(wanted[i] - left[i]), abs(wanted[i] - above[i]),
                          abs(wanted[i] - corner[i])]))] for i in range(width * 3)])  # fmt: skip
        guess = (np.zeros_like(line), left, above, (left + above) // 2, near)[how]
        lines.append(bytes([how]) + ((line - guess) % 256).astype(np.uint8).tobytes())
    return (
        SIGNATURE
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(b"".join(lines), 0))
        + _chunk(b"IEND", b"")
    )


def shown(png):
    """The colours of a picture with a palette, pixel by pixel."""
    width, height = struct.unpack(">II", png[16:24])
    at, parts = 8, {}
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        parts[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + size]
        at += size + 12
    palette = np.frombuffer(parts[b"PLTE"], dtype=np.uint8).reshape(-1, 3)
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    return palette[lines[:, 1:]]


def test_a_picture_of_few_colours_stays_as_it_is_to_the_pixel():
    """Whatever filter each line came with: the same colours at the same places, and lighter."""
    chance = np.random.default_rng(7)
    colours = chance.integers(0, 256, (60, 3), dtype=np.uint8)
    pixels = colours[chance.integers(0, 60, (25, 40))]
    made = lighter(a_picture(pixels, [number % 5 for number in range(25)]))

    assert (shown(made) == pixels).all()
    assert len(made) < len(a_picture(pixels, [0] * 25))


def test_of_many_colours_each_becomes_one_near_it():
    """Three shades of six hundred colours: none is off by more than a sixteenth of a channel, which nobody sees."""
    steps = np.arange(600)
    pixels = np.stack([steps % 200, steps % 200 // 2, steps // 200 * 90], axis=1).astype(np.uint8).reshape(20, 30, 3)
    palette, places = _palette(pixels)
    off = np.abs(palette[places].astype(int) - pixels.reshape(-1, 3).astype(int)).max()

    assert len(palette) == COLOURS
    assert off < 16


def test_a_picture_that_is_light_already_is_left_alone():
    """Made lighter twice it is the same."""
    made = lighter(KEPT[0].read_bytes())

    assert lighter(made) == made


@pytest.mark.parametrize("picture", KEPT, ids=lambda path: path.name)
def test_a_picture_that_is_kept_is_light(picture):
    """None weighs 200 kB."""
    assert picture.stat().st_size < HEAVIEST


def test_pixels_are_read_as_they_were_written():
    """Each filter undone by itself."""
    pixels = np.random.default_rng(3).integers(0, 256, (5, 9, 3), dtype=np.uint8)

    for how in range(5):
        assert (_pixels(a_picture(pixels, [how] * 5)) == pixels).all(), how

"""Draws the icons of the extension as PNG files beside this script, with the standard library only.

Each level has its own outline, so that it can be told apart without colour. Nothing is green.
Run it again after changing a shape: `python extension/icons/draw_icons.py`.
"""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

Colour = tuple[int, int, int]
Point = tuple[float, float]
Shape = Callable[[float, float], bool]

SAMPLES = 4
"""Each pixel is the mean of this many points squared, which makes smooth edges."""
INK: Colour = (31, 45, 77)
LEAD: Colour = (244, 240, 228)
PANES: tuple[Colour, ...] = ((247, 198, 92), (226, 122, 84), (94, 134, 201), (236, 226, 200))
WHITE: Colour = (255, 255, 255)


def polygon(*corners: Point) -> Shape:
    """Inside of a polygon, by the even-odd rule."""

    def inside(x: float, y: float) -> bool:
        within = False
        for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                within = not within
        return within

    return inside


def disc(cx: float, cy: float, radius: float) -> Shape:
    """Inside of a circle."""
    return lambda x, y: (x - cx) ** 2 + (y - cy) ** 2 <= radius**2


def box(left: float, top: float, right: float, bottom: float, corner: float = 0) -> Shape:
    """Inside of a rectangle with round corners."""

    def inside(x: float, y: float) -> bool:
        dx, dy = max(left + corner - x, 0, x - right + corner), max(top + corner - y, 0, y - bottom + corner)
        return dx * dx + dy * dy <= corner * corner if corner else left <= x <= right and top <= y <= bottom

    return inside


def without(shape: Shape, hole: Shape) -> Shape:
    """Take a hole out of a shape."""
    return lambda x, y: shape(x, y) and not hole(x, y)


def leaded_window() -> list[tuple[Shape, Colour]]:
    """Draw the mark of Leadlight: four panes of coloured glass held by lead."""
    window = box(0.02, 0.02, 0.98, 0.98, 0.2)
    gap = 0.045
    tips = [(0.5, 0.12), (0.88, 0.5), (0.5, 0.88), (0.12, 0.5)]
    panes = []
    for place, colour in enumerate(PANES):
        tip, following = tips[place], tips[(place + 1) % 4]
        shift_x, shift_y = (tip[0] + following[0] - 1) * gap * 1.4, (tip[1] + following[1] - 1) * gap * 1.4
        moved = [(x + shift_x, y + shift_y) for x, y in ((0.5, 0.5), tip, following)]
        panes.append((polygon(*moved), colour))
    return [(window, INK), *panes]


def exclamation(colour: Colour, top: float, bottom: float) -> list[tuple[Shape, Colour]]:
    """Draw an exclamation mark."""
    return [(box(0.44, top, 0.56, bottom - 0.17, 0.05), colour), (disc(0.5, bottom - 0.05, 0.07), colour)]


def warning() -> list[tuple[Shape, Colour]]:
    """Draw an octagon with an exclamation mark."""
    a, b = 0.3, 0.7
    octagon = polygon((a, 0.02), (b, 0.02), (0.98, a), (0.98, b), (b, 0.98), (a, 0.98), (0.02, b), (0.02, a))
    return [(octagon, (143, 29, 47)), *exclamation(WHITE, 0.2, 0.8)]


def caution() -> list[tuple[Shape, Colour]]:
    """Draw a triangle with an exclamation mark."""
    return [(polygon((0.5, 0.02), (1.0, 0.95), (0.0, 0.95)), (150, 84, 0)), *exclamation(WHITE, 0.34, 0.86)]


def notice() -> list[tuple[Shape, Colour]]:
    """Draw a disc with an i."""
    letter = [(box(0.44, 0.42, 0.56, 0.78, 0.05), WHITE), (disc(0.5, 0.28, 0.08), WHITE)]
    return [(disc(0.5, 0.5, 0.48), (43, 74, 122)), *letter]


def nothing_found() -> list[tuple[Shape, Colour]]:
    """Draw an empty square with a dash: looked, nothing to tell, no blessing."""
    frame = without(box(0.06, 0.06, 0.94, 0.94, 0.12), box(0.2, 0.2, 0.8, 0.8, 0.04))
    inner = box(0.2, 0.2, 0.8, 0.8, 0.04)
    return [(inner, (240, 242, 246)), (frame, (69, 77, 94)), (box(0.32, 0.44, 0.68, 0.56, 0.03), (69, 77, 94))]


def not_checked() -> list[tuple[Shape, Colour]]:
    """Draw a broken ring with a dot: nobody looked."""
    ring = without(disc(0.5, 0.5, 0.47), disc(0.5, 0.5, 0.33))
    for gap in (box(0.42, 0, 0.58, 1), box(0, 0.42, 1, 0.58)):
        ring = without(ring, gap)
    return [(ring, (69, 77, 94)), (disc(0.5, 0.5, 0.12), (69, 77, 94))]


def rendered(layers: list[tuple[Shape, Colour]], size: int) -> bytes:
    """Sample the layers, the last one on top, into a PNG of size by size pixels."""
    rows = []
    for row in range(size):
        line = bytearray([0])
        for column in range(size):
            line += pixel(layers, column, row, size)
        rows.append(bytes(line))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pixel(layers: list[tuple[Shape, Colour]], column: int, row: int, size: int) -> bytes:
    """Return red, green, blue and opacity of one pixel."""
    seen: list[Colour] = []
    for step in range(SAMPLES * SAMPLES):
        x = (column + (step % SAMPLES + 0.5) / SAMPLES) / size
        y = (row + (step // SAMPLES + 0.5) / SAMPLES) / size
        hit = next((colour for shape, colour in reversed(layers) if shape(x, y)), None)
        if hit:
            seen.append(hit)
    if not seen:
        return bytes(4)
    mean = [round(sum(colour[channel] for colour in seen) / len(seen)) for channel in range(3)]
    return bytes([*mean, round(255 * len(seen) / SAMPLES**2)])


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Write every icon beside this script."""
    folder = Path(__file__).parent
    levels = {"warning": warning, "caution": caution, "notice": notice}
    levels |= {"nothing_found": nothing_found, "not_checked": not_checked}
    for size in (16, 32, 48, 128):
        (folder / f"leadlight-{size}.png").write_bytes(rendered(leaded_window(), size))
    for name, draw in levels.items():
        for size in (16, 32):
            (folder / f"{name}-{size}.png").write_bytes(rendered(draw(), size))


if __name__ == "__main__":
    main()

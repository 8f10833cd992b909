"""Figures of the last runs as an SVG picture: small bars, one row a measure, readable on a light and a dark page."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH = 760
_LEFT, _RIGHT = 150, 90
_ROW, _BAR = 86, 56
_TOP, _BOTTOM = 14, 26
_COLOURS = ("#2f6fb0", "#c2571a", "#5b8c3a")


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over the runs, oldest first. None: the run says nothing of it."""

    name: str
    values: Sequence[float | None]
    percent: bool = False

    def label(self, value: float) -> str:
        """The value as people read it."""
        return f"{value:.1%}" if self.percent else f"{value:,.0f}"


def chart(runs: Sequence[str], series: Sequence[Series]) -> str:
    """An SVG of rows of bars, the last run set off; every bar tells its run and value to the mouse.

    runs: labels, oldest first. series: as many values each.
    """
    height = _TOP + _ROW * len(series) + _BOTTOM
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="system-ui, sans-serif" font-size="13">',
            # A ground of its own, because a picture cannot know whether the page around it is dark.
            f'<rect width="{_WIDTH}" height="{height}" rx="8" fill="#ffffff" stroke="#c8ccd2"/>',
            *(part for number, row in enumerate(series) for part in _row(number, row, runs)),
            *_axis(runs, height),
            "</svg>",
        ]
    )


def data_uri(svg: str) -> str:
    """A picture as an address that holds it, for places that show images by address only."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def _row(number: int, series: Series, runs: Sequence[str]) -> Iterator[str]:
    base = _TOP + _ROW * number + _BAR + 8
    most = max((value for value in series.values if value), default=0.0)
    colour = _COLOURS[number % len(_COLOURS)]
    yield _text(16, base - _BAR / 2, escape(series.name), "#1d2733", weight=600)
    yield _text(16, base - _BAR / 2 + 18, f"at most {series.label(most)}", "#5c6773")
    yield f'<line x1="{_LEFT}" y1="{base}" x2="{_WIDTH - _RIGHT}" y2="{base}" stroke="#9aa4af"/>'
    for place, value in enumerate(series.values):
        if value is not None:
            left, width = _bar(place, len(runs))
            tall = _BAR * value / most if most else 0.0
            shade = 1.0 if place == len(runs) - 1 else 0.55
            yield (
                f'<rect x="{left:.1f}" y="{base - tall:.1f}" width="{width:.1f}" height="{tall:.1f}" fill="{colour}" '
                f'fill-opacity="{shade}"><title>{escape(runs[place])}: {series.label(value)}</title></rect>'
            )
    last = series.values[-1] if series.values else None
    if last is not None:
        yield _text(_WIDTH - _RIGHT + 10, base - 4, series.label(last), colour, weight=700)


def _axis(runs: Sequence[str], height: int) -> Iterator[str]:
    """The first and the last run by name: between them they stand in order."""
    if runs:
        yield _text(_LEFT, height - 10, escape(runs[0]) if len(runs) > 1 else "", "#5c6773")
        yield _text(_WIDTH - _RIGHT, height - 10, f"{escape(runs[-1])} (this run)", "#5c6773", anchor="end")


def _bar(place: int, count: int) -> tuple[float, float]:
    """Left edge and width of a bar; a few runs do not make broad ones."""
    room = (_WIDTH - _LEFT - _RIGHT) / max(count, 7)
    return _WIDTH - _RIGHT - room * (count - place) + room * 0.15, room * 0.7


def _text(x: float, y: float, content: str, colour: str, *, weight: int = 400, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}" font-weight="{weight}" text-anchor="{anchor}">{content}</text>'

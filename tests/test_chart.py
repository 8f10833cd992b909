"""The picture of the last runs: well-formed, in proportion, and never told what to draw by a name."""

import base64
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsmill.report.chart import Series, chart, data_uri

SVG = "{http://www.w3.org/2000/svg}"


def _bars(svg: str) -> list[tuple[str, float, float]]:
    """What each bar says to the mouse, where it begins and how tall it is."""
    bars = [rect for rect in ET.fromstring(svg).iter(f"{SVG}rect") if rect.find(f"{SVG}title") is not None]
    return [(str(bar.findtext(f"{SVG}title")), float(bar.attrib["x"]), float(bar.attrib["height"])) for bar in bars]


def test_bars_are_in_proportion_and_in_order() -> None:
    first, second, third = _bars(chart(["Mon", "Tue", "Wed"], [Series("documents", [1, 4, 2])]))

    assert [bar[0] for bar in (first, second, third)] == ["Mon: 1", "Tue: 4", "Wed: 2"]
    assert first[1] < second[1] < third[1]
    assert (second[2] / first[2], second[2] / third[2]) == pytest.approx((4, 2), rel=0.02)


def test_shares_are_written_as_percent_and_the_last_value_stands_beside_the_row() -> None:
    svg = chart(["Mon", "Tue"], [Series("furniture", [0.5, 0.214], percent=True)])

    assert "Mon: 50.0%" in svg
    texts = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
    assert "21.4%" in texts
    assert "Tue (this run)" in texts


def test_a_run_that_says_nothing_of_a_measure_has_no_bar() -> None:
    assert [bar[0] for bar in _bars(chart(["Mon", "Tue"], [Series("furniture", [None, 3])]))] == ["Tue: 3"]


def test_no_name_breaks_out_of_the_picture() -> None:
    svg = chart(['<script>"&'], [Series("</text><script>", [1])])

    assert not list(ET.fromstring(svg).iter(f"{SVG}script"))


def test_an_address_holds_the_picture() -> None:
    svg = chart(["前"], [Series("documents", [1])])
    kind, _, content = data_uri(svg).partition(",")

    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content).decode() == svg


@settings(max_examples=60, deadline=None)
@given(st.lists(st.none() | st.floats(0, 1e12), max_size=14), st.booleans())
def test_every_series_makes_a_well_formed_picture_within_its_frame(values: list[float | None], percent: bool) -> None:
    svg = chart([str(number) for number in range(len(values))], [Series("a", values, percent=percent)] * 3)

    frame = ET.fromstring(svg)
    for rect in frame.iter(f"{SVG}rect"):
        left, width = float(rect.get("x", "0")), float(rect.attrib["width"])
        assert left >= 0
        assert left + width <= float(frame.attrib["width"])
        assert float(rect.attrib["height"]) >= 0

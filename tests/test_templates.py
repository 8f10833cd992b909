"""Site templates: what a site repeats is learned from different reports only, kept in a file, and removed by it."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from newsmill.chars import squeeze, visible
from newsmill.clean.render import render
from newsmill.clean.ruleset import load_rules
from newsmill.cli import app
from newsmill.document import read_document, read_page
from newsmill.errors import UsageError
from newsmill.intake.formats import Kind
from newsmill.learn import learn, learn_file
from newsmill.page.block import Block, Place, Role, Stream
from newsmill.pipeline import run_local
from newsmill.provenance import pipeline_digest
from newsmill.settings import Settings, load_settings
from newsmill.templates import Template, Templates, read_templates, remove_templates, site_of, write_templates

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
SITE = "post.example"
FOOTER = "The Harbour Post desk works by the tide tables"
PROSE = "The ferry line has carried the islanders, their post and their cattle since the year the first pier was built."

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("doc_id", "cluster_id", "url", "site", "text", "text_original", "rule")]
)


def _report(number: int, *lines: str, **others: str | None) -> dict[str, str | None]:
    """A row of a report that nothing else is like, with the lines given under it."""
    text = "\n\n".join([f"What was told of pier {chr(0x4E00 + number)} is told nowhere else", *lines])
    name = f"{number:04d}"
    return {"doc_id": name, "cluster_id": name, "url": f"https://www.{SITE}/{name}", "text": text, **others}


def _learned(rows: Sequence[dict[str, str | None]], **options: Any) -> list[tuple[str, str, int, int, str]]:
    found = learn(pa.Table.from_pylist(list(rows), schema=SCHEMA), **options)
    return [(one.site, one.line, one.reports, one.of, one.example) for one in found]


def _templates(*lines: str, site: str = SITE) -> Templates:
    return Templates(tuple(Template(site, line) for line in lines), NOW, "run", 5)


def test_a_line_of_five_reports_of_a_site_is_a_template_with_its_evidence() -> None:
    rows = [_report(n, FOOTER) for n in range(5)] + [_report(n) for n in range(5, 8)]

    assert _learned(rows) == [(SITE, FOOTER, 5, 8, "0000")]


def test_four_reports_are_too_few_and_the_number_can_be_set() -> None:
    rows = [_report(n, FOOTER) for n in range(4)] + [_report(9)]

    assert _learned(rows) == []
    assert _learned(rows, min_reports=4) == [(SITE, FOOTER, 4, 5, "0000")]


def test_copies_of_one_report_count_once() -> None:
    rows = [_report(n, FOOTER, cluster_id="0000") for n in range(20)] + [_report(n, FOOTER) for n in range(20, 23)]

    assert _learned(rows) == []


def test_a_line_twice_in_a_report_counts_once() -> None:
    assert _learned([_report(n, FOOTER, FOOTER) for n in range(4)] + [_report(5)]) == []


def test_reports_of_different_sites_do_not_add_up() -> None:
    rows = [_report(n, FOOTER, url=f"https://{'one' if n % 2 else 'two'}.example/{n}") for n in range(8)]

    assert _learned(rows) == []


def test_the_reports_of_a_site_that_nobody_knows_teach_nothing() -> None:
    assert _learned([_report(n, FOOTER, url=None) for n in range(9)]) == []


def test_lines_are_the_same_whatever_their_case_and_blanks() -> None:
    rows = [_report(n, FOOTER.upper() if n % 2 else FOOTER.replace(" ", "  ")) for n in range(6)]

    assert _learned(rows) == [(SITE, FOOTER, 6, 6, "0000")]


def test_a_line_of_verse_counts_like_a_paragraph() -> None:
    assert _learned([_report(n, f"Line {chr(0x4E00 + n)} of its own\n{FOOTER}") for n in range(5)]) != []


@pytest.mark.parametrize(
    ("line", "carried", "of", "learned"),
    [
        (PROSE, 5, 500, False),
        (PROSE, 40, 100, False),
        (PROSE, 60, 100, True),
        (FOOTER, 5, 50, False),
        (FOOTER, 6, 20, True),
        (FOOTER, 14, 200, False),
        (FOOTER, 15, 200, True),
        ("A " * 100, 20, 200, False),
        ("* * *", 20, 20, False),
        ("2024", 20, 20, False),
    ],
)
def test_prose_needs_half_of_the_reports_and_a_bare_line_a_third_or_many(
    line: str, carried: int, of: int, learned: bool
) -> None:
    rows = [_report(n, *[line] * (n < carried)) for n in range(of)]

    assert (_learned(rows) != []) is learned


def test_a_line_whose_number_changes_is_learned_with_a_sign_for_the_number() -> None:
    rows = [_report(n, f"Read {n * 977:,} times at 10:{n}") for n in range(6)]

    assert _learned(rows) == [(SITE, "Read # times at #:#", 6, 6, "0000")]


def test_a_line_whose_number_stays_is_learned_as_it_is() -> None:
    assert [line for _, line, *_ in _learned([_report(n, "Call us: 0800 1234") for n in range(6)])] == [
        "Call us: 0800 1234"
    ]


def test_a_converted_text_teaches_the_lines_it_was_found_with() -> None:
    rows = [_report(n, "港口邮报编辑部", text_original=f"碼頭 {chr(0x4E00 + n)}\n\n港口郵報編輯部") for n in range(5)]

    assert [line for _, line, *_ in _learned(rows)] == ["港口郵報編輯部"]


def test_what_templates_took_out_is_learned_again_and_what_rules_took_out_is_not() -> None:
    rows = [_report(n) for n in range(6)]
    removed = [
        {"doc_id": f"{n:04d}", "text": text, "rule": rule}
        for n in range(6)
        for text, rule in ((FOOTER, "template.line"), ("See also", "en.see-also"))
    ]

    found = _learned(rows, removed=pa.Table.from_pylist(removed, schema=SCHEMA))

    assert found == [(SITE, FOOTER, 6, 6, "0000")]


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [_report(n, FOOTER.upper() if n % 2 else FOOTER, f"Seen {n}") for n in range(9)]

    assert _learned(rows) == _learned(rows[::-1])


@pytest.mark.parametrize(
    ("url", "name", "site"),
    [
        ("https://www.Post.example/a", "Harbour Post", "post.example"),
        ("https://sport.post.example:8080/a", None, "sport.post.example"),
        (None, " Harbour  Post", "harbour post"),
        ("/relative", "Harbour Post", "harbour post"),
        ("http://[broken/", None, None),
        (None, " ", None),
    ],
)
def test_a_site_is_known_by_its_host_and_without_one_by_its_name(
    url: str | None, name: str | None, site: str | None
) -> None:
    assert site_of(url, name) == site


def test_a_template_is_furniture_on_its_own_site_only() -> None:
    templates = _templates(FOOTER, "Read # times")

    assert templates.is_furniture(SITE, f" {FOOTER.upper()}  ")
    assert templates.is_furniture(SITE, "read 1,044 times")
    assert not templates.is_furniture(SITE, f"{FOOTER} again")
    assert not templates.is_furniture("other.example", FOOTER)
    assert not templates.is_furniture(None, FOOTER)


def test_a_page_read_with_templates_loses_those_lines_with_the_reason_and_nothing_else() -> None:
    text = f"Pier to close\n\n{PROSE}\n\n{FOOTER}\n\nRead 12 times\n\n{PROSE.replace('ferry', 'steamer')}\n"
    reading = read_document(read_page(text, Kind.TEXT), NOW, load_rules())
    before = [piece for piece in reading.pieces if piece.kept]

    remove_templates(reading.pieces, SITE, _templates(FOOTER, "Read # times"))

    gone = [piece for piece in before if not piece.kept]
    assert [piece.text for piece in gone] == [FOOTER, "Read 12 times"]
    assert {(piece.removal.rule, piece.removal.reason) for piece in gone if piece.removal} == {
        ("template.line", "template")
    }
    assert render(reading.pieces) == f"{PROSE}\n\n{PROSE.replace('ferry', 'steamer')}"
    assert squeeze("".join(piece.text for piece in reading.pieces)) == squeeze(visible(text))


def test_a_part_of_a_line_and_code_are_no_template() -> None:
    stream = Stream.of(
        [
            Block("Ask us [here] now", Place(Role.PARAGRAPH)),
            Block("now", Place(Role.CODE)),
            Block("now", Place(Role.ITEM)),
        ]
    )
    stream.pieces[:1] = stream.pieces[0].cut(7, 13, "any.brackets", "navigation")

    remove_templates(stream.pieces, SITE, _templates("now"))

    assert [piece.text for piece in stream.kept()] == ["Ask us ", " now", "now"]


def test_what_is_left_of_a_line_whose_end_was_cut_can_be_a_template() -> None:
    stream = Stream.of([Block(f"{FOOTER} (Editor: Wang Wei)", Place(Role.PARAGRAPH))])
    stream.pieces = stream.pieces[0].cut(len(FOOTER), len(stream.pieces[0].text), "en.editor", "editor")

    remove_templates(stream.pieces, SITE, _templates(FOOTER))

    assert [piece.removal.rule for piece in stream.pieces if piece.removal] == ["template.line", "en.editor"]


words = st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp"]), min_size=1).filter(str.strip)
entries = st.builds(Template, words, words, st.integers(0, 99), st.integers(0, 99), st.text("0123abc"))


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=5), words)
def test_a_file_says_what_was_written_to_it(
    tmp_path_factory: pytest.TempPathFactory, found: list[Template], source: str
) -> None:
    file = tmp_path_factory.mktemp("templates") / "templates.toml"
    templates = Templates(tuple(found), NOW, source, 7)

    write_templates(file, templates)

    assert read_templates(file) == templates
    assert read_templates(file).lines == templates.lines


HEAD = 'version = 1\nlearned_at = 2026-05-04T03:02:01Z\nfrom = "run"\nmin_reports = 5\n'


def test_a_line_that_a_person_adds_needs_no_evidence(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(f'{HEAD}\n[[template]]\nsite = "{SITE}"\nline = "Read on"\n')

    assert read_templates(tmp_path / "t.toml") == _templates("Read on")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"version = ", "not valid TOML"),
        (b'from = "\xff"', "not valid TOML"),
        (HEAD.replace("version = 1", "version = 2").encode(), "version"),
        (b"", "learned_at"),
        (HEAD.encode() + b'[[template]]\nsite = "a"\n', "template.0.line"),
        (HEAD.encode() + b'[[template]]\nsite = "a"\nline = " "\n', "template.0.line"),
        (HEAD.encode() + b'[[template]]\nsite = "a"\nline = "b"\nlien = "c"\n', "template.0.lien"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_it(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "t.toml").write_bytes(content)

    with pytest.raises(UsageError, match=says) as failure:
        read_templates(tmp_path / "t.toml")
    assert "t.toml" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_file_that_is_not_there_is_an_error_for_reading_and_for_the_digest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_templates(tmp_path / "t.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        pipeline_digest(Settings(templates=tmp_path / "t.toml"))


def test_the_digest_follows_what_the_file_says_and_not_what_it_is_called(tmp_path: Path) -> None:
    one, other = Settings(templates=tmp_path / "one.toml"), Settings(templates=tmp_path / "other.toml")
    write_templates(tmp_path / "one.toml", _templates(FOOTER))
    write_templates(tmp_path / "other.toml", _templates(FOOTER))
    before = pipeline_digest(one)

    assert before == pipeline_digest(other) != pipeline_digest(Settings())
    write_templates(tmp_path / "one.toml", _templates(FOOTER, "Read on"))
    assert pipeline_digest(one) != before


def test_an_empty_name_of_the_file_in_the_settings_means_none(tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text('templates = ""\n')

    assert load_settings(tmp_path / "n.toml").templates is None


TOLD = [
    (
        "The lighthouse at the northern cape will be lit by hand again until its motor comes back from the workshop.",
        "Two keepers have moved into the tower with their cat, a stove and enough oil to last them until March.",
    ),
    (
        "Salt prices fell for the third week in a row after heavy rain had filled the pans along the southern shore.",
        "Merchants said that most of what is left in the sheds was bought last autumn by bakers from the hills.",
    ),
    (
        "A tram without a driver rolled down Mill Street early on Sunday and stopped by itself in front of the bank.",
        "Nobody was hurt, and the company has promised to look at every brake before the evening service begins.",
    ),
    (
        "Pupils of the village school have counted eleven thousand geese on the flooded meadows behind the dyke.",
        "Their teacher sent the figures to the museum, where a curator called them the best since records were kept.",
    ),
    (
        "Judges sent the quarrel over the old orchard back to the lower court, which has to hear all heirs once more.",
        "Until then the apples belong to whoever picks them, a lawyer of the family explained with some amusement.",
    ),
]


@pytest.fixture
def published(mill: Callable[..., Settings]) -> Settings:
    """A release of five reports of one site, each with the same line between its paragraphs."""
    settings = mill()
    with (settings.raw / "reports.jsonl").open("w") as file:
        for number, (first, last) in enumerate(TOLD):
            text = f"{first}\n\n{FOOTER}\n\n{last}"
            file.write(json.dumps({"url": f"https://{SITE}/{number}", "text": text}) + "\n")
    run_local(settings)
    return settings


def test_learning_writes_what_a_release_repeats_and_leaves_curated_alone(published: Settings, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published.curated.rglob("*")}

    found = learn_file(published.curated, tmp_path / "t.toml", NOW)

    assert [(one.site, one.line, one.reports, one.of) for one in found.templates] == [(SITE, FOOTER, 5, 5)]
    assert read_templates(tmp_path / "t.toml") == found
    assert {path: path.stat().st_mtime_ns for path in published.curated.rglob("*")} == before


def test_a_file_with_the_same_lines_stays_and_one_with_others_goes_only_where_that_is_said(
    published: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "t.toml"
    write_templates(file, _templates(FOOTER))
    content = file.read_bytes()
    learn_file(published.curated, file, NOW)
    assert file.read_bytes() == content

    write_templates(file, _templates("A line that a person wrote"))
    with pytest.raises(UsageError, match="--overwrite"):
        learn_file(published.curated, file, NOW)
    found = learn_file(published.curated, file, NOW, overwrite=True)
    assert read_templates(file) == found


def test_the_file_is_never_written_into_curated(published: Settings) -> None:
    with pytest.raises(UsageError, match="is in CURATED"):
        learn_file(published.curated, published.curated / "t.toml", NOW)


def test_without_a_release_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no curated data"):
        learn_file(tmp_path / "curated", tmp_path / "t.toml", NOW)


def test_the_command_prints_each_line_with_its_site_and_reports(published: Settings, tmp_path: Path) -> None:
    call = ["learn-templates", "--curated", str(published.curated), "--out", str(tmp_path / "t.toml")]

    done = CliRunner().invoke(app, call, env={"COLUMNS": "200"}, catch_exceptions=False)

    assert done.exit_code == 0
    assert all(part in done.stdout for part in (SITE, FOOTER, "5 of 5", "lines: 1, sites: 1"))
    assert [template.line for template in read_templates(tmp_path / "t.toml").templates] == [FOOTER]

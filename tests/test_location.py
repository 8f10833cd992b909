"""Where RAW and CURATED are: a folder, or an address in an object store, in which there are no credentials."""

from pathlib import Path

import pytest

from newsmill.errors import UsageError
from newsmill.location import StoreUrl, absolute, location
from newsmill.settings import Settings, load_settings


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("raw", Path("raw")),
        ("/srv/news", Path("/srv/news")),
        ("s3://bucket", StoreUrl("s3://bucket")),
        ("s3://bucket/news/raw/", StoreUrl("s3://bucket/news/raw")),
        ("gs://bucket/a b", None),
        ("gs://bucket/raw", StoreUrl("gs://bucket/raw")),
        ("az://container/raw", StoreUrl("az://container/raw")),
        ("http://bucket/raw", None),
        ("s3://", None),
        ("s3://key:secret@bucket/raw", None),
        ("s3://bucket//raw", None),
        ("s3://bucket/raw?sig=secret", None),
        (7, None),
    ],
)
def test_what_is_said_is_a_folder_an_address_or_refused(said: object, means: Path | StoreUrl | None) -> None:
    if means is None:
        with pytest.raises(ValueError, match="s3://bucket/prefix") as failure:
            location(said)
        assert "secret" not in str(failure.value)
    else:
        found = location(said)
        assert (found, type(found)) == (means, type(means))


def test_an_address_is_told_apart_from_others_in_the_names_of_folders() -> None:
    slugs = {StoreUrl(url).slug for url in ("s3://a/b-c", "s3://a-b/c", "s3://a/b/c", "gs://a/b-c")}

    assert len(slugs) == 4
    assert all("/" not in slug for slug in slugs)


def test_settings_keep_an_address_through_the_form_of_a_run(tmp_path: Path) -> None:
    settings = Settings(raw="s3://news/raw", curated="s3://news/curated/", state=tmp_path)

    again = Settings.model_validate_json(settings.model_dump_json())

    assert again == settings
    assert again.curated == StoreUrl("s3://news/curated")
    assert again.curated_folder == tmp_path
    assert Settings.model_json_schema()["properties"]["raw"]["format"] == "path"


def test_without_a_state_folder_each_address_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    folders = {Settings(curated=url).curated_folder for url in ("s3://a/x", "s3://a/y")}

    assert len(folders) == 2
    assert {folder.parent for folder in folders} == {tmp_path / "newsmill"}
    monkeypatch.delenv("XDG_STATE_HOME")
    assert Settings(curated="s3://a/x").curated_folder.is_relative_to(Path.home() / ".local/state/newsmill")


def test_only_folders_depend_on_the_working_folder() -> None:
    settings = Settings(raw="raw", curated="s3://a/x", state="state").from_anywhere()

    assert (settings.raw, settings.curated, settings.state) == (Path.cwd() / "raw", "s3://a/x", Path.cwd() / "state")
    assert absolute(StoreUrl("s3://a/x")) == "s3://a/x"


def test_a_refused_address_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="credentials are no part of it") as failure:
        load_settings(overrides={"raw": "s3://key:hidden@bucket/raw"})

    assert "hidden" not in str(failure.value)
    with pytest.raises(ValueError, match="s3://bucket") as plain:
        Settings(raw="s3://key:hidden@bucket/raw")
    assert "hidden" not in str(plain.value)

"""Settings: one model, four ways to fill it, one line where it is wrong."""

import re
from pathlib import Path

import pytest

from newsmill.errors import UsageError
from newsmill.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_without_anything_said_the_defaults_hold() -> None:
    assert load_settings() == Settings()


def test_the_file_of_the_working_folder_is_read(folder: Path) -> None:
    (folder / "newsmill.toml").write_text('script = "s2tw"\n')

    assert load_settings().script == "s2tw"


def test_a_file_that_is_named_is_read_instead(folder: Path) -> None:
    (folder / "newsmill.toml").write_text('script = "s2tw"\n')
    (folder / "other.toml").write_text("workers = 3\n")

    assert load_settings(folder / "other.toml") == Settings(workers=3)


def test_the_environment_is_stronger_than_the_file_and_what_is_spoken_is_stronger_still(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "newsmill.toml").write_text("workers = 1\nshard_inputs = 10\nkeep_releases = 9\n")
    monkeypatch.setenv("NEWSMILL_WORKERS", "2")
    monkeypatch.setenv("NEWSMILL_SHARD_INPUTS", "20")

    settings = load_settings(overrides={"workers": 5, "raw": None})

    assert (settings.workers, settings.shard_inputs, settings.keep_releases, settings.raw) == (5, 20, 9, Path("raw"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('script = "klingon"', "script"),
        ("no_such_setting = 1", "no_such_setting"),
        ("workers = -1", "workers"),
        ("workers = ", "not valid TOML"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(folder: Path, content: str, says: str) -> None:
    (folder / "newsmill.toml").write_text(content)

    with pytest.raises(UsageError, match=re.escape(says)) as failure:
        load_settings()
    assert "\n" not in str(failure.value)


def test_a_settings_file_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(UsageError, match="no settings file"):
        load_settings(folder / "missing.toml")


def test_without_a_number_there_is_a_worker_for_each_core() -> None:
    assert Settings().worker_count >= 1
    assert Settings(workers=3).worker_count == 3


def test_the_sample_file_names_every_setting_with_its_default(tmp_path: Path) -> None:
    lines = (ROOT / "newsmill.toml").read_text(encoding="utf-8").splitlines()
    assignments = [line.removeprefix("# ") for line in lines if re.match(r"# [a-z_]+ = ", line)]
    (tmp_path / "all.toml").write_text("\n".join(assignments))

    assert {line.split(" = ")[0] for line in assignments} == set(Settings.model_fields)
    assert load_settings(tmp_path / "all.toml") == Settings()

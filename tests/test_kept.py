"""What is kept for later builds is checked, and a file that cannot be used costs only time."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from explainer.building.kept import Kept, kept_values

FAULTS = list[str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.sqlite"


def fault() -> None:
    pytest.fail("the file was thought to be damaged")


def changed(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute(statement, values)
        database.commit()


def test_values_come_back(file: Path) -> None:
    value = {"a": [1, "ä\ud800", None, {"b": 0.5}]}
    with kept_values(file, fault) as kept:
        assert kept.get("page", "x") is None
        kept.put("page", "x", 0)
        kept.put("page", "x", value)
        kept.put("anchor", "x", 1)
    with kept_values(file, fault) as kept:
        assert kept.get("page", "x") == value
        assert kept.get("anchor", "x") == 1


def test_what_is_not_used_is_forgotten(file: Path) -> None:
    with kept_values(file, fault) as kept:
        for key in "abc":
            kept.put("page", key, key)
    with kept_values(file, fault) as kept:
        kept.get("page", "a")
        kept.put("page", "b", "new")
    with kept_values(file, fault) as kept:
        assert [kept.get("page", key) for key in "abc"] == ["a", "new", None]


def test_nothing_is_written_after_an_exception(file: Path) -> None:
    with kept_values(file, fault) as kept:
        kept.put("page", "a", 1)

    def stopped(kept: Kept) -> None:
        kept.put("page", "a", 2)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), kept_values(file, fault) as kept:
        stopped(kept)
    with kept_values(file, fault) as kept:
        assert kept.get("page", "a") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kept SET value = x'00'",
        "UPDATE kept SET value = 'text'",
        "UPDATE kept SET digest = NULL",
        "UPDATE kept SET key = 'b' WHERE key = 'a'",  # the value of another key
        "UPDATE kept SET build = 'x'",
        "UPDATE kept SET build = 9223372036854775807",
        "DROP TABLE kept",
        "ALTER TABLE kept RENAME value TO other",
        "PRAGMA user_version = 7",
    ],
)
def test_a_damaged_file_is_begun_again(statement: str, file: Path) -> None:
    with kept_values(file, fault) as kept:
        kept.put("page", "a", 1)
    changed(file, statement)
    faults = FAULTS()
    with kept_values(file, lambda: faults.append("damaged")) as kept:
        assert kept.get("page", "a" if "'b'" not in statement else "b") is None
        kept.put("page", "c", 3)
    if statement != "DROP TABLE kept":
        assert faults == ["damaged"]
    with kept_values(file, fault) as kept:
        assert kept.get("page", "a") is None


@pytest.mark.parametrize("content", [b"no database" * 100, b"SQLite format 3\0"])
def test_a_foreign_file_is_begun_again(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    faults = FAULTS()
    with kept_values(file, lambda: faults.append("foreign")) as kept:
        kept.put("page", "a", 1)
    assert faults == ["foreign"]
    with kept_values(file, fault) as kept:
        assert kept.get("page", "a") == 1


def test_a_folder_in_its_place_is_left_alone(file: Path) -> None:
    (file / "mine").mkdir(parents=True)
    faults = FAULTS()
    with kept_values(file, lambda: faults.append("folder")) as kept:
        kept.put("page", "a", 1)
        assert kept.get("page", "a") == 1
    assert faults == ["folder"]
    assert (file / "mine").is_dir()

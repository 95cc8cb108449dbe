"""What a database refused, told to a reader."""

import pytest
from sqlalchemy.exc import DBAPIError

from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.persistence.driver_words import refused_by_database
from allocator.persistence.engine import open_database


def test_a_file_that_is_no_database_is_told_in_chinese(tmp_path):
    """The place stands there, the driver's English does not."""
    file = tmp_path / "office.db"
    file.write_bytes(b"a letter to the bureau, no database" * 100)

    with pytest.raises(Unavailable) as told:
        open_database(f"sqlite:///{file}")

    assert told.value.text.zh == f"无法打开数据库 sqlite:///{file}：这不是数据库文件。"
    assert told.value.text.en.endswith("cannot be opened: the file is not a database.")


def test_a_folder_in_place_of_a_database_is_told_in_chinese(tmp_path):
    """The file cannot be opened."""
    with pytest.raises(Unavailable) as told:
        open_database(f"sqlite:///{tmp_path}")

    assert told.value.text.zh.endswith("：打不开这个文件。")


def test_what_is_not_in_the_table_is_said_as_the_driver_says_it():
    """Its first line, without a second full stop."""
    error = DBAPIError("SELECT 1", None, Exception("the server is gone.\nIs it running?"))

    assert refused_by_database(error) == Text("the server is gone", "the server is gone")

"""Files of others that cannot be read (读不懂的文件): told in words, with the place and the next step, before anything is solved."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from allocator.domain.words import Text
from solver.arrays import LARGEST

REFUSED = 2
MOST = LARGEST // 2  # so that differences, too, are what a solver can hold


class Unreadable(Exception):
    """A file is no instance: which file and where, what is wrong there, and what to do."""

    def __init__(self, path: Path, wrong: Text, remedy: Text) -> None:
        """Put the sentence together."""
        self.text = Text(f"{path}：{wrong.zh} {remedy.zh}", f"{path}: {wrong.en} {remedy.en}")
        super().__init__(self.text.en)


@contextmanager
def told() -> Iterator[None]:
    """Tell what cannot be read on stderr, in both languages, and leave with exit code 2."""
    try:
        yield
    except Unreadable as error:
        print(f"错误 {error.text.zh}\nerror: {error.text.en}", file=sys.stderr)
        sys.exit(REFUSED)


def read_text(path: Path) -> str:
    """Read a text file; raises Unreadable."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        wrong = Text(f"无法读取（{error.strerror}）。", f"it cannot be read ({error.strerror}).")
        raise Unreadable(path, wrong, Text("请核对路径与权限。", "Check the path and its permissions.")) from error
    except UnicodeDecodeError as error:
        wrong = Text(f"第 {error.start + 1} 个字节不是文本。", f"byte {error.start + 1} is no text.")
        raise Unreadable(path, wrong, Text("请存为 UTF-8 文本。", "Save it as text in UTF-8.")) from error


def read_numbers(path: Path) -> npt.NDArray[np.int64]:
    """Read a file of whole numbers; raises Unreadable that names the line of what is none."""
    found: list[int] = []
    for line, words in enumerate(read_text(path).splitlines(), start=1):
        for word in words.split():
            number = _whole(word)
            if number is None:
                wrong = Text(
                    f"第 {line} 行“{word[:20]}”不是绝对值小于 {MOST} 的整数。",
                    f'line {line}: "{word[:20]}" is no whole number between -{MOST} and {MOST}.',
                )
                raise Unreadable(path, wrong, Text("只写整数，以空格分开。", "Write whole numbers, divided by blanks."))
            found.append(number)
    return np.array(found, dtype=np.int64)


def _whole(word: str) -> int | None:
    """Read a number the solver can hold; None for anything else."""
    try:
        number = int(word)
    except ValueError:
        return None
    return number if -MOST < number < MOST else None


def expect_count(path: Path, numbers: npt.NDArray[np.int64], wanted: int, of: Text) -> None:
    """Refuse a file with more or fewer numbers than its first two ask for."""
    if len(numbers) != wanted:
        wrong = Text(
            f"应有 {wanted} 个数，实有 {len(numbers)} 个。", f"it should have {wanted} numbers, it has {len(numbers)}."
        )
        raise Unreadable(path, wrong, Text(f"须有{of.zh}", f"Write {of.en}"))


def expect_sizes(path: Path, numbers: npt.NDArray[np.int64], of: Text) -> tuple[int, int]:
    """Give the first two numbers of a file, how many of two things there are; raises Unreadable where they are not."""
    if len(numbers) < 2 or numbers[0] < 1 or numbers[1] < 1:
        wrong = Text("开头不是两个正整数。", "it does not begin with two numbers from 1 on.")
        raise Unreadable(path, wrong, Text(f"请先写{of.zh}", f"Begin with {of.en}"))
    return int(numbers[0]), int(numbers[1])


def expect_from_nought(path: Path, numbers: npt.NDArray[np.int64], what: Text) -> None:
    """Refuse numbers below nothing where there can be none."""
    if (numbers < 0).any():
        least = int(numbers.min())
        wrong = Text(f"{what.zh}有负数 {least}。", f"{what.en}: {least} is below nothing.")
        raise Unreadable(path, wrong, Text("请改为 0 或以上。", "Write numbers from 0 on."))


def records(path: Path, recorded: Path | None) -> list[dict[str, str]]:
    """Read the best known values; none where there is no such file, unless one was named."""
    file = recorded or path.parent / "records.csv"
    if recorded is None and not file.is_file():
        return []
    return list(csv.DictReader(read_text(file).splitlines()))


def best_known(path: Path, written: str | None) -> int | None:
    """Read a best known value; None where there is none. Raises Unreadable for what is no whole number."""
    number = _whole(written) if written else None
    if written and number is None:
        wrong = Text(f"已知最好值“{written}”不是整数。", f'its best known value "{written}" is no whole number.')
        raise Unreadable(path, wrong, Text("请更正 records.csv。", "Correct records.csv."))
    return number

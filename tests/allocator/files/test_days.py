"""Days as clerks write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.days import day
from allocator.files.faults import ValueFault

TODAY = date(2022, 12, 1)
THE_THIRD = date(2022, 9, 3)
DIGITS = "〇一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A month or day in Chinese numerals, 1 to 31."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")


def forms(one: date) -> list[str]:
    """The same day in every form that is read."""
    y, m, d = one.year, one.month, one.day
    year = "".join(DIGITS[int(digit)] for digit in str(y))
    plain = [
        f"{y}-{m}-{d}",
        f"{y}/{m:02d}/{d:02d}",
        f"{y}.{m}.{d}",
        f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日",
        f"{y}年{m}月{d}号",
    ]
    clocked = [
        f"{one.isoformat()} 10:20",
        f"{one.isoformat()}T10:20:33",
        f"{y}/{m}/{d} 上午 10:20",
        f"{y}年{m}月{d}日 星期三",
    ]
    return [
        *plain,
        *clocked,
        f"{year}年{in_chinese(m)}月{in_chinese(d)}日",
        f"{y % 100:02d}.{m}.{d}",
        str((one - date(1899, 12, 30)).days),
        f"{(one - date(1899, 12, 30)).days}.43",
        "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in f"{y}-{m}-{d}"),
    ]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_day_is_the_same_day(one):
    """ISO, slashes, 年月日, Chinese numerals, serial numbers: one day."""
    assert {day(form) for form in forms(one)} == {one}


@pytest.mark.parametrize(
    "text",
    [
        "3 Sep 2022",
        "Sep 3, 2022",
        "September 3 2022",
        "3-Sep-22",
        "3rd September 2022",
        "Saturday, 3 September 2022",
        "the 3rd of September, 2022",
        "3 Sept. 2022",
        "2022-Sep-03",
        "Sep 3, 2022 10:20 AM",
        "2022年9月3日上午",
        "2022年9月3日 下午",
        "2022年9月3日上午10时20分",
        "2022。9。3",
        "2022．9．3",
    ],
)
def test_english_days_and_slips_of_the_keyboard_are_read(text):
    """The third of September, however it is written."""
    assert day(text, TODAY) == THE_THIRD


@pytest.mark.parametrize("text", ["13/9/2022", "9/13/2022", "13.9.2022", "09-13-2022"])
def test_a_number_above_twelve_tells_day_from_month(text):
    """There is no thirteenth month."""
    assert day(text) == date(2022, 9, 13)


@pytest.mark.parametrize("text", ["", " ", "未知", "-"])
def test_a_blank_day_is_unknown(text):
    """A day nobody wrote is None, not today."""
    assert day(text) is None


@pytest.mark.parametrize(
    "text,code",
    [
        ("9/3/2022", "day-ambiguous"),
        ("3/4/2022", "day-ambiguous"),
        ("13/13/2022", "day-impossible"),
        ("31/6/2022", "day-impossible"),
        ("31 Sep 2022", "day-impossible"),
        ("3 Foo 2022", "day-not-understood"),
        ("Sep 2022 3 4", "day-not-understood"),
        ("2022-2-30", "day-impossible"),
        ("20221332", "day-impossible"),
        ("0202-09-03", "day-impossible"),
        ("2022年9月", "day-missing"),
        ("9月3日", "year-missing"),
        ("九月三日", "year-missing"),
        ("Sep 3", "year-missing"),
        ("3 September", "year-missing"),
        ("220903", "day-not-understood"),
        ("上周五", "day-not-understood"),
        ("廿", "day-not-understood"),
        ("2022-09-02T18:00:00Z", "day-in-utc"),
        ("2022-12-02", "day-in-future"),
        ("85.9.3", "day-in-future"),
    ],
)
def test_a_day_that_could_be_wrong_is_refused(text, code):
    """Impossible, future and ambiguous days come back with the form to use."""
    with pytest.raises(ValueFault) as fault:
        day(text, TODAY)

    assert fault.value.code == code
    assert fault.value.remedy.zh


def test_today_is_not_the_future():
    """A filing of today is taken."""
    assert day("2022-12-01", TODAY) == TODAY
    assert day((TODAY + timedelta(1)).isoformat()) == date(2022, 12, 2)


def test_a_time_with_its_offset_keeps_the_day_written():
    """10:20 at +08:00 is the third."""
    assert day("2022-09-03T10:20:00+08:00") == THE_THIRD


@given(st.text(max_size=14))
def test_any_text_is_a_day_or_refused(text):
    """No cell, however strange, breaks the import."""
    try:
        found = day(text, TODAY)
    except ValueFault:
        return

    assert found is None or found <= TODAY

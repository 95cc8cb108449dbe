"""The benchmark of forecasts: every method on the same months, and none of them sees what came later."""

import csv
import json
from datetime import date

import numpy as np

from benchmarks import agency_forecast
from benchmarks._rival_forecasts import forecast, moving_average, seasonal_naive
from fixtures.worklog import Truth, synthetic_log

MONTHS = np.arange(1.0, 15.0)[:, None] * np.ones(4)


def written(folder, days):
    """The export of a made-up office."""
    file = folder / "events.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("case", "activity", "officer", "started_at", "ended_at"))
        for item in synthetic_log(Truth(), date(2021, 1, 4), days, 1).items:
            end = item.ended.isoformat() if item.ended else ""
            writer.writerow((item.case, item.step, item.person, item.started.isoformat(), end))
    return file


def test_every_method_is_scored_on_the_same_months(tmp_path, capsys):
    """Two whole months after the date, three methods, four figures; the month that is not whole is not scored."""
    file = written(tmp_path, 300)

    agency_forecast.main([str(file), "--train-until", "2021-07-31", "--test-months", "4", "--json"])

    scores = json.loads(capsys.readouterr().out)["scores"]
    assert {score["month"] for score in scores} == {"2021-08-01", "2021-09-01", "2021-10-01"}
    assert len(scores) == 3 * 3 * 4
    assert all(score["low"] <= score["middle"] <= score["high"] for score in scores)


def test_the_page_sums_up_errors_and_coverage(tmp_path, capsys):
    """Errors stand beside how often the bands held."""
    file = written(tmp_path, 300)

    agency_forecast.main([str(file), "--train-until", "2021-08-31", "2021-10-31", "--test-months", "1"])

    page = capsys.readouterr().out
    assert "Known until 2021-08-31" in page
    assert "No month after that date" in page
    assert "of 1" in page


def test_a_date_too_early_is_told_and_the_others_are_scored(tmp_path, capsys):
    """One cut of several that the log cannot tell of ends nothing."""
    file = written(tmp_path, 300)

    agency_forecast.main([str(file), "--train-until", "2021-01-31", "2021-08-31", "--test-months", "1"])

    told = capsys.readouterr()
    assert "2021-01-31: There are fewer than" in told.err
    assert "Known until 2021-08-31" in told.out


def test_the_rivals_are_what_their_names_say():
    """Fourteen months that count up: last year's third month, the mean of the last three, and bands around both."""
    assert seasonal_naive(MONTHS, 0)[0] == 3
    assert seasonal_naive(MONTHS[:5], 0)[0] == 5
    assert moving_average(MONTHS, 4)[0] == 13

    [[band, *_]] = forecast(moving_average, MONTHS, 1)
    assert band.low < 13 < band.high

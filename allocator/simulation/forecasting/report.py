"""A forecast and its backtest as documents (预测报告)."""

from collections.abc import Sequence
from typing import Any

from allocator.simulation.forecasting.bands import SHARE, Band
from allocator.simulation.forecasting.months import FIGURES
from allocator.simulation.forecasting.rolling import Backtest, Forecast


def forecast_view(found: Forecast) -> dict[str, Any]:
    """Give a forecast month by month."""
    return {
        "from": found.start.isoformat(),
        "seed": found.seed,
        "band": SHARE,
        "months": [
            {"month": first.isoformat(), **_row(row)} for first, row in zip(found.months, found.bands, strict=True)
        ],
    }


def backtest_view(found: Backtest) -> dict[str, Any]:
    """Give how often each figure's band held, and every origin's months with what came."""
    return {
        "held": {
            name: dict(zip(("held", "months"), found.held(place), strict=True)) for place, name in enumerate(FIGURES)
        },
        "origins": [
            {
                "from": forecast.start.isoformat(),
                "months": [
                    {"month": first.isoformat(), **_row(row), "came": dict(zip(FIGURES, map(_six, value), strict=True))}
                    for first, row, value in zip(forecast.months, forecast.bands, values, strict=False)
                ],
            }
            for forecast, values in found.origins
        ],
    }


def _row(row: Sequence[Band]) -> dict[str, Any]:
    return {
        name: {"low": _six(band.low), "middle": _six(band.middle), "high": _six(band.high)}
        for name, band in zip(FIGURES, row, strict=True)
    }


def _six(value: float) -> float:
    return float(f"{value:.6g}")

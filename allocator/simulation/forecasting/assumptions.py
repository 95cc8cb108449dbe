"""What a forecast assumes (预测假设): the few numbers of its model, chosen on rolling origins of the past and written down."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The numbers of the model; spans in working days, as on the axis of the office's days.

    The defaults were chosen by rolling origins on the months before 2018 of a public log of 30 officers, see the decision
    on forecasts in docs/decisions; an office may try others with the backtest.
    """

    window: int = 120
    """How far back stays and successions are looked at; what is older tells of another office."""
    least: int = 20
    """With fewer ends of a step than these in the window, its whole past is looked at."""
    newcomer_half_life: int = 40
    """After how many working days a past day of filings counts half."""
    stock_elasticity: float = 0.5
    """How much of a change of the stock shows in what is done: 0 a fixed capacity, 1 each item its own clock."""
    season: float = 1.0
    """How much of last year's season of throughput is expected again, 0 to 1."""
    pace_months: int = 6
    """Over how many past months the office's pace is measured."""
    late: float = 1.0
    """A step that begins later than this after its forerunner's end is a late one, drawn by its delay."""
    beyond: float = 60.0
    """How long, in the mean, an item stays that is older than any seen to end, at pace 1."""
    recent_time: float = 0.5
    """Weight of the recent months' median time in system beside the simulated one."""
    paths: int = 200
    """Simulated paths of a forecast."""
    origin_paths: int = 40
    """Simulated paths of each origin in the past by which the band is set."""
    origins: int = 12
    """How many past months are forecast anew to see how far off the model was."""
    least_months: int = 3
    """Whole months a log must tell of before the day to forecast from; with so few the band is set by the paths alone."""
    history_months: int = 5
    """Whole months an origin in the past must have before it."""
    own_weight: float = 6.0
    """How many past errors the path's own spread counts as, when the band is set."""
    least_spread: float = 0.08
    """The relative error to expect of a first month before the past says otherwise; it grows with the months ahead, of
    work begun and completed in a month more slowly than of open work."""
    least_time_spread: float = 0.5
    """The same for the median time in system, which jumps with every batch that is closed."""


USUAL = Assumptions()

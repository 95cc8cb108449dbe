"""The sections of a rulebook that may be left out (可省略的各节): each read by a reader of its own."""

from dataclasses import replace

from allocator.domain.indicators.reading import read_indicators
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.closing_ways import read_closing_way
from allocator.domain.rulebook.field_reading import read_errands, read_fieldwork
from allocator.domain.rulebook.learning_reading import read_learning
from allocator.domain.rulebook.node_reading import read_happenings
from allocator.domain.rulebook.planning_reading import (
    read_deadlines,
    read_fairness,
    read_moves,
    read_reserves,
    read_rotation,
)
from allocator.domain.rulebook.release_reading import read_release
from allocator.domain.rulebook.section import Section
from allocator.domain.rulebook.signal_rules import read_signal_rules


def with_sections(rulebook: Rulebook, top: Section) -> Rulebook:
    """Give a rulebook with the rules about plans, field work, learning, closing, indicators, release and sources; an absent section is no rule."""
    return replace(
        rulebook,
        learning=read_learning(top.section("learning")),
        release=read_release(top.section("release")),
        closings={name: read_closing_way(name, section) for name, section in top.named("closings")},
        happenings=read_happenings(top),
        indicators=read_indicators(top),
        sources={mark: section.names() for mark, section in top.named("sources")},
        signals=read_signal_rules(top.section("signals")),
        moves=read_moves(top),
        deadlines=read_deadlines(top),
        fairness=read_fairness(top),
        rotation=read_rotation(top),
        reserves=read_reserves(top),
        errands=read_errands(top),
        fieldwork=read_fieldwork(top),
    )

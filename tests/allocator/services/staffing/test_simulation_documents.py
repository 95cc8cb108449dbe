"""A simulation's report as a document: the same words as on the page, a scenario alone included."""

import io

import pytest
from docx import Document

from allocator.domain.errors import Conflict
from allocator.services.run_kinds import jobs_of, run_now
from allocator.services.staffing.simulation_documents import simulation_word
from allocator.services.staffing.simulations import SIMULATION
from tests.allocator.services.laboratory import BASELINE, FOURTH_CAR, sent


def asked(*texts):
    """What a run is asked."""
    return {"scenarios": [sent(text) for text in texts], "workers": 1}


@pytest.mark.parametrize("texts,parts", [((BASELINE,), 1), ((BASELINE, FOURTH_CAR, FOURTH_CAR), 2)])
def test_each_scenario_is_a_part_with_its_figures(bureau_of_a_year, texts, parts) -> None:
    """The baseline alone is one; the same report gives the same bytes."""
    context = bureau_of_a_year.context
    run = run_now(context, SIMULATION, asked(*texts)).id
    data = simulation_word(context, run, "en")

    assert len(Document(io.BytesIO(data)).tables) == parts
    assert simulation_word(context, run, "en") == data


def test_there_is_no_document_before_there_is_a_report(bureau_of_a_year) -> None:
    """As for the report itself."""
    run = jobs_of(bureau_of_a_year.context).submit(SIMULATION, asked(BASELINE), "head", inline=True)
    with pytest.raises(Conflict):
        simulation_word(bureau_of_a_year.context, run.id, "zh")

"""Questions to begin with (推演起点): the office's own scenario files, and those that stand ready."""

from typing import Any

from allocator.services.staffing.laboratory import one_leaves, ready_questions
from allocator.services.staffing.scenario_files import scenario_files
from api.noun import Noun
from api.schemas.simulations import ReadyQuestion, ReadyQuestions, ScenarioFiles
from api.surroundings import acting

scenarios = Noun(
    "scenarios", "推演起点 Scenarios to begin with: the office's own files, and questions that stand ready."
)


@scenarios.get("")
@scenarios.needs("runs:read")
@scenarios.response(200, ScenarioFiles)
def index() -> Any:
    """List the scenario files of the office's folder; one that names what is gone by today says what is wrong."""
    return {
        "items": [
            {
                "name": one.file,
                "toml": one.toml,
                "title": one.title and one.title.as_dict(),
                "refused": one.refused and one.refused.text.as_dict(),
            }
            for one in scenario_files(acting())
        ]
    }


@scenarios.get("/ready")
@scenarios.needs("runs:read")
@scenarios.response(200, ReadyQuestions)
def ready() -> Any:
    """List the posts of which one may be taken away: every role of every team that leads cases."""
    return {
        "items": [
            {"id": one.id, "team": one.team.as_dict(), "role": one.role.as_dict(), "count": one.count}
            for one in ready_questions(acting())
        ]
    }


@scenarios.get("/ready/<code>")
@scenarios.needs("runs:write")
@scenarios.response(200, ReadyQuestion)
def one(code: str) -> Any:
    """Read the question what one of a post less would do in the next quarter, as `POST /runs` takes it."""
    asked = one_leaves(acting(), code)
    return {"kind": "simulation", "scenarios": asked["scenarios"], "replications": asked["replications"]}

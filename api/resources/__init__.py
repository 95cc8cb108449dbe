"""The nouns of the API (资源): one blueprint each, one use case a call."""

from api.resources import approvals as approvals  # its operations stand among those of cases
from api.resources import case_questions as case_questions  # likewise
from api.resources import flags as flags  # likewise
from api.resources import handovers as handovers  # likewise
from api.resources.campaigns import campaigns
from api.resources.cases import cases
from api.resources.certificates import certificates
from api.resources.decisions import decisions
from api.resources.draws import draws
from api.resources.due import due
from api.resources.errands import errands
from api.resources.field_weeks import field_weeks
from api.resources.filings import filings
from api.resources.import_drafts import import_drafts
from api.resources.imports import imports
from api.resources.indicators import indicators
from api.resources.log import log
from api.resources.office import office, officers
from api.resources.pairs import pairs
from api.resources.peers import peers
from api.resources.resources import resources
from api.resources.restrictions import restrictions
from api.resources.rulebook import rulebook
from api.resources.runs import runs
from api.resources.scenarios import scenarios
from api.resources.trips import trips
from api.resources.work_logs import work_logs

NOUNS = (
    *(
        filings,
        imports,
        import_drafts,
        cases,
        officers,
        office,
        rulebook,
        runs,
        pairs,
        certificates,
        decisions,
        draws,
        log,
    ),
    *(campaigns, errands, due, field_weeks, trips, resources),
    *(indicators, peers, work_logs, scenarios, restrictions),
)

"""Logs of work (办案日志): what an office really did, kept so that runs can fit and forecast from it."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import FileStorage

from allocator.services.staffing.work_logs import keep_log
from api.noun import Noun
from api.schemas.work_logs import KeptLog, WorkLogFile, WorkLogQuery
from api.surroundings import acting
from api.tidy import file_name

work_logs = Noun("work-logs", "办案日志 An office's own log: who did which step of which case, begun and ended when.")


@work_logs.post("")
@work_logs.needs("runs:write")
@work_logs.arguments(WorkLogQuery, location="query")
@work_logs.arguments(WorkLogFile, location="files")
@work_logs.response(201, KeptLog)
def create(query: Mapping[str, Any], upload: Mapping[str, FileStorage]) -> Any:
    """Keep a log of work (CSV, packed or not, or Excel): case, step, person, start, end; a blank end is open work.

    Sent twice it is kept once.
    Refused whole with every fault by row and field. Ask for runs of the kinds "calibration" and "forecast" by its `log`.
    """
    file = upload["file"]
    return keep_log(acting(), file_name(file.filename), file.stream.read(), query["zone"])

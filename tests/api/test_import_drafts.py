"""A file looked at and put right over the API, and a filing while it is typed."""

import io
from uuid import uuid4

from tests.intake_files import HEADER, a_row

COLUMNS = [*HEADER.strip().split(",")]


def bring(who, *rows):
    """Bring a file of such rows to look at."""
    data = (HEADER + "".join(f"{row}\n" for row in rows)).encode()
    return who.post("/import-drafts", data={"file": (io.BytesIO(data), "a.csv")})


def test_a_faulty_file_is_put_right_and_imported_whole(clerk, supervisor):
    """The fault is named by row and field, the cell put right, another row left out; imported twice it is imported once."""
    draft = bring(clerk, a_row(1), a_row(2, claim="很多"), a_row(3)).json
    path = f"/import-drafts/{draft['id']}"
    faults = [
        (fault["row"], fault["field"])
        for row in draft["sheet"]["rows"]
        for fault in row["faults"]
        if fault["severity"] == "error"
    ]
    assert (draft["row_count"], draft["done"], faults) == (3, None, [(3, "claim")])
    assert clerk.post(f"{path}/import", {"version": draft["version"]}).status_code == 422

    cell = {"row": 3, "column": COLUMNS.index("标的额(万元)"), "text": "5"}
    right = clerk.post(f"{path}/corrections", {"cells": [cell], "leave": [4]}).json
    again = clerk.post(f"{path}/corrections", {"cells": [cell], "leave": [4]}).json
    assert (right["new"], right["corrected"], right["left_out"], again["version"]) == (2, [cell], [4], right["version"])
    assert clerk.post(f"{path}/import", {"version": draft["version"]}).status_code == 412
    done = [clerk.post(f"{path}/import", {"version": right["version"]}).json["done"] for _ in range(2)]
    assert (done[0]["created"], done[0]["skipped"], done[1]) == (2, 1, done[0])
    assert sorted(case["claim"] for case in clerk.get("/cases").json["items"]) == [3_000_000, 5_000_000]


def test_a_draft_is_its_owners_alone_and_can_be_let_go_of(clerk, supervisor):
    """Nobody else finds it; the same bytes again are the same draft; thrown away it is gone."""
    draft, again = bring(clerk, a_row(1)).json, bring(clerk, a_row(1)).json
    path = f"/import-drafts/{draft['id']}"

    assert (again["id"], [one["id"] for one in clerk.get("/import-drafts").json["items"]]) == (
        draft["id"],
        [draft["id"]],
    )
    assert supervisor.get(path).status_code == 404
    assert clerk.get(f"/import-drafts/{uuid4()}").status_code == 404
    assert clerk.delete(path).status_code == 204
    assert clerk.get(path).status_code == 404


def test_a_column_is_said_to_be_another(clerk):
    """At the version it was shown at; a place the file does not have is refused."""
    draft = bring(clerk, a_row(1)).json
    path, at = f"/import-drafts/{draft['id']}", COLUMNS.index("标的额(万元)")

    said = {"version": draft["version"], "columns": [{"column": at, "field": "claim", "unit": "元"}]}
    right = clerk.put(f"{path}/columns", said)
    assert (right.status_code, right.json["version"]) == (200, draft["version"] + 1)
    assert clerk.put(f"{path}/columns", said).status_code == 412
    wrong = {"version": right.json["version"], "columns": [{"column": 99, "field": "claim"}]}
    assert clerk.put(f"{path}/columns", wrong).status_code == 422


def test_a_filing_is_triaged_while_it_is_typed(clerk):
    """Faults by field while something is missing, then class and reasons; nothing is kept."""
    started = clerk.post("/filings/suggestion", {"texts": {"case_no": "（2022）内0222执101号"}}).json
    assert started["triage"] is None
    assert {"filed_on", "creditors"} <= {fault["field"] for fault in started["faults"]}

    texts = {
        "case_no": "（2022）内0222执101号", "kind": "执", "cause": "民间借贷纠纷", "claim": "3万", "creditors": "钱某",
        "debtors": "赵某", "filed_on": "2022-09-05", "town": "金山镇",
    }  # fmt: skip
    typed = clerk.post("/filings/suggestion", {"texts": texts}).json
    assert (typed["triage"]["class"], typed["on_docket"], typed["case_no"]) == ("fast", None, "（2022）内0222执101号")
    assert typed["triage"]["reasons"][0]["en"]
    assert clerk.get("/cases").json["items"] == []

"""A day's filings come as a file."""

import io

import pytest

HEADER = "案号,案件类型,案件名称,案由,标的额(万元),申请执行人,被执行人,立案日期\n"


def a_file(*rows, name="收案.csv", encoding="utf-8"):
    return {"file": (io.BytesIO((HEADER + "".join(f"{row}\n" for row in rows)).encode(encoding)), name)}


def a_row(number, claim="3", day="2022-09-05"):
    return f"（2022）内0222执{number}号,执,某案,民间借贷纠纷,{claim},钱某,赵某{number},{day}"


def test_a_dry_run_reports_and_changes_nothing(clerk):
    """A clerk may look first."""
    answer = clerk.post("/imports?dry_run=true", data=a_file(a_row(9001), a_row(9002)))

    assert answer.status_code == 200
    assert (answer.json["created"], answer.json["applied"]) == (2, False)
    assert clerk.get("/cases").json["items"] == []


def test_a_file_is_taken_and_the_same_file_again_changes_nothing(clerk):
    """Sent twice, a file is on the docket once."""
    first = clerk.post("/imports", data=a_file(a_row(9001), a_row(9002), encoding="gb18030"))
    again = clerk.post("/imports", data=a_file(a_row(9001), a_row(9002)))

    assert (first.status_code, first.json["created"]) == (201, 2)
    assert (again.status_code, again.json["created"], again.json["unchanged"]) == (200, 0, 2)
    assert [case["claim"] for case in clerk.get("/cases").json["items"]] == [3_000_000, 3_000_000]


def test_one_faulty_row_stops_the_whole_file(clerk):
    """The answer is the report, each fault with row and field; nothing is on the docket."""
    answer = clerk.post("/imports", data=a_file(a_row(9001), a_row(9002, day="昨天")))

    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/import-faulty"
    faults = [(fault["in"], fault["row"], fault["field"]) for fault in answer.json["errors"]]
    assert faults == [("files", 3, "filed_on")]
    assert answer.json["facts"]["report"]["applied"] is False
    assert clerk.get("/cases").json["items"] == []


def test_a_repeated_upload_under_its_key_gets_its_answer(clerk):
    """The boundary of a form differs each time; the file is what counts."""
    first = clerk.post("/imports", data=a_file(a_row(9001)), key="day-1")
    again = clerk.post("/imports", data=a_file(a_row(9001)), key="day-1")
    other = clerk.post("/imports", data=a_file(a_row(9002)), key="day-1")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json == first.json


def test_without_a_file_the_answer_says_so(clerk):
    """A form without the file names the missing field."""
    answer = clerk.post("/imports", data={}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == ["file"]


@pytest.mark.parametrize("kind", ["text/csv", "application/json", "application/x-www-form-urlencoded", None])
def test_a_file_that_does_not_come_in_a_form_is_refused_by_its_type(clerk, kind):
    """The answer names the content type that is taken, instead of asking for a field of a form nobody sent."""
    answer = clerk.post("/imports", data=HEADER.encode(), content_type=kind)

    assert answer.status_code == 415
    assert "multipart/form-data" in answer.json["remedy"]


def test_one_file_at_a_time(clerk):
    """Two files in one form, a text in place of the file, a field nobody asked for: nothing is half taken."""
    two = {"file": [a_file(a_row(9001))["file"], a_file(a_row(9002))["file"]]}

    assert clerk.post("/imports", data=two).json["type"] == "/problems/several-files"
    for form, field in (({"file": "a,b"}, "file"), ({**a_file(a_row(9001)), "dry_run": "true"}, "dry_run")):
        answer = clerk.post("/imports", data=form, content_type="multipart/form-data")
        assert [fault["field"] for fault in answer.json["errors"]] == [field]
    assert clerk.get("/cases").json["items"] == []


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"\xff\xfe", "没有表头".encode()])
def test_a_file_that_is_no_table_is_refused_with_the_reason(clerk, content):
    """Whatever a file holds, the answer is a report."""
    answer = clerk.post("/imports", data={"file": (io.BytesIO(content), "x.csv")})

    assert answer.status_code == 422
    assert answer.json["errors"]


def test_a_file_that_restricts_cases_is_for_whoever_may(clerk, supervisor):
    """A clerk is refused with the rows; a supervisor brings it, and the clerk finds only what is not restricted."""
    marked = (HEADER.strip() + ",限制知悉\n" + f"{a_row(1)},否\n{a_row(2)},涉及本院工作人员\n").encode()
    send = lambda who: who.post("/imports", data={"file": (io.BytesIO(marked), "a.csv")})  # noqa: E731 - said twice

    refused = send(clerk)
    done = send(supervisor)

    assert (refused.status_code, refused.json["facts"]["rows"]) == (409, [3])
    assert (done.status_code, done.json["created"]) == (201, 2)
    assert len(clerk.get("/cases").json["items"]) == 1

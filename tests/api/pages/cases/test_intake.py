"""The intake page: a file becomes cases, whatever happens in between."""

import io

import pytest

from tests.intake_files import FAULTS, a_file, a_row, forty_seven_rows, two_hundred_rows


def bring(who, data, name="收案.csv"):
    """Choose a file and send it; gives the page that follows."""
    answer = who.post("/intake", {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    assert answer.status == 303, answer.text
    return who.get(answer.answer.headers["Location"])


def form(seen, ending):
    """The form of a page that goes to an address with that ending, which may be there twice."""
    return next(one for one in seen.tree.all("form") if (one["action"] or "").endswith(ending))


def send(who, seen, ending, **more):
    """Send a form of the page as it stands, with changes."""
    found = form(seen, ending)
    chosen = {
        str(select["name"]): next(
            (one["value"] or one.text for one in select.all("option") if "selected" in one.attributes), ""
        )
        for select in found.all("select")
    }
    return who.post(found["action"], {**found.fields(), **chosen, **more})


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
def test_a_clean_file_is_imported_by_one_button(visitor, language, clerk, encoding):
    """The button says how many; afterwards the page says what was done, and leads to the inbox."""
    who = visitor("clerk", language)
    seen = bring(who, a_file(a_row(1), a_row(2), a_row(2), encoding=encoding))
    assert ("Import 2, skip 1" in seen.text) is (language == "en")
    first, second = send(who, seen, "/import"), send(who, seen, "/import")

    assert (first.status, second.status) == (303, 303)
    after = who.get(first.answer.headers["Location"])
    assert ("已导入 2 件，跳过 1 件" in after.text) is (language == "zh")
    assert after.tree.all("a", href="/inbox", data_key="Enter")
    assert len(clerk.get("/cases").json["items"]) == 2


def test_the_columns_are_shown_with_unit_and_samples_and_can_be_changed(at_desk, clerk):
    """Ten thousand yuan was guessed from the header; the clerk knows that it is yuan."""
    seen = bring(at_desk, forty_seven_rows())
    mapping = form(seen, "/columns")
    assert "（2022）内0222执5002号" in mapping.text
    assert send(at_desk, seen, "/columns", **{"unit-4": "元"}).status == 303
    seen = at_desk.get(mapping["action"].removesuffix("/columns"))
    send(at_desk, seen, "/import")

    assert max(case["claim"] for case in clerk.get("/cases?limit=50").json["items"]) < 100_00


def test_a_column_that_is_missing_is_told_beside_the_button(visitor, language):
    """All cases would go in without a cause: whoever presses the button has read so; named otherwise it is known."""
    who = visitor("clerk", language)
    files = [a_file(a_row(1)).replace("案由".encode(), name.encode()) for name in ("备注", "案由名称")]

    told = [bring(who, data).tree.one("div", class_="ready").text for data in files]

    assert [{"zh": "没有“案由”列", "en": 'No column "cause"'}[language] in words for words in told] == [True, False]


def test_faulty_rows_are_repaired_where_they_stand(at_desk, clerk):
    """Nine of two hundred are shown, each with its own words; put right by one form, all go in."""
    seen = bring(at_desk, two_hundred_rows())
    red = {field["name"]: field for field in form(seen, "/rows").all("input", aria_invalid="true")}
    mended = {name: FAULTS[int(name.split("-")[1])] for name in red}
    assert len(red) == len(FAULTS)
    answer = send(at_desk, seen, "/rows", **mended)
    after = at_desk.get(answer.answer.headers["Location"])

    assert "导入 200 件，跳过 0 件" in after.text
    assert after.tree.all("tbody", class_="wrong") == []
    assert send(at_desk, after, "/import").status == 303


def test_a_cell_sent_by_the_script_gets_the_sheet_alone(at_desk):
    """No frame around it: it takes the place of what is shown."""
    seen = bring(at_desk, a_file(a_row(1, day="昨天")))
    found = form(seen, "/rows")
    sent = {**found.fields(), "cell-2-8": "2022-09-05"}
    part = at_desk.post(found["action"], sent, headers={"HX-Request": "true"})

    assert (part.status, part.tree.all("header")) == (200, [])
    assert "导入 1 件" in part.tree.one(id="sheet").text


def test_an_older_page_overwrites_nothing_that_it_does_not_change(at_desk):
    """Two tabs put two cells right; the one that is sent last leaves the other's alone."""
    first = bring(at_desk, a_file(a_row(1, day="昨天"), a_row(2, day="前天")))
    send(at_desk, first, "/rows", **{"cell-2-8": "2022-09-01"})
    send(at_desk, first, "/rows", **{"cell-3-8": "2022-09-02"})
    after = at_desk.get(form(first, "/rows")["action"].removesuffix("/rows"))

    assert "导入 2 件" in after.text


def test_an_older_page_imports_nothing_it_did_not_show(at_desk, clerk):
    """412 with the file as it is now."""
    old = bring(at_desk, a_file(a_row(1), a_row(2), a_row(3, day="昨天")))
    ready = at_desk.get(send(at_desk, old, "/faulty").answer.headers["Location"])
    send(at_desk, ready, "/rows", back="4")
    late = send(at_desk, ready, "/import")

    assert late.status == 412
    assert "1 行有错" in late.text
    assert clerk.get("/cases").json["items"] == []


def test_the_same_file_again_leads_to_where_it_was_left(at_desk):
    """Its corrections are there; the page of intake lists it until it is imported or discarded."""
    seen = bring(at_desk, a_file(a_row(1, day="昨天")))
    send(at_desk, seen, "/rows", **{"cell-2-8": "2022-09-05"})
    again = bring(at_desk, a_file(a_row(1, day="昨天")))

    assert "原为 昨天" in again.text
    assert "收案.csv" in at_desk.get("/intake").text
    send(at_desk, again, "/discard")
    assert "收案.csv" not in at_desk.get("/intake").text


@pytest.mark.parametrize(
    "data, said",
    [(b"%PDF-1.7", "PDF"), (b"", "空"), ("名单\n张三\n".encode(), "表头"), (a_file(), "没有数据")],
)
def test_a_file_that_is_none_is_refused_in_words(at_desk, data, said):
    """422 on the page it was chosen on."""
    answer = at_desk.post("/intake", {"file": (io.BytesIO(data), "a.csv")}, content_type="multipart/form-data")

    assert answer.status == 422
    assert said in answer.tree.one(class_="bad").text
    assert answer.tree.all("input", type="file")


def test_without_a_file_or_with_two_the_page_says_so(at_desk):
    """One at a time."""
    two = {"file": [(io.BytesIO(a_file(a_row(1))), "a.csv"), (io.BytesIO(b"x"), "b.csv")]}
    for sent in ({}, two):
        assert at_desk.post("/intake", sent, content_type="multipart/form-data").status == 422


def test_a_draft_is_nobody_elses(at_desk, visitor):
    """Not even to be known of."""
    seen = bring(at_desk, forty_seven_rows())

    assert visitor("supervisor").get(form(seen, "/import")["action"].removesuffix("/import")).status == 404


def test_a_missing_column_is_said_and_chosen(at_desk):
    """A header nobody knows: the page asks for the column, and the rows come once it is named."""
    data = a_file(a_row(1)).decode().replace("立案日期", "那一天").encode()
    seen = bring(at_desk, data)
    assert "立案日期" in seen.tree.one(class_="bad").text
    answer = send(at_desk, seen, "/columns", **{"field-8": "filed_on"})

    assert "导入 1 件" in at_desk.get(answer.answer.headers["Location"]).text

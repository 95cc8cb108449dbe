"""The page of other courts' figures: beside our own of the same days, a file brought in whole, each fault by its row."""

import io

HEADER = "法院,指标,起,止,数值,来源,发布日期\n"
DAYS = "2022-01-01,2022-08-31"
FENGSHUN = f"丰顺县人民法院,结案率,{DAYS},76.54%,丰顺法院网,2022-09-01\n"
PENGSHUI = f"彭水县人民法院,结案率,{DAYS},81%,彭水法院公报,2022-09-01\n"
OLDER = "彭水县人民法院,结案率,2021-01-01,2021-12-31,79%,年报,2022-03-01\n"


def bring(who, rows, key=None):
    """Send the form of the page with a file."""
    form = who.get("/peers").tree.one("form", method="post")
    key = key or form.one("input", name="key")["value"]
    file = (io.BytesIO((HEADER + rows).encode()), "peers.csv")
    return key, who.post("/peers", {"file": file, "key": key}, content_type="multipart/form-data")


def test_figures_stand_beside_our_own_in_the_order_of_names(visitor, filed, language):
    """Of the days that ended last at first; earlier ones are chosen. Nothing tells who is higher."""
    head = visitor("supervisor", language)
    _, sent = bring(head, PENGSHUI + OLDER + FENGSHUN)
    told = head.get("/peers")
    rows = [[cell.text for cell in row.all("td")][:2] for row in told.tree.one("table").one("tbody").all("tr")]

    assert (sent.status, sent.answer.headers["Location"]) == (303, "/peers")
    assert ("3 put down" in told.text) is (language == "en")
    assert rows == [["丰顺县人民法院", "76.54 %"], ["彭水县人民法院", "81.00 %"]]
    older = head.get("/peers?days=2021-01-01..2021-12-31").tree.one("table").one("tbody").all("tr")
    assert [row.all("td")[1].text for row in older] == ["79.00 %"]


def test_sent_twice_it_happens_once_and_a_faulty_file_not_at_all(visitor):
    """The double click leads where the first led; a fault is told by row and column."""
    head = visitor("supervisor", "zh")
    key, first = bring(head, FENGSHUN)
    again = bring(head, FENGSHUN, key)[1]
    _, refused = bring(head, PENGSHUI + FENGSHUN.replace("76.54%", "约八成"))

    assert (first.status, again.status, refused.status) == (303, 303, 422)
    assert "第 3 行" in refused.tree.one(class_="bad").text
    assert len(head.get("/peers").tree.one("table").one("tbody").all("tr")) == 1


def test_without_a_file_the_page_says_so(visitor):
    """And stays where it was."""
    head = visitor("supervisor", "zh")
    key = head.get("/peers").tree.one("form", method="post").one("input", name="key")["value"]

    assert head.post("/peers", {"key": key}, content_type="multipart/form-data").status == 422


def test_a_clerk_reads_and_brings_nothing_in(visitor):
    """No form for who may not."""
    clerk = visitor("clerk", "zh")

    assert clerk.get("/peers").tree.all("form", method="post") == []
    assert "主管" in clerk.get("/peers").tree.one("p", class_="empty").text

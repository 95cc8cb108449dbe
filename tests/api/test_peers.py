"""Figures of other courts over HTTP: a file whole or not at all, by whoever supervises; read beside our own by everybody."""

import io

import pytest

HEADER = "法院,指标,起,止,数值,来源,发布日期\n"
FENGSHUN = "丰顺县人民法院,结案率,2022-01-01,2022-08-31,76.54%,丰顺法院网,2022-09-01\n"


def bring(who, rows, name="peers.csv"):
    """Send a file of figures."""
    file = (io.BytesIO((HEADER + rows).encode()), name)
    return who.send("POST", "/peers/imports", data={"file": file}, content_type="multipart/form-data")


def test_a_file_is_put_down_once_and_stands_beside_our_own(supervisor, clerk, filed):
    """The same file again adds nothing; everybody who reads indicators reads it."""
    first, again = bring(supervisor, FENGSHUN), bring(supervisor, FENGSHUN)
    (seen,) = clerk.get("/peers").json["items"]

    assert (first.status_code, first.json) == (201, {"added": 1, "known": 0})
    assert again.json == {"added": 0, "known": 1}
    assert (seen["court"], seen["value"], seen["text"]["zh"], seen["from"]) == (
        "丰顺县人民法院", "3827/5000", "76.54 %", "2022-01-01",
    )  # fmt: skip
    assert clerk.get("/peers?indicator=long_pending").json["items"] == []


@pytest.mark.parametrize(
    "row, field",
    [
        (FENGSHUN.replace("丰顺县人民法院", "G07"), "court"),
        (FENGSHUN.replace("丰顺县人民法院", "固阳县人民法院"), "court"),
        (FENGSHUN.replace("76.54%", "76.54"), "value"),
    ],
    ids=["a person", "ourselves", "no share"],
)
def test_a_faulty_row_refuses_the_file_by_its_line(supervisor, clerk, row, field):
    """People are no courts, we are no peer of ourselves; the sound row is not put down either."""
    refused = bring(supervisor, FENGSHUN.replace("76.54", "80") + row)

    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (422, "peers-faulty")
    assert [(fault["row"], fault["field"]) for fault in refused.json["errors"]] == [(3, field)]
    assert clerk.get("/peers").json["items"] == []


def test_a_clerk_brings_none_in(clerk):
    """Who does is a supervisor."""
    assert bring(clerk, FENGSHUN).status_code == 403

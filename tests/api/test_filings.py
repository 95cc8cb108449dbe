"""A case is filed over HTTP."""

import pytest


def test_a_filed_case_is_found_where_the_answer_says(clerk, filing):
    """A new case answers with its address and version, is triaged, and waits."""
    answer = clerk.post("/filings", filing())

    assert answer.status_code == 201
    assert answer.json["state"] == "waiting"
    assert answer.json["class"] in ("fast", "regular")
    there = clerk.get(answer.headers["Location"].removeprefix("/api/v1"))
    assert there.json == answer.json
    assert there.headers["ETag"] == answer.headers["ETag"] == '"1"'


def test_the_kind_of_a_party_is_told_from_its_name(clerk, filing):
    """A clerk need not say that a company is a company."""
    parties = [
        {"side": "creditor", "name": "固阳县农村信用社"},
        {"side": "debtor", "name": "赵某"},
        {"side": "debtor", "name": "某某镇人民政府"},
        {"side": "debtor", "name": "金山", "kind": "enterprise"},
    ]
    answer = clerk.post("/filings", filing(parties=parties))

    assert [party["kind"] for party in answer.json["parties"]] == ["enterprise", "person", "organ", "enterprise"]


def test_a_case_number_is_filed_once(clerk, filing):
    """The same number, in whatever brackets, is refused and names the case there is."""
    first = clerk.post("/filings", filing()).json
    again = clerk.post("/filings", filing(case_no=first["case_no"].replace("（", "(").replace("）", ")")))

    assert again.status_code == 409
    assert again.json["type"] == "/problems/case-exists"
    assert again.json["facts"]["id"] == first["id"]


def test_a_case_number_takes_its_one_form(clerk, filing):
    """Typed with half-width brackets, blanks or zeros, it is kept as the court writes it."""
    assert clerk.post("/filings", filing(case_no="(2022) 内0222执 077号")).json["case_no"] == "（2022）内0222执77号"


def test_every_fault_is_named_with_its_place_in_both_languages(clerk):
    """Who sends a faulty filing hears of all of it at once."""
    answer = clerk.post("/filings", {"claim": 1.5, "parties": [{"side": "judge"}], "colour": "red"})

    assert answer.status_code == 422
    places = {fault["field"] for fault in answer.json["errors"]}
    assert {"case_no", "kind", "title", "filed_on", "claim", "parties.0.side", "parties.0.name", "colour"} == places
    assert all(fault["text"]["zh"] != fault["text"]["en"] for fault in answer.json["errors"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"claim": -1},
        {"claim": 2**60},
        {"claim": True},
        {"claim": "30000"},
        {"filed_on": "2022-02-30"},
        {"filed_on": "20220905"},
        {"filed_on": 20220905},
        {"title": "a\x07b"},
        {"title": ""},
        {"title": "案" * 501},
        {"parties": []},
        {"parties": None},
        {"traits": {"full_cash": 1.5}},
        {"traits": {"full_cash": [True]}},
        {"assets": ["deposit", None]},
    ],
    ids=str,
)
def test_what_has_the_wrong_shape_is_refused_with_its_field(clerk, filing, wrong):
    """A wrong type, sign, length or character is refused at its field."""
    answer = clerk.post("/filings", filing(**wrong))

    assert answer.status_code == 422
    assert {fault["field"].partition(".")[0] for fault in answer.json["errors"]} == set(wrong)


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"kind": "民初"}, "kind"),
        ({"town": "纽约"}, "town"),
        ({"traits": {"colour": True}}, "traits.colour"),
        ({"traits": {"claim": 5}}, "traits.claim"),
        ({"traits": {"full_cash": "yes"}}, "traits.full_cash"),
        ({"traits": {"preserved": "abc"}}, "traits.preserved"),
        ({"assets": ["deposit", "spaceship"]}, "assets"),
        ({"filed_on": "2022-09-06"}, "filed_on"),
        ({"filed_on": "1900-01-01"}, "filed_on"),
        ({"filed_on": "0001-01-01"}, "filed_on"),
        ({"kind": "执恢"}, "kind"),
        ({"parties": [{"side": "creditor", "name": "王某"}]}, "parties"),
        ({"case_no": "abc"}, "case_no"),
        ({"case_no": "  "}, "case_no"),
    ],
)
def test_what_the_rulebook_does_not_know_is_refused_by_the_office(clerk, filing, wrong, field):
    """A kind, town or fact that does not exist is refused with what there is."""
    answer = clerk.post("/filings", filing(**wrong))

    assert answer.status_code == 422
    assert [(fault["in"], fault["field"]) for fault in answer.json["errors"]] == [("json", field)]


def test_an_amount_stays_exact(clerk, filing):
    """Fen go in and come out as the same whole number, however large."""
    assert clerk.post("/filings", filing(claim=2**53 - 1)).json["claim"] == 2**53 - 1


def test_the_same_request_with_the_same_key_files_once(clerk, filing):
    """A clerk whose line broke sends the filing again and gets the same answer."""
    body = filing()
    first = clerk.post("/filings", body, key="desk-1")
    again = clerk.post("/filings", body, key="desk-1")

    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_a_key_serves_one_request_only(clerk, filing):
    """Another filing under a used key is refused, and not filed."""
    clerk.post("/filings", filing(), key="desk-2")
    other = clerk.post("/filings", filing(), key="desk-2")

    assert other.status_code == 422
    assert other.json["type"] == "/problems/key-reused"
    assert len(clerk.get("/cases").json["items"]) == 1


def test_keys_of_two_clerks_are_two_keys(clerk, supervisor, filing):
    """What one chose as a key says nothing about another's request."""
    clerk.post("/filings", filing(), key="k")

    assert supervisor.post("/filings", filing(), key="k").status_code == 201


def test_a_refused_request_may_be_put_right_under_its_key(clerk, filing):
    """Only success is remembered: the clerk corrects the town and sends again."""
    body = filing(town="纽约")
    assert clerk.post("/filings", body, key="desk-3").status_code == 422

    assert clerk.post("/filings", {**body, "town": "金山镇"}, key="desk-3").status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "键", "x" * 201])
def test_an_unusable_key_is_told(clerk, filing, key):
    """A key that cannot be kept is refused before anything is done."""
    answer = clerk.post("/filings", filing(), headers={"Idempotency-Key": key.encode().decode("latin-1")})

    assert answer.json["type"] == "/problems/key-unusable"


def test_signs_nobody_sees_are_no_part_of_a_name_sent(clerk, filing):
    """As in a file: a name copied with them is the name, and one of nothing else is none."""
    parties = [{"side": "creditor", "name": "钱\u200b某"}, {"side": "debtor", "name": "\u202e赵某"}]
    kept = clerk.post("/filings", filing(parties=parties)).json
    refused = clerk.post("/filings", filing(parties=[parties[0], {"side": "debtor", "name": "\u200b"}]))

    assert [one["name"] for one in clerk.get(f"/cases/{kept['id']}").json["parties"]] == ["钱某", "赵某"]
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "parties.1.name")

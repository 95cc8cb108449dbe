"""The page of indicators: every number with its band and year before, each opening the cases it comes from."""

import pytest

SEPTEMBER = "/indicators?from=2022-09-01&to=2022-09-05"


@pytest.fixture
def closed(clerk, filing):
    """Two cases filed, one closed with all of its money: 30,000 yuan."""
    first, second = (clerk.post("/filings", filing()).json for _ in range(2))
    body = {"way": "fulfilled", "on": "2022-09-05", "recovered": 3_000_000}
    answer = clerk.post(f"/cases/{first['id']}/closing", body, version=first["version"])
    assert answer.status_code == 200, answer.json
    return first, second


def row(seen, name):
    """The cells of a row of the table, by the name at its head."""
    [found] = [line for line in seen.tree.all("tr") if line.all("th") and line.all("th")[0].inside[0] == name]
    return [cell.text for cell in found.all("td")]


def test_every_number_stands_with_what_it_is_counted_of(closed, at_desk):
    """One of two closed: the rate, its parts, and that there is no year before to compare with."""
    cells = row(at_desk.get(SEPTEMBER), "结案率")[:5]

    assert cells[:3] == ["50.00 %", "1", "2"]
    assert "无从计算" in cells[4]


def test_recovery_by_amount_and_of_the_middle_case_stand_side_by_side(closed, visitor, language):
    """Both of the whole claim here."""
    pair = visitor("clerk", language).get(SEPTEMBER).tree.one("section", class_="pair")

    assert [figure.one("strong").text for figure in pair.all("a")] == ["100.00 %", "100.00 %"]


def test_every_number_opens_the_cases_behind_it(closed, visitor):
    """From the table, with the days asked for; also each change on the year before."""
    seen = visitor("auditor", "en").get(SEPTEMBER)
    table = seen.tree.one("table", class_="indicators")
    addresses = {link["href"] for link in table.all("a")}

    assert len(addresses) >= len(table.all("tr")) - 1
    assert all("from=2022-09-01&to=2022-09-05" in address for address in addresses)
    assert {visitor("auditor").get(address).status for address in addresses} == {200}


def test_the_list_behind_names_cases_parts_definition_and_rules(closed, at_desk):
    """Each case with what it gives to numerator and denominator; the words of the rulebook; the digests."""
    seen = at_desk.get("/indicators/closing_rate?from=2022-09-01")
    first, second = closed

    assert [[cell.text for cell in line.all("td")][-2:] for line in seen.tree.all("tr")[1:]] == [["1", "1"], ["—", "1"]]
    opened = {link.text: link["href"] for link in seen.tree.one("tbody").all("a")}
    assert opened == {case["case_no"]: f"/cases/{case['id']}" for case in (first, second)}
    assert {code.text for code in seen.tree.all("code")} >= {"closed", "accepted"}
    assert len(seen.tree.one("code", class_="digest").text) == 64
    assert "固阳县法院公开报道：1230/1535" in seen.text


def test_money_is_told_in_yuan(closed, at_desk):
    """What was recovered, in the case and in all."""
    seen = at_desk.get("/indicators/recovered?from=2022-09-01")

    assert "30,000.00 元" in seen.text
    assert seen.tree.all("tr")[1].all("td")[-2].text == "30,000"


def test_a_long_list_comes_in_pages(clerk, filing, at_desk):
    """Fifty at a time; the next page goes on after the last case, and leads back."""
    cases = [clerk.post("/filings", filing()).json["case_no"] for _ in range(51)]
    first = at_desk.get("/indicators/filed?from=2022-09-01")
    [onward] = first.tree.one("nav", class_="pages").all("a")
    second = at_desk.get(onward["href"])

    listed = [page.tree.all("tr")[1:] for page in (first, second)]
    assert [line.all("td")[0].text for lines in listed for line in lines] == cases
    assert [link.text for link in second.tree.one("nav", class_="pages").all("a")] == ["第一页"]


def test_an_office_without_such_cases_is_told_what_to_do(at_desk):
    """No cases behind the number: ask for more."""
    assert "请放宽期间" in at_desk.get("/indicators/closing_rate").tree.one("p", class_="empty").text


@pytest.mark.parametrize(
    "query,status,word",
    [
        ("from=2022-09-05&to=2022-09-01", 422, "晚于截止日"),
        ("as_of=2023-01-01", 422, "尚未到来"),
        ("from=yesterday", 422, "须为日期"),
        ("team=nobody", 404, "没有 team"),
    ],
)
def test_what_cannot_be_answered_is_said_beside_the_form(at_desk, query, status, word):
    """With the form as it was filled in, and nothing else."""
    seen = at_desk.get(f"/indicators?{query}")

    assert (seen.status, word in seen.tree.one(role="alert").text) == (status, True)
    assert seen.tree.one("form", class_="asking")
    assert seen.tree.all("table") == []


def test_a_page_asked_for_by_a_wrong_number_is_refused(at_desk):
    """Where a list goes on is a number of its own."""
    assert at_desk.get("/indicators/filed?after=x").status == 422
    assert at_desk.get("/indicators/nothing").status == 404


def test_the_form_keeps_what_was_chosen(at_desk):
    """The team of the question is the one chosen, and the page says so."""
    seen = at_desk.get("/indicators?team=regular_1")
    [chosen] = [option for option in seen.tree.all("option") if "selected" in option.attributes]

    assert chosen["value"] == "regular_1"
    assert chosen.text in seen.tree.one("main").all("p", class_="quiet")[0].text


def test_files_and_the_month_are_a_click_away(closed, app, at_desk):
    """Each link gives a file of the numbers or cases as asked."""
    links = [
        link["href"]
        for path in (SEPTEMBER, SEPTEMBER.replace("?", "/filed?"))
        for link in at_desk.get(path).tree.one("p", class_="actions").all("a")
    ]
    sent = {"Authorization": f"Bearer {at_desk.token}"}

    assert len(links) == 8
    assert {app.test_client().get(link, headers=sent).status_code for link in links} == {200}

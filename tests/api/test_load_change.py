"""Why a load changed, over HTTP: for teams to everybody, for one person to who may ask about people."""


def later(clock, caller, filed):
    """Give a case out the day after it was filed."""
    clock.forward(days=1)
    return caller.put(f"/cases/{filed['id']}/assignment", {}, version=1).json["officer"]


def test_the_load_of_the_office_is_explained_as_a_sum(clerk, filed, clock):
    """Parts add up to the difference of both ends, and name their cases."""
    later(clock, clerk, filed)
    found = clerk.get("/office/load-change?from=2022-09-05").json

    assert found["before"]["held"] + sum(part["held"] for part in found["parts"]) == found["after"]["held"] > 0
    assert next(part for part in found["parts"] if part["cause"] == "arrivals")["cases"] == [filed["case_no"]]


def test_one_persons_is_for_a_supervisor(clerk, supervisor, filed, clock):
    """A clerk asks for teams only; days that are no span are refused."""
    officer = later(clock, supervisor, filed)
    address = f"/office/load-change?from=2022-09-05&person={officer}"

    assert clerk.get(address).status_code == 403
    assert supervisor.get(address).json["after"]["held"] > 0
    assert clerk.get("/office/load-change?from=2022-09-05&team=fast").status_code == 200
    refused = clerk.get("/office/load-change?from=2022-09-07&to=2022-09-06")
    assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (422, "span-impossible")


def test_past_weeks_tell_of_teams_and_never_of_people(clerk, filed, clock):
    """The Sunday after; a year that is no span is refused."""
    officer = later(clock, clerk, filed)
    clock.forward(days=7)
    found = clerk.get("/office/load-weeks").json

    assert [week["last"] for week in found["weeks"]] == ["2022-09-11"]
    assert sum(team["load"]["held"] for team in found["weeks"][0]["teams"]) > 0
    assert officer not in str(found)
    assert clerk.get("/office/load-weeks?from=2019-01-01").status_code == 422

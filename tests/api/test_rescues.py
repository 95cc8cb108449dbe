"""The rescue desk and predicted misses over HTTP, for those who may ask about people."""


def test_rescues_are_for_supervisors(clerk, supervisor, filed):
    """Of all, or of one case; a case nobody knows is not found."""
    assert clerk.get("/due/rescues").status_code == 403
    assert supervisor.get("/due/rescues").json["items"] == []
    assert supervisor.get(f"/due/rescues?case={filed['id']}").json["case_no"] == filed["case_no"]
    assert supervisor.get("/due/rescues?case=nothing").status_code == 404


def test_predicted_misses_come_with_how_good_they_were(clerk, supervisor, filed):
    """Without a closed case there is no score, and the interval is nearly everything."""
    assert clerk.get("/due/misses").status_code == 403
    found = supervisor.get("/due/misses").json

    assert (found["method"], found["brier"]) == ("rate", None)
    assert {item["case_no"] for item in found["items"]} == {filed["case_no"]}
    assert supervisor.get("/due/misses?owner=bailiff").json["items"] == []
    assert supervisor.get("/due/misses?owner=nobody").json["type"] == "/problems/owner-unknown"

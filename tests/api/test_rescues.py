"""The rescue desk over HTTP, for those who may ask about people."""


def test_rescues_are_for_supervisors(clerk, supervisor, filed):
    """Of all, or of one case; a case nobody knows is not found."""
    assert clerk.get("/due/rescues").status_code == 403
    assert supervisor.get("/due/rescues").json["items"] == []
    assert supervisor.get(f"/due/rescues?case={filed['id']}").json["case_no"] == filed["case_no"]
    assert supervisor.get("/due/rescues?case=nothing").status_code == 404

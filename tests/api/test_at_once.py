"""Fifty at once: nobody's change is lost, no case has two handlers, nothing fails; on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from allocator.services.access.permissions import create_token
from allocator.services.context import Context
from allocator.services.log_check import verify_log
from api.surroundings import Surroundings
from tests.api.conftest import Caller, Clock, Engine, a_filing, furnish
from tests.api.fieldwork import WEEK, an_errand, trips_by_hand

MANY = 50


@pytest.fixture
def clerk(either, built):
    """A clerk of a bureau on either database."""
    app, settings, contract = built
    tokens = furnish(either)
    context = Context(either, Clock())
    app.extensions["fenliu"] = Surroundings(context, Engine(context))
    app.config.update(settings, TESTING=True)
    yield Caller(app, contract, tokens["clerk"])
    assert verify_log(context).breaks == ()


def at_once(action, count=MANY):
    """Do something in many threads which all begin together; give what each brought."""
    start = Barrier(count)

    def begin(number):
        start.wait()
        return action(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_fifty_who_give_one_case_give_it_once(clerk):
    """One is first; each of the others is told who has the case now."""
    case = clerk.post("/filings", a_filing()).json

    answers = at_once(lambda _: clerk.put(f"/cases/{case['id']}/assignment", {}, version=1))

    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer for answer in answers if answer.status_code == 412]
    assert (len(won), len(lost)) == (1, MANY - 1)
    assert {answer.json["facts"]["handler"] for answer in lost} == {won[0].json["officer"]}
    kinds = [entry["kind"] for entry in clerk.get(f"/cases/{case['id']}/history").json["items"]]
    assert kinds == ["filing", "assignment"]


def test_fifty_cases_given_at_once_have_one_handler_each_and_the_loads_add_up(clerk):
    """Every draw sees the loads that those before it made."""
    cases = [clerk.post("/filings", a_filing()).json["id"] for _ in range(MANY)]

    answers = at_once(lambda number: clerk.put(f"/cases/{cases[number]}/assignment", {}, version=1))

    assert [answer.status_code for answer in answers] == [200] * MANY
    charged = sum(sum(answer.json["holding"]["charges"].values()) for answer in answers)
    people = clerk.get("/officers/loads").json["items"]
    assert sum(person["load"]["held"] for person in people) == charged
    assert sum(person["open_cases"] for person in people) == MANY


def test_no_fact_is_lost_among_fifty_who_add_to_one_case(clerk):
    """Who is overtaken looks again and adds on top; in the end every answer is there."""
    case = clerk.post("/filings", a_filing()).json
    facts = [
        fact for fact in clerk.get("/rulebook").json["facts"] if fact["may_be_unknown"] and fact["kind"] == "yes_no"
    ]
    names = [fact["id"] for fact in facts][:MANY]

    def add(number):
        name, version = names[number], 1
        while True:
            answer = clerk.post(f"/cases/{case['id']}/facts", {"facts": {name: False}}, version=version)
            if answer.status_code != 412:
                return answer.status_code
            version = answer.json["facts"]["version"]

    assert at_once(add, len(names)) == [200] * len(names)
    after = clerk.get(f"/cases/{case['id']}").json
    assert {name: after["facts"].get(name) for name in names} == dict.fromkeys(names, False)
    assert after["version"] == 1 + len(names)


def test_fifty_who_send_one_filing_with_one_key_file_it_once(clerk):
    """However often a broken line repeats it, and all get the same answer."""
    body = a_filing()

    answers = at_once(lambda _: clerk.post("/filings", body, key="one"))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_data() for answer in answers}) == 1
    assert len(clerk.get("/cases").json["items"]) == 1


def test_fifty_who_file_at_once_get_fifty_cases(clerk):
    """Ids and log numbers are given once each, and the day's draw is committed once."""
    answers = at_once(lambda _: clerk.post("/filings", a_filing()))

    assert [answer.status_code for answer in answers] == [201] * MANY
    assert len({answer.json["id"] for answer in answers}) == MANY
    assert len({answer.json["decision"] for answer in answers}) == MANY


def test_readers_are_not_held_up_by_writers(clerk):
    """While cases are filed and given, everybody may look."""
    case = clerk.post("/filings", a_filing()).json["id"]
    looks = ["/cases", f"/cases/{case}", f"/cases/{case}/recommendation", "/officers/loads", "/office"]

    def either_way(number):
        if number % 2:
            return clerk.post("/filings", a_filing()).status_code
        return clerk.get(looks[number // 2 % len(looks)]).status_code

    assert set(at_once(either_way)) == {200, 201}


@pytest.fixture
def supervisor(clerk, either):
    """A supervisor of the same bureau."""
    return Caller(clerk.app, clerk.contract, create_token(Context(either, Clock()), "a supervisor", "supervisor"))


def test_two_supervisors_who_book_the_same_people_get_one_winner_and_one_clear_answer(clerk, supervisor, either):
    """Who comes second is told who or what is taken, when, and by which trip; nobody is in two places."""
    for number in (1, 2):
        clerk.post("/errands", an_errand(number))
    (trip, *_) = trips_by_hand(Context(either, Clock()))
    stop = trip["stops"][0]
    trips = [trip | {"stops": [stop | {"errand": errand}]} for errand in ("W1", "W2")]

    answers = at_once(lambda number: supervisor.post(f"/field-weeks/{WEEK}/trips", {"trips": [trips[number]]}), 2)

    first, second = sorted(answers, key=lambda answer: answer.status_code)
    assert (first.status_code, second.status_code, second.json["type"]) == (201, 409, "/problems/booking-taken")
    assert second.json["facts"]["trip"] == first.json["published"][0]["code"]
    assert second.json["facts"]["name"] in second.json["detail"]
    assert len(clerk.get(f"/field-weeks/{WEEK}").json["trips"]) == 1

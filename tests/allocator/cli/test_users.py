"""Users on the command line: put down, listed, disabled, let in by a link."""

import json
import re

from click.testing import CliRunner

from allocator.cli import main


def run(bureau, *words, ok=True):
    """Type a command, expect it to succeed (or not), and give its answer."""
    found = CliRunner().invoke(main, [*words, "--db", str(bureau.path), "--json"])
    assert (found.exit_code == 0) == ok, found.output
    return json.loads(found.stdout)


def test_a_user_is_put_down_with_a_link_and_listed(bureau):
    """Everything the new user needs is one address; the list shows no secret."""
    added = run(bureau, "user", "add", "wang", "--display", "王某", "--role", "supervisor")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/enter/[\w-]{43}", added["link"])

    [user] = run(bureau, "user", "list")
    assert (user["name"], user["display"], user["role"], user["has_password"]) == ("wang", "王某", "supervisor", False)
    assert "link" not in user


def test_a_user_is_disabled_enabled_and_given_another_role(bureau):
    """Each command tells the user as it is then."""
    run(bureau, "user", "add", "wang")

    assert run(bureau, "user", "disable", "wang")["disabled"]
    assert not run(bureau, "user", "disable", "wang", "--enable")["disabled"]
    assert run(bureau, "user", "role", "wang", "planner")["role"] == "planner"
    assert run(bureau, "user", "sign-out", "wang") == {"name": "wang", "ended": 0}


def test_another_link_is_another_address(bureau, tmp_path, monkeypatch):
    """At the address that the court's settings name."""
    run(bureau, "user", "add", "wang")
    settings = tmp_path / "access.toml"
    settings.write_text('[web]\naddress = "https://fenliu.example/"\n', encoding="utf-8")
    monkeypatch.setenv("FENLIU_ACCESS", str(settings))

    links = [run(bureau, "user", "password-link", "wang")["link"] for _ in range(2)]
    assert links[0] != links[1]
    assert links[0].startswith("https://fenliu.example/enter/")


def test_what_cannot_be_is_refused_with_the_next_step(bureau):
    """Unknown names, a role without its officer; nothing is written."""
    run(bureau, "user", "password-link", "nobody", ok=False)
    assert run(bureau, "user", "add", "wang", "--role", "staff", ok=False)["error"]["code"] == "user-officer"
    assert run(bureau, "user", "list") == []


def test_people_read_a_table(bureau):
    """The list and the link in the office's language."""
    runner = CliRunner()
    added = runner.invoke(main, ["user", "add", "wang", "--db", str(bureau.path)])
    listed = runner.invoke(main, ["user", "list", "--db", str(bureau.path)])

    assert "一次性链接" in added.stdout
    assert "未设" in listed.stdout

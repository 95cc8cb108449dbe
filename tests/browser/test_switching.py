"""The other language in the middle of work: what is typed is still there, what was refused is told in it, nothing is sent."""

from tests.api.pages.cases.test_filing_form import TYPED
from tests.browser.test_filing_form import type_in
from tests.browser.test_intake import on_docket

OTHER = {"zh": "en", "en": "zh"}


def switch(seen, language):
    """Press the other language in the top bar."""
    with seen.page.expect_navigation():
        seen.page.locator(f"nav.languages a[hreflang={OTHER[language]}]").click()


def typed_on(seen):
    """What stands in the fields of the form."""
    return {name: seen.page.locator(f"#in-{name}").input_value() for name in TYPED}


def filed(answer):
    """Whether it is the answer to the form that was sent."""
    return answer.request.method == "POST" and answer.url.endswith("/intake/new")


def test_a_half_typed_form_stays_as_it_is_typed(browse, office, language):
    """Switched there and back, every field holds what was typed; a page asked for later begins empty again."""
    before = on_docket(office)
    seen = browse("clerk", language).go("/intake/new")
    type_in(seen)
    switch(seen, language)
    assert typed_on(seen) == TYPED
    seen.page.locator("#suggestion .lead").wait_for()  # what triage says of it is said again, unasked
    assert ("Ask next" in seen.text("#suggestion")) is (language == "zh")
    switch(seen, OTHER[language])
    assert typed_on(seen) == TYPED
    seen.is_clean()

    seen.go("/intake/new")
    assert not any(text for name, text in typed_on(seen).items() if name != "filed_on")
    assert on_docket(office) == before


def test_a_refused_form_keeps_what_was_typed_and_tells_the_refusal_in_the_other_language(browse, office, language):
    """A case number that is none: refused, switched, still there with the reason; put right it is filed once."""
    before = on_docket(office)
    seen = browse("clerk", language).go("/intake/new")
    type_in(seen)
    seen.page.locator("#in-case_no").fill("")
    with seen.page.expect_navigation():
        seen.page.locator("#filing button.btn-primary").click()
    seen.complaints.clear()  # the browser's own word on 422
    told = seen.text(".banner.bad")
    switch(seen, language)
    again = seen.text(".banner.bad")

    assert typed_on(seen) == {**TYPED, "case_no": ""}
    assert again
    assert again != told
    assert on_docket(office) == before
    seen.is_clean()
    seen.fits()
    seen.page.locator("#in-case_no").fill(TYPED["case_no"])
    with seen.page.expect_response(filed):  # a look at what is typed may come between, which is no answer
        seen.page.locator("#filing button.btn-primary").click()
    assert on_docket(office) == before + 1


def test_passwords_are_never_carried(browse, office, language):
    """Of the form to sign in the name stays and the password does not."""
    seen = browse(None, language).go("/sign-in")
    seen.page.locator("main input[name=name]").fill("head")
    seen.page.locator("main input[name=password]").fill("three words of mine")
    seen.page.evaluate("document.querySelector('nav.languages').addEventListener('click', (e) => e.preventDefault())")
    seen.page.locator(f"nav.languages a[hreflang={OTHER[language]}]").click()
    kept = seen.page.evaluate("sessionStorage.getItem('fenliu-typed')")

    assert "three words" not in kept
    assert '"head"' in kept

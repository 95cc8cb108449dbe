"""Which of the two languages an answer is in (语言): by header for programs; by choice, then by header, for people."""

from flask import request

LANGUAGES = ("zh", "en")
COOKIE = "fenliu_lang"
CHOICE = "lang"


def asked_language() -> str:
    """Choose zh or en by Accept-Language; zh when nothing fits."""
    return request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def page_language() -> str:
    """Choose the language of a page: the one just chosen (`?lang=`), the one chosen before (a cookie), else by header."""
    for given in (request.args.get(CHOICE), request.cookies.get(COOKIE)):
        if given in LANGUAGES:
            return given
    return asked_language()

"""Somebody with a browser that keeps cookies: signs in, fills in forms, loses the session."""

import re
from uuid import uuid4

from allocator.services.access.access_rules import AccessRules
from allocator.services.access.users import add_user, set_password

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
WORDS = "晴天 骑车 三十里 地图"
TOKEN = re.compile(r'name="csrf_token" value="([A-Za-z0-9_=-]{88})"')


def a_user(context, name, role, officer=None):
    """Put a user down who has a password."""
    add_user(context, name, name, role, officer)
    set_password(context, name, WORDS, AccessRules().passwords)


class Browser:
    """A browser at the service, over http unless told otherwise."""

    def __init__(self, app, language="en", base="http://localhost"):
        self.client = app.test_client()
        self.language, self.base, self.page = language, base, ""

    def send(self, method, path, *, headers=None, **options):
        sent = {"Accept": HTML, "Accept-Language": self.language, **(headers or {})}
        answer = self.client.open(path, method=method, headers=sent, base_url=self.base, **options)
        if answer.mimetype == "text/html" and answer.status_code != 303:
            self.page = answer.get_data(as_text=True)
        return answer

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, form=None, *, token=None, **options):
        """Send a form with the token of the page seen last and a key of its own, as a browser does."""
        fields = {"csrf_token": self.token if token is None else token, "key": uuid4().hex, **(form or {})}
        return self.send("POST", path, data=fields, **options)

    @property
    def token(self):
        """The token in the page seen last."""
        found = TOKEN.search(self.page)
        return found.group(1) if found else ""

    def sign_in(self, name, password=WORDS, **more):
        """Open the page to sign in, and send it."""
        self.get("/sign-in")
        return self.post("/sign-in", {"name": name, "password": password, **more})

    def cookie(self, name):
        """Give the value of a cookie, if there is one."""
        found = self.client.get_cookie(name, domain="localhost")
        return found.value if found else None

"""A provider of identities for tests: a small server on this machine that knows one person, and can be told to lie."""

import base64
import hashlib
import secrets
import threading
import time
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "fenliu", "a secret of the test"


@cache
def new_key(name, number=1):
    """A key under a name, made once; another number is another key under the same name."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


class Identities:
    """What the provider answers: `claims` replace those it would give, `key` signs, `shown` are the keys it publishes."""

    def __init__(self):
        self.address = ""
        self.person = {"sub": "17", "preferred_username": "Wang", "email": "wang@court.example", "email_verified": True}
        self.claims = {}
        self.key = new_key("first")
        self.shown = [self.key]
        self.codes = {}
        self.asked_for_keys = self.asked_for_tokens = 0
        self.issuer = None

    def token(self, asked):
        now = int(time.time())
        told = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"], **self.person}
        claims = {name: value for name, value in {**told, **self.claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def app(self):
        app = Flask("identities")

        @app.get("/.well-known/openid-configuration")
        def told():
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return jsonify(
                issuer=self.issuer or self.address, **{name: f"{self.address}/{at}" for name, at in places.items()}
            )

        @app.get("/keys")
        def keys():
            self.asked_for_keys += 1
            return jsonify(keys=[key.as_dict(private=False) for key in self.shown])

        @app.get("/authorize")
        def authorize():
            assert request.args["client_id"] == CLIENT
            assert request.args["code_challenge_method"] == "S256"
            code = secrets.token_urlsafe(8)
            self.codes[code] = dict(request.args)
            return redirect(
                f"{request.args['redirect_uri']}?{urlencode({'code': code, 'state': request.args['state']})}"
            )

        @app.post("/token")
        def token():
            self.asked_for_tokens += 1
            asked = self.codes.pop(request.form["code"], None)
            proof = hashlib.sha256(request.form["code_verifier"].encode()).digest()
            proven = asked and base64.urlsafe_b64encode(proof).decode().rstrip("=") == asked["code_challenge"]
            known = request.authorization and (request.authorization.username, request.authorization.password) == (
                CLIENT,
                SECRET,
            )
            if not (proven and known):
                return jsonify(error="invalid_grant"), 400
            return jsonify(access_token="x", token_type="Bearer", expires_in=60, id_token=self.token(asked))

        return app


@contextmanager
def identities():
    """Serve a provider until the test ends."""
    found = Identities()
    server = make_server("127.0.0.1", 0, found.app(), threaded=True)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

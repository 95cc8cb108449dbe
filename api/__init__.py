"""HTTP (接口): the API for programs and the pages for people. Each parses a request, calls one use case and renders the answer."""

from api.app import create_app

__all__ = ["create_app"]

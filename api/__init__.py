"""The HTTP API (接口): parses a request, calls one use case, renders the answer; it decides nothing of its own."""

from api.app import create_app

__all__ = ["create_app"]

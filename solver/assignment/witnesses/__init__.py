"""Witnesses (作证): a plan and its bound said again and checked, by nothing that found them."""

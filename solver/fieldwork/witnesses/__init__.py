"""Witnesses (作证): a week and its bounds said again and checked, by nothing that found them."""

"""Filings come in (收案): typed, by file, corrected on the way."""

"""Pairs of mentor and apprentice (师徒结对): who may, what both wish, the matching, cover and the mentor ledger."""

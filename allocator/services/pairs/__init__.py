"""Pairs of mentor and apprentice (师徒结对): proposed, accepted by a person, and told in ledgers."""

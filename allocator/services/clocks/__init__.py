"""Clocks and lists of what is due (时限): kept in the transaction that writes, read by lists, predicted and rescued."""

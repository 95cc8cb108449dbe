"""Loads (负荷): everybody today, by team, in weeks gone by, and why they changed."""

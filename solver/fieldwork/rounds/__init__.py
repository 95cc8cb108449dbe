"""Rounds (巡回到访): one day, everybody with a vehicle of their own; visits that meet."""

"""Bounds of a week (下界): tours of one vehicle on one day at prices, and what can be seen of each errand alone."""

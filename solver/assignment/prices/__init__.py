"""Prices of minutes (影子价格): what everybody would choose at them, better ones step by step, and the bound they prove."""

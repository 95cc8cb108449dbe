"""Indicators (质效指标): definitions, what they may ask of a case, and how they are worked out and written."""

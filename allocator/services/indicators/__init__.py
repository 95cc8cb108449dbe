"""Indicators and reports (质效指标): numbers with their cases, signals, the monthly report, special actions."""

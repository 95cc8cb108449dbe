"""The planner's laboratory (推演): an office played through time, which decides by the same code as the real one; no database.

Read first `engine` (one simulated life), `world` (all parts of it) and `report` (what comes of many lives).
"""

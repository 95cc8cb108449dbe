"""The planner's laboratory (推演): the office runs in time, deciding by the very code that decides in earnest; no database."""

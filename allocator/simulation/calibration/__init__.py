"""What an office's own log tells (校准): arrivals, mix, paths, calendars, minutes and waits, each with its interval."""

"""Cases as they go on (案件办理): new facts, events, classes given by hand, restrictions, closings."""

"""What is decided about a week of field work (外勤): drafted, judged, repaired, explained; pure, and the door to `solver.fieldwork`."""

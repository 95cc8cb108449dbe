"""Pages of field work (外勤): the week on its axis, drafts, trips, places for one errand, and hours told."""

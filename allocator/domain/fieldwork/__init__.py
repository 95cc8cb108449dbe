"""Field work (外勤): errands and trips, what they share, how long drives take, and all that the plan of a week may see."""

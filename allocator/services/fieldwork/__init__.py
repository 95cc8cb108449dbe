"""What users do with field work (外勤): errands, drafts, publication, the day's changes, feeds; one function per intent."""

"""Field work of a simulated office (推演外勤): errands wait, weeks are planned as in earnest, trips take time of people and vehicles."""

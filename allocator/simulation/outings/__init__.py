"""Field work of a simulated office (推演外勤): errands wait, weeks are planned as real ones, trips take time of people and vehicles."""

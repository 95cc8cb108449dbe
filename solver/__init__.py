"""Mathematics for assignment and field work (OR-Tools, numpy): knows of persons and minutes, never of cases or HTTP."""

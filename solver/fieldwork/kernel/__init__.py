"""The compiled search of a week of field work (编译内核), from moments and crews up to the search itself."""

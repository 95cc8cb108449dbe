"""What the office is: its cases, people, rules and clocks. Standard library only.

Read first `cases`, `people` and `office`; then `rulebook/book` (every rule an office may have), `workload` (minutes and loads) and
`snapshot` (all that one decision may see). `clocks`, `fieldwork`, `indicators` and `scenarios` are rooms for one subject each.
"""

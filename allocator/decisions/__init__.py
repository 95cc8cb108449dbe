"""What the office decides: pure functions of a snapshot, a rulebook and a seed; the only door to the solver.

Read first `triage/triage` (the class of a case), `recommendation/recommendation` (whom to give it) and `allocation/allocation`
(many cases at once); then `checking/checker`, which says again without the solver whether a plan is lawful.
"""

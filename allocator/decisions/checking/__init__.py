"""The independent checker (独立校验): says again in plain Python, without the solver, whether a plan is lawful and what it is worth."""

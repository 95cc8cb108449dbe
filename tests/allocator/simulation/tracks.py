"""Every case of a run, to be looked up."""


def lives_of(world):
    """Every case of a run by number."""
    return {life.case_no: life for _, found in sorted(world.docket._keys.items()) for _, life in found}

"""The rule that nobody and nothing is booked twice (不得重复预订), kept by the database itself on either kind."""

from alembic import op

REFUSAL = "booking taken"

_EXCLUSION = """
ALTER TABLE booking ADD CONSTRAINT ex_booking_twice
EXCLUDE USING gist (int4range(unit, unit, '[]') WITH &&, tstzrange(begins, ends) WITH &&)
"""

_TRIGGER = """
CREATE TRIGGER {name} BEFORE {when} ON booking
WHEN EXISTS (
    SELECT 1 FROM booking
    WHERE unit = NEW.unit AND begins < NEW.ends AND NEW.begins < ends{others}
)
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""


def put_up() -> None:
    """Make the exclusion constraint on a server; two triggers on the embedded database, which has none."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(_EXCLUSION)
    else:
        op.execute(_TRIGGER.format(name="booking_no_second", when="INSERT", others="", refusal=REFUSAL))
        op.execute(
            _TRIGGER.format(name="booking_no_move_onto", when="UPDATE", others=" AND id <> OLD.id", refusal=REFUSAL)
        )

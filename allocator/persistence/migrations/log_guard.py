"""The triggers which make the decision log append-only on both databases, whoever asks."""

from alembic import op

_LOG = "decision_log is append-only"
_HEAD = "log_head only moves forward"
_BACKWARD = "NEW.seq <= OLD.seq OR NEW.id <> OLD.id"
_TWICE = "EXISTS (SELECT 1 FROM decision_log WHERE seq = NEW.seq)"

_FUNCTION = """
CREATE FUNCTION fenliu_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$
"""


def put_up() -> None:
    """Make the triggers."""
    if _on_server():
        op.execute(_FUNCTION)
        _on_postgresql("decision_log_no_change", "UPDATE OR DELETE OR TRUNCATE ON decision_log", "STATEMENT", _LOG)
        _on_postgresql("log_head_forward", "UPDATE ON log_head", f"ROW WHEN ({_BACKWARD})", _HEAD)
        _on_postgresql("log_head_stays", "DELETE OR TRUNCATE ON log_head", "STATEMENT", _HEAD)
    else:
        _on_sqlite("decision_log_no_update", "UPDATE ON decision_log", _LOG)
        _on_sqlite("decision_log_no_delete", "DELETE ON decision_log", _LOG)
        # INSERT OR REPLACE deletes without asking the trigger above.
        _on_sqlite("decision_log_no_replace", f"INSERT ON decision_log WHEN {_TWICE}", _LOG)
        _on_sqlite("log_head_forward", f"UPDATE ON log_head WHEN {_BACKWARD}", _HEAD)
        _on_sqlite("log_head_stays", "DELETE ON log_head", _HEAD)


def take_down() -> None:
    """Remove what dropping the tables leaves: the function on a server."""
    if _on_server():
        op.execute("DROP FUNCTION fenliu_refuse()")


def _on_server() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _on_sqlite(name: str, when: str, refusal: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END")


def _on_postgresql(name: str, when: str, each: str, refusal: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} FOR EACH {each} EXECUTE FUNCTION fenliu_refuse('{refusal}')")

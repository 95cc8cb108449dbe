"""The triggers which make the decision log append-only on both databases, whoever asks."""

from alembic import op

_REFUSED = "decision_log is append-only"
_HEAD = "log_head only moves forward"

_SQLITE = (
    f"CREATE TRIGGER decision_log_no_update BEFORE UPDATE ON decision_log BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    f"CREATE TRIGGER decision_log_no_delete BEFORE DELETE ON decision_log BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    # INSERT OR REPLACE deletes without asking the trigger above.
    "CREATE TRIGGER decision_log_no_replace BEFORE INSERT ON decision_log "
    "WHEN EXISTS (SELECT 1 FROM decision_log WHERE seq = NEW.seq) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    "CREATE TRIGGER log_head_forward BEFORE UPDATE ON log_head WHEN NEW.seq <= OLD.seq OR NEW.id <> OLD.id "
    f"BEGIN SELECT RAISE(ABORT, '{_HEAD}'); END",
    f"CREATE TRIGGER log_head_stays BEFORE DELETE ON log_head BEGIN SELECT RAISE(ABORT, '{_HEAD}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION fenliu_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER decision_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON decision_log "
    f"FOR EACH STATEMENT EXECUTE FUNCTION fenliu_refuse('{_REFUSED}')",
    "CREATE TRIGGER log_head_forward BEFORE UPDATE ON log_head FOR EACH ROW WHEN (NEW.seq <= OLD.seq OR NEW.id <> OLD.id) "
    f"EXECUTE FUNCTION fenliu_refuse('{_HEAD}')",
    "CREATE TRIGGER log_head_stays BEFORE DELETE OR TRUNCATE ON log_head "
    f"FOR EACH STATEMENT EXECUTE FUNCTION fenliu_refuse('{_HEAD}')",
)


def put_up() -> None:
    """Make the triggers."""
    for statement in _POSTGRESQL if _on_server() else _SQLITE:
        op.execute(statement)


def take_down() -> None:
    """Remove what dropping the tables leaves: the function on a server."""
    if _on_server():
        op.execute("DROP FUNCTION fenliu_refuse()")


def _on_server() -> bool:
    return op.get_context().dialect.name == "postgresql"

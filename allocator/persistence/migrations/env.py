"""What alembic runs: the steps of `versions/`, in the transaction of whoever asked."""

from alembic import context

from allocator.persistence.tables.whole import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

"""Run the migrations on the connection from `labelwright.gradebook.migrate`."""

from __future__ import annotations

from alembic import context

from labelwright.gradebook import review_models  # noqa: F401  (its tables are part of the metadata)
from labelwright.gradebook.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

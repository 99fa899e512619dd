"""What waits for the disk before it is acknowledged, and what need not. Fragments of SQL.

A page that only reads need not wait for the disk to say that it was read. An act must: whoever was told
that it happened finds it again after a crash. Both can share one transaction, in either order.
"""

_AS_THE_SESSION_HAS_IT = (
    "COALESCE(NULLIF(current_setting('silah.commit', true), ''), current_setting('synchronous_commit'))"
)
# Only while nothing was written in this transaction.
QUICK = (
    "CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN"
    f" set_config('silah.commit', {_AS_THE_SESSION_HAS_IT}, true)"
    " || set_config('synchronous_commit', 'off', true) END"
)
LASTING = f"set_config('synchronous_commit', {_AS_THE_SESSION_HAS_IT}, true)"

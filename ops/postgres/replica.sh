#!/bin/bash
# Of ops/compose/scale.yml: copies the primary once, then follows it. A replica that was away for longer than the primary keeps WAL
# (wal_keep_size) is copied again when its volume is removed.
set -euo pipefail
data=$PGDATA/replica
if [ ! -d "$data" ]; then
  # Whole or not there: a copy that was cut off begins anew.
  rm -rf "$PGDATA/copy"
  until pg_basebackup -D "$PGDATA/copy" -d "host=$PRIMARY user=linchpin_replica application_name=$HOSTNAME" -X stream -c fast -R; do
    rm -rf "$PGDATA/copy"
    sleep 2
  done
  chmod 700 "$PGDATA/copy"
  mv "$PGDATA/copy" "$data"
fi
# Feedback: the primary keeps the rows that a query of this replica reads. No socket: this user may not write its folder in every image.
exec postgres -D "$data" -c hot_standby_feedback=on -c unix_socket_directories='' "$@"

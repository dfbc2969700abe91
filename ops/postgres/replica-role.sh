#!/bin/bash
# Of ops/compose/scale.yml: makes the role by which replicas follow the primary, or gives it its password anew.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$REPLICA_PASSWORD" <<'SQL'
SELECT 'CREATE ROLE linchpin_replica' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'linchpin_replica') \gexec
ALTER ROLE linchpin_replica LOGIN REPLICATION PASSWORD :'password';
SQL

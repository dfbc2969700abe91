#!/bin/bash
# What docker-compose.yml relies on of the official image of Postgres, in short: initdb by POSTGRES_* variables as the user of the server,
# scripts of /docker-entrypoint-initdb.d by a server on the socket alone, then the server.
set -euo pipefail
if [ "${1#-}" != "$1" ]; then set -- postgres "$@"; fi
if [ "$1" != postgres ]; then exec "$@"; fi
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R 999:999 "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec gosu 999:999 "$BASH_SOURCE" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?}"
  user=${POSTGRES_USER:-postgres} name=${POSTGRES_DB:-postgres}
  # shellcheck disable=SC2086
  initdb -D "$PGDATA" --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") ${POSTGRES_INITDB_ARGS:-}
  printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  if [ "$name" != postgres ]; then psql -U "$user" -d postgres -c "CREATE DATABASE \"$name\""; fi
  export PGUSER=$user PGDATABASE=$name
  for script in /docker-entrypoint-initdb.d/*.sh; do
    if [ -e "$script" ]; then . "$script"; fi
  done
  unset PGUSER PGDATABASE
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@"

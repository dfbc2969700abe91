#!/bin/sh
# Of ops/compose/scale.yml: few connections to each server for many of the API. One database of the pooler for each server, so that a copy of the
# API knows which it reads, and can say how far that one is behind.
set -eu
umask 077
printf '"linchpin_reader" "%s"\n' "$READER_PASSWORD" >/tmp/users.txt
cat >/tmp/pgbouncer.ini <<INI
[databases]
primary = host=db dbname=$DB_NAME
replica-1 = host=replica-1 dbname=$DB_NAME
replica-2 = host=replica-2 dbname=$DB_NAME
[pgbouncer]
listen_addr = 0.0.0.0
listen_port = 5432
unix_socket_dir =
auth_type = scram-sha-256
auth_file = /tmp/users.txt
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
max_prepared_statements = 200
ignore_startup_parameters = extra_float_digits
# A server that is gone is asked again at once when it is back.
server_login_retry = 1
dns_max_ttl = 5
INI
exec pgbouncer /tmp/pgbouncer.ini

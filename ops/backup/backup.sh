#!/usr/bin/env bash
# Backups of the database of an index, and their restore. docs/backup.md explains each command.
#
#   backup.sh base                        a copy of the server, checked file by file
#   backup.sh dump                        one file with the database, for any later version of Postgres
#   backup.sh archive PATH NAME           for archive_command: keeps a WAL file
#   backup.sh restore FOLDER [TIME]       files of a server from the newest base backup, to the last archived change or to TIME
#   backup.sh restore-dump FILE URL       a dump into an empty database
#   backup.sh verify URL                  computes all digests of a database anew
#
# DB_URL: the database; base needs a user with REPLICATION. LINCHPIN_BACKUP_DIR: where backups are kept, on another disk.
# LINCHPIN_BACKUP_KEEP: how many of each kind (default 7). PG_BIN: folder of the programs of Postgres, unless they are in PATH.
set -euo pipefail

dir=${LINCHPIN_BACKUP_DIR:?names the folder of backups}
keep=${LINCHPIN_BACKUP_KEEP:-7}
if [ -n "${PG_BIN:-}" ]; then PATH="$PG_BIN:$PATH"; fi
# Debian has no links to some of the programs, such as pg_verifybackup.
if [ -d /usr/lib/postgresql ]; then PATH="$PATH:$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin | sort -V | tail -n 1)"; fi

now() { date -u +%Y%m%dT%H%M%SZ; }

# The newest ones of a kind stay. An unfinished one has another name.
prune() {
  local kind=$1 old
  mapfile -t old < <(find "$dir/$kind" -mindepth 1 -maxdepth 1 -name '[0-9]*Z*' ! -name '*.unfinished' | sort -r | tail -n +$((keep + 1)))
  if [ ${#old[@]} -gt 0 ]; then rm -rf -- "${old[@]}"; fi
}

newest_base() { find "$dir/base" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*Z' | sort -r; }

base() {
  local name
  name="$dir/base/$(now)"
  mkdir -p "$dir/base"
  rm -rf "$dir"/base/*.unfinished
  # With the WAL of its own time: it can be restored without an archive.
  pg_basebackup -d "$DB_URL" -D "$name.unfinished" -X stream -c fast --manifest-checksums=SHA256
  pg_verifybackup -q "$name.unfinished"
  mv "$name.unfinished" "$name"
  prune base
  # WAL before the oldest base backup restores nothing.
  local oldest first
  oldest=$(newest_base | tail -n 1)
  first=$(sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
  if [ -d "$dir/wal" ]; then pg_archivecleanup -x .gz "$dir/wal" "$first"; fi
  echo "$name"
  # It fills the disk of Postgres in silence: whoever runs this each day has to hear of it.
  local failed
  failed=$(psql -d "$DB_URL" -Atqc "SELECT last_failed_wal FROM pg_stat_archiver WHERE last_failed_time > coalesce(last_archived_time, '-infinity')")
  if [ -n "$failed" ]; then echo "Postgres cannot archive $failed: see its log" >&2; exit 1; fi
}

dump() {
  local name
  name="$dir/dump/$(now).dump"
  mkdir -p "$dir/dump"
  rm -f "$dir"/dump/*.unfinished
  pg_dump -d "$DB_URL" -Fc -f "$name.unfinished"
  mv "$name.unfinished" "$name"
  prune dump
  echo "$name"
}

archive() {
  local path=$1 kept="$dir/wal/$2.gz"
  mkdir -p "$dir/wal"
  # Postgres archives a file again if it does not know that it was; another one of that name is a fault.
  if [ -f "$kept" ]; then gzip -dc "$kept" | cmp -s "$path"; return; fi
  # A file that archive_timeout ended has 16 MB, most of them zeros.
  gzip -c "$path" >"$kept.unfinished"
  sync "$kept.unfinished"
  mv "$kept.unfinished" "$kept"
}

restore() {
  local data=$1 time=${2:-} from
  from=$(newest_base | while read -r one; do
    # A base backup that ended later than the time cannot go back to it.
    taken=$(basename "$one" | sed -E 's/(....)(..)(..)T(..)(..)(..)Z/\1-\2-\3 \4:\5:\6Z/')
    if [ -z "$time" ] || [ "$(date -d "$taken" +%s)" -le "$(date -d "$time" +%s)" ]; then echo "$one"; break; fi
  done)
  if [ -z "$from" ]; then echo "no base backup in $dir/base ${time:+before $time}" >&2; exit 1; fi
  if [ -e "$data" ] && [ -n "$(ls -A "$data")" ]; then echo "$data is not empty" >&2; exit 1; fi
  mkdir -p "$data"
  chmod 700 "$data"
  cp -a "$from/." "$data/"
  {
    echo "restore_command = 'gzip -dc \"$dir/wal/%f.gz\" > \"%p\"'"
    echo "recovery_target_action = 'promote'"
    # Postgres does not know names of time zones yet when it reads this.
    if [ -n "$time" ]; then echo "recovery_target_time = '$(date -u -d "$time" '+%Y-%m-%d %H:%M:%S.%6N+00')'"; fi
  } >>"$data/postgresql.auto.conf"
  touch "$data/recovery.signal"
  echo "$from"
}

command=${1:-help}
shift || true
case $command in
base | dump | archive | restore) "$command" "$@" ;;
restore-dump) pg_restore --exit-on-error --single-transaction --no-owner --no-privileges -d "$2" "$1" ;;
verify) DB_URL=$1 npx --no-install linchpin digest --verify ;;
*) sed -n '2,13s/^# \{0,1\}//p' "$0" ;;
esac

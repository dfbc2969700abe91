#!/bin/sh
# What the Dockerfile relies on of the official image of Node: arguments that are no program are those of node.
set -e
if [ "${1#-}" != "$1" ] || ! command -v "$1" >/dev/null; then set -- node "$@"; fi
exec "$@"

#!/bin/sh
# Installs Debian's Redis server, for the demonstration of several API servers; nothing where there is one already.
# It is not started: the demonstration starts its own.
set -eu
command -v redis-server >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "no redis-server, and no apt-get to install it with: install it by hand, so that redis-server is found" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "no redis-server, and only root may install it: sudo apt-get install redis-server" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends redis-server >/dev/null
command -v redis-server >/dev/null || { echo "apt-get installed Redis, and redis-server is not to be found" >&2; exit 1; }

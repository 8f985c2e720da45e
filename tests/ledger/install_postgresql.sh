#!/bin/sh
# Installs Debian's PostgreSQL server, for tests that keep the ledger on one; nothing where there is one already.
# No cluster is made and nothing is started: the tests make their own.
set -eu
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && exit 0
command -v initdb >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "no PostgreSQL server, and no apt-get to install it with: install it by hand, so that initdb is found" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "no PostgreSQL server, and only root may install it: sudo apt-get install postgresql" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
mkdir -p /etc/postgresql-common/createcluster.d
echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/azlift-tests.conf
apt-get update -qq
apt-get install -y -qq --no-install-recommends postgresql >/dev/null
ls /usr/lib/postgresql/*/bin/initdb >/dev/null || { echo "apt-get installed PostgreSQL, and initdb is not to be found" >&2; exit 1; }

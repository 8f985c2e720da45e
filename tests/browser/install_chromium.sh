#!/bin/sh
# Installs Debian's chromium, for tests that look at pages; nothing where there is one already.
set -eu
command -v chromium >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
  echo "no chromium, and no apt-get to install it with: install it by hand, so that it is found as 'chromium'" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "no chromium, and only root may install it: sudo apt-get install chromium" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
command -v chromium >/dev/null || { echo "apt-get installed chromium, and it is not to be found" >&2; exit 1; }

#!/usr/bin/env bash
# stop.sh WORKDIR [--keep]   ends exactly the daemons start.sh started there
set -u
W=${1:?usage: stop.sh WORKDIR [--keep]}
[ -f "$W/pids" ] || { echo "nothing to stop in $W"; exit 0; }
for who in rgw osd mon; do
  p=$(awk -v w=$who '$1==w{print $2}' "$W/pids"); [ -n "$p" ] || continue
  # only if that pid is still a daemon of ours
  grep -qa "$W/ceph.conf" /proc/$p/cmdline 2>/dev/null || continue
  kill $p
  for i in $(seq 1 50); do kill -0 $p 2>/dev/null || break; sleep 0.1; done
  kill -0 $p 2>/dev/null && kill -9 $p
done
rm -f "$W/pids"
[ "${2:-}" = --keep ] || rm -rf "$W/mon" "$W/osd" "$W/rgw" "$W/monmap"

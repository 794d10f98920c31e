#!/usr/bin/env bash
# Starts a throw-away single-node Ceph (1 mon, 1 memstore OSD, 1 radosgw) on 127.0.0.1.
#   start.sh WORKDIR [S3_PORT [MON_PORT]]
# Debian packages: radosgw ceph-mon ceph-osd   (apt-get install --no-install-recommends)
# Writes WORKDIR/ceph.conf, WORKDIR/pids, WORKDIR/*.log and WORKDIR/s3.env (source it): endpoint and two
# accounts; 'other' owns nothing, for tests that one account cannot reach another's bucket.
# Environment (all optional): S3_ACCESS_KEY S3_SECRET_KEY S3_MEMSTORE_BYTES S3_RGW_APIS
#   S3_TLS_PORT S3_TLS_CERT S3_TLS_KEY (a second, https listener). Needs no root.
# Nothing outside WORKDIR is written; stop with stop.sh WORKDIR.
set -euo pipefail
W=${1:?usage: start.sh WORKDIR [S3_PORT [MON_PORT]]}
PORT=${2:-7480}
MON=${3:-13300}
MEM=${S3_MEMSTORE_BYTES:-2147483648}      # size the OSD reports; memory is used as objects arrive
ACCESS=${S3_ACCESS_KEY:-ci-access-key}
SECRET=${S3_SECRET_KEY:-$(od -An -N20 -tx1 /dev/urandom | tr -d ' \n')}
for b in ceph-mon ceph-osd radosgw radosgw-admin monmaptool ceph; do
  command -v $b >/dev/null || { echo "missing $b: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd" >&2; exit 2; }
done
TLS=                                      # optional second listener: S3_TLS_PORT, S3_TLS_CERT, S3_TLS_KEY (pem files)
[ -n "${S3_TLS_PORT:-}" ] && TLS=" ssl_endpoint=127.0.0.1:$S3_TLS_PORT ssl_certificate=${S3_TLS_CERT:?} ssl_private_key=${S3_TLS_KEY:?}"
for p in $PORT $MON ${S3_TLS_PORT:-}; do
  (exec 3<>/dev/tcp/127.0.0.1/$p) 2>/dev/null && { echo "port $p is taken" >&2; exit 2; }
done
[ -e "$W/pids" ] && { echo "$W/pids exists: stop the old one first (stop.sh $W)" >&2; exit 2; }
mkdir -p "$W"; W=$(cd "$W" && pwd)
rm -rf "$W/mon" "$W/osd" "$W/monmap" "$W/rgw"; mkdir -p "$W/mon" "$W/osd" "$W/rgw"
FSID=$(cat /proc/sys/kernel/random/uuid)
cat > "$W/ceph.conf" <<C
[global]
fsid = $FSID
mon host = [v2:127.0.0.1:$MON/0]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind port min = $((MON+1))
ms bind port max = $((MON+100))
ms bind msgr1 = false
# Loopback, one container, thrown away after the run: no cephx between the daemons.
# (S3 requests are authenticated by radosgw itself, SigV4; that stays on.)
auth cluster required = none
auth service required = none
auth client required = none
# radosgw asks the monitors for mode 'secure' by default, which 'none' cannot give (it would
# hang with "get_initial_auth_request returned -13"):
ms mon client mode = crc
ms cluster mode = crc
ms service mode = crc
ms client mode = crc
keyring = $W/keyring
admin socket =
run dir = $W
crash dir = $W
log file = $W/\$name.log
log to stderr = false
err to stderr = true
mon cluster log file = $W/cluster.log
# Ceph keeps much debug text in memory by default; off is noticeably faster on 2 cores
debug ms = 0/0
debug osd = 0/0
debug mon = 0/0
debug paxos = 0/0
debug monc = 0/0
debug auth = 0/0
debug objecter = 0/0
debug rados = 0/0
debug filestore = 0/0
debug bluestore = 0/0
debug rocksdb = 0/0
debug optracker = 0/0
debug throttle = 0/0
debug perfcounter = 0/0
debug rgw = 1/1
debug rgw sync = 0/0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon allow pool delete = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 1
[mon]
mon data = $W/mon
mon osd initial require min compat client = luminous
# one monitor: no reason to wait
paxos propose interval = 0.05
paxos min wait = 0.01
# now and then a placement group waits for the next tick; 5 s by default
mon tick interval = 1
[osd]
osd data = $W/osd
osd objectstore = memstore
memstore device bytes = $MEM
osd heartbeat grace = 600
osd enable op tracker = false
osd op num shards = 2
osd op num threads per shard = 1
[client]
rgw data = $W/rgw
# without tcp_nodelay every small GET waits 40 ms (Nagle against delayed ACK)
rgw frontends = beast endpoint=127.0.0.1:$PORT$TLS tcp_nodelay=1
rgw thread pool size = 32
rgw rados pool pg num min = 4
rgw override bucket index max shards = 1
rgw dynamic resharding = false
objecter tick interval = 0.5
rgw enable usage log = false
rgw enable ops log = false
# plain http on loopback: let SSE-C through
rgw crypt require ssl = false
rgw enable apis = ${S3_RGW_APIS:-s3, notifications}
C
: > "$W/pids"
C="-c $W/ceph.conf"
fail() { echo "$1 (logs in $W)" >&2; tail -n 20 "$W"/*.log "$W"/*.out >&2 2>/dev/null || true; exit 1; }
HERE=$(cd "$(dirname "$0")" && pwd)
trap '[ $? = 0 ] || "$HERE/stop.sh" "$W" --keep' EXIT   # a failed start leaves no daemon behind
now() { date +%s%N; }
T0=$(now); lap() { echo "  $1: $(( ($(now)-T0)/1000000 )) ms"; }

monmaptool --create --fsid "$FSID" --addv a "[v2:127.0.0.1:$MON/0]" "$W/monmap" >"$W/mkfs.out" 2>&1 || fail "monmaptool"
ceph-mon $C -i a --mkfs --monmap "$W/monmap" >>"$W/mkfs.out" 2>&1 || fail "ceph-mon --mkfs"
setsid ceph-mon $C -i a -f </dev/null >"$W/mon.out" 2>&1 & echo "mon $!" >> "$W/pids"
lap "mon started"
OSD_UUID=$(cat /proc/sys/kernel/random/uuid)
timeout 30 ceph $C osd new "$OSD_UUID" 0 >"$W/ceph.out" 2>&1 || fail "ceph osd new"
lap "mon answers"
ceph-osd $C -i 0 --mkfs --osd-uuid "$OSD_UUID" >"$W/osd-mkfs.out" 2>&1 || fail "ceph-osd --mkfs"
setsid ceph-osd $C -i 0 -f </dev/null >"$W/osd.out" 2>&1 & echo "osd $!" >> "$W/pids"
lap "osd started"
timeout 60 radosgw-admin $C user create --uid=ci --display-name=ci --access-key="$ACCESS" --secret-key="$SECRET" >"$W/user.out" 2>&1 || fail "radosgw-admin user create"
lap "user created"
OTHER_SECRET=$(od -An -N20 -tx1 /dev/urandom | tr -d ' \n')
timeout 60 radosgw-admin $C user create --uid=other --display-name=other --access-key=other-access-key --secret-key="$OTHER_SECRET" >>"$W/user.out" 2>&1 || fail "radosgw-admin user create (other)"
lap "second user created"
setsid radosgw $C -n client.rgw -f </dev/null >"$W/rgw.out" 2>&1 & RGW=$!; echo "rgw $RGW" >> "$W/pids"
for i in $(seq 1 300); do
  kill -0 $RGW 2>/dev/null || fail "radosgw ended"
  (exec 3<>/dev/tcp/127.0.0.1/$PORT) 2>/dev/null && break
  sleep 0.1
  [ $i = 300 ] && fail "radosgw does not listen"
done
lap "radosgw listens"
umask 077
cat > "$W/s3.env" <<C
S3_ENDPOINT=http://127.0.0.1:$PORT
S3_REGION=us-east-1
S3_ACCESS_KEY=$ACCESS
S3_SECRET_KEY=$SECRET
S3_OTHER_ACCESS_KEY=other-access-key
S3_OTHER_SECRET_KEY=$OTHER_SECRET
C
echo "S3 at http://127.0.0.1:$PORT, settings in $W/s3.env"

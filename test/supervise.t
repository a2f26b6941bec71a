#!/bin/sh
# SPDX-License-Identifier: 0BSD
# supervise.t - one process outside whatever the line asks for, and nothing left behind
#
# NSPAWN_ROW, NSPAWN_ONCE: how many containers in a row (50) and at once (20).
# PTY_BYTES: how many go through a container's console each way (16 MiB).
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2094
. "${0%/*}/lib.sh"
need_root
need_applet nspawn pty cgroup run unshare
need_cmd busybox

: "${NSPAWN_ROW:=50}" "${NSPAWN_ONCE:=20}" "${PTY_BYTES:=16777216}"
export NS="$ns"
me=ns-test-${dir##*/}
new_root c
ln -sf busybox c/bin/stty
"$ns" cgroup "$me" true 2>err || skip_all "no control group: $(cat err)"
left() { find /sys/fs/cgroup -type d -path "*$me*"; }
host_mark

# ---- one process outside

pids_of() { # COMMAND LINE
	for p in /proc/[0-9]*; do
		[ "$(tr '\0' ' ' <"$p/cmdline")" != "$1 " ] || echo "${p#/proc/}"
	done 2>/dev/null
}
outside() { # ours, which "init" runs from memory
	for p in /proc/[0-9]*/exe; do
		case $(readlink "$p") in "$(readlink -f "$ns")" | /memfd:*) echo "$p" ;; esac
	done | wc -l
}
await() { # COMMAND LINE: its pid
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ "$(pids_of "$1")" ] && break
		sleep 0.05
	done
	pids_of "$1"
}
gone() { # what there still is of processes and groups
	for _ in 1 2 3 4 5 6 7 8 9; do [ "$(others)" ] || break; sleep 0.05; done
	others
	left
}
for line in "cgroup $me" "pty" "unshare -f" "unshare -pf" "unshare -f ns unshare -uf ns unshare -if" \
	"cgroup $me ns pty" "pty ns cgroup $me" "cgroup $me ns unshare -pf" "unshare -pf ns cgroup $me" \
	"pty ns unshare -pf" "unshare -pf ns pty" "cgroup $me ns pty ns unshare -pf" "cgroup $me ns unshare -pf ns pty" \
	"pty ns cgroup $me ns unshare -pf" "pty ns unshare -pf ns cgroup $me" "unshare -pf ns cgroup $me ns pty" \
	"unshare -pf ns pty ns cgroup $me" "unshare -f ns pty ns unshare -uf ns cgroup $me ns unshare -pf" \
	"run c" "pty ns run c" "cgroup $me ns run c" "cgroup $me ns pty ns run c" "pty ns cgroup $me ns run c" \
	"nspawn -D c" "nspawn -qD c --console=interactive" "nspawn -D c --private-network --read-only" \
	"cgroup $me ns nspawn -D c" "unshare -f ns nspawn -D c" \
	"+nspawn -D c -a" "+nspawn -qD c --console=interactive -a" "+unshare -pf ns unshare -f ns cgroup $me"; do
	"$ns" ${line#+} busybox sleep 9 </dev/null >out 2>&1 &
	p=$(await "busybox sleep 9")
	got=$(outside)
	kill -KILL "$p"
	wait $!
	status=$?
	case $line in +*) want=2 what="${line#+}: and one inside, PID 1" ;; *) want=1 what=$line ;; esac
	is "$got $status $(gone)" "$want 137 " "one process outside, and nothing when it ends: $what"
done
for line in "cgroup $me" "pty" "cgroup $me ns pty ns unshare -pf" "pty ns run c" "nspawn -D c" "nspawn -D c -a" \
	"nspawn -qD c --console=interactive" "unshare -f --forward-signals ns nspawn -D c"; do
	"$ns" $line busybox sleep 9 </dev/null >out 2>&1 &
	p=$(await "busybox sleep 9")
	kill -TERM $!
	wait $!
	is "$? $(gone)" "143 " "TERM ends it: $line"
done
# 32 to 34 are those that libc keeps for threads, or leaves to others: what glibc
# spawns, as make(1) does, ignores 32 and 33.
if "$ns" -n clean -S true >/dev/null 2>&1; then clean="clean -S ns" signals="1 32 33 34 35 64"; else clean='' signals="1 34 35 64"; fi
for line in "cgroup $me" "cgroup $me ns pty" "nspawn -D c"; do
	for sig in $signals; do
		"$ns" $clean $line busybox sleep 9 </dev/null >out 2>&1 &
		await "busybox sleep 9" >/dev/null
		kill -$sig $!
		wait $!
		is "$? $(gone)" "$((128 + sig)) " "signal $sig ends it: $line"
	done
done
stop="--kill-child --forward-signals --term-signal"
for line in "cgroup $me ns unshare -pf $stop=HUP" "unshare -f $stop=INT ns unshare -pf $stop=HUP"; do
	rm -f ready
	"$ns" $line sh -c 'trap "exit 3" HUP; : >"$0"; for i in $(busybox seq 200); do sleep 0.05; done' "$dir/ready" &
	started ready
	kill -TERM $!
	wait $!
	is "$? $(gone)" "3 " "TERM is what the last one says: $line"
done
rm -f ready
host_same "T31, T35 the host is as it was"

# ---- many, in a group where nobody else's are

cat >row <<'E'
	i=0 bad=0
	while [ $i -lt "$1" ]; do
		case $((i % 3)) in 0) how=--console=interactive ;; 1) how=-a ;; *) how=-P ;; esac
		"$NS" nspawn -qD c $how --private-network sh -c 'busybox setsid sleep 100 & exit 7' >/dev/null 2>err$2 </dev/null
		[ "$? $(cat err$2)" = "7 " ] || { cat err$2; bad=$((bad + 1)); }
		i=$((i + 1))
	done
	echo "$i launches, $bad wrong"
E
cat >once <<'E'
	i=0
	while [ $i -lt "$1" ]; do
		sh row 1 $i >got$i &
		i=$((i + 1))
	done
	wait
	cat got*
E
# What it leaves in its own group is seen from within, before that ends.
within() { "$ns" cgroup "$me" sh -c 'sh "$@"; find /sys/fs/cgroup -mindepth 1 -type d -path "*$0/*"' "$me" "$@"; }
is "$(within row "$NSPAWN_ROW" r) $(gone)" "$NSPAWN_ROW launches, 0 wrong " "$NSPAWN_ROW containers in a row leave no process and no group"
is "$(within once "$NSPAWN_ONCE" | sort | uniq -c | sed 's/^ *//') $(gone)" "$NSPAWN_ONCE 1 launches, 0 wrong " "nor do $NSPAWN_ONCE at once"
rm -f err* got*
host_same "T31, T35 nor anything else"

# ---- what goes through its console

head -c "$PTY_BYTES" /dev/urandom >data
sum=$(cksum <data)
cp data c/data
is "$("$ns" nspawn -qD c --console=interactive sh -c 'stty raw; cat data' </dev/null | cksum)" "$sum" \
	"$PTY_BYTES bytes from the program arrive"
: >got
{
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do grep -q ready got && break; sleep 0.1; done
	cat data
} | "$ns" nspawn -qD c --console=interactive sh -c "stty raw -echo; echo ready; head -c $PTY_BYTES >data.in" >got
same c/data.in data "and to it"
rm data c/data c/data.in
# Of the stack the kernel takes for its own what our caller's environment needs.
env -i PATH="$PATH" "$ns" nspawn -qD c --console=interactive busybox sleep 6 </dev/null &
p=$(await "busybox sleep 6")
sleep 1
field() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$!/status"; }
is "$(cut -d' ' -f14-15 "/proc/$!/stat")" "0 0" "at the end of input it takes no time"
ok "memory of its own: $(field RssAnon) KB, at most 48" [ "$(field RssAnon)" -le 48 ]
wait
"$ns" run c sh -c 'trap : USR1; while :; do sleep 1; done' </dev/null &
await "sleep 1" >/dev/null
n=$(field VmSize)
for _ in $(busybox seq 100); do kill -USR1 $! && busybox usleep 10000; done # one after the other
ok "nor more after 100 signals: $(field RssAnon) KB" [ "$(field RssAnon)" -le 48 ]
is "$(field VmSize)" "$n" "or as much as it may use"
kill -TERM $!
wait $!
is $? 143 "which it forwards still"
# ---- a TERM while the set-up goes on

for line in "" "pty ns" "unshare -f --forward-signals ns" "unshare -pf --forward-signals ns" \
	"unshare -pf --forward-signals --term-signal USR1 ns" "pty ns unshare -pf ns"; do
	# shellcheck disable=SC2086 # words
	"$ns" ${line:-unshare -f --forward-signals ns pty ns} if ' sh' ' -c' ' echo begun >begun; exec sleep 2' '' true \
		</dev/null >/dev/null 2>err & pid=$!
	for _ in $(busybox seq 100); do [ -s begun ] || sleep 0.02; done
	kill -TERM $pid
	wait $pid
	is "$? $(cat err)" "143 " "TERM during the set-up of ${line:-both} is 143, and no message"
	rm -f begun
done
settle 300

done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# limits.t - limits that bite: cgroups of one version alone on the machine, and rlimits raised
# shellcheck source=../lib.sh disable=SC2016
. "${0%/boot/*}/lib.sh"
need_root
need_applet cgroup rlimit setpriv
need_tool attest

group=ns-test-${dir##*/}
in_group() { # OPTIONS... -- PROG...: what it prints, and its status
	"$ns" cgroup "$@" 2>&1
	echo "status $?"
}
v1=/cpu/
if grep -qw cgroup2 /proc/filesystems; then
	v1=
	is "$(cut -d: -f1,2 /proc/self/cgroup)" "0:" "the machine has version 2 and nothing else"
fi

# dd fills a buffer of that size
is "$(in_group -m 24M "$group" dd if=/dev/zero of=/dev/null bs=12M count=1 | tail -n 1)" "status 0" "memory: 12 MB of 24"
is "$(in_group -m 24M "$group" dd if=/dev/zero of=/dev/null bs=48M count=1 | tail -n 1)" "status 137" "memory: 48 MB of 24: killed"
is "$(ls -d /sys/fs/cgroup/ns-test* /sys/fs/cgroup/*/ns-test* 2>/dev/null)" "" "no group is left"

forks='n=0; for i in 1 2 3 4 5 6; do sleep 3 & n=$((n + 1)); echo $n; done 2>/dev/null'
is "$(in_group -p 4 "$group" sh -c "$forks" 2>&1 | grep -c '^[0-9]')" 3 "pids: three beside the shell"
is "$(in_group -p 7 "$group" sh -c "$forks" | grep -c '^[0-9]')" 6 "pids: six where seven may be"

busy='i=0; while [ $i -lt $2 ]; do i=$((i + 1)); done; sed -n "s/^\(nr_throttled\|throttled_[a-z]*\) //p" "/sys/fs/cgroup/$1/cpu.stat"'
# shellcheck disable=SC2046 # two numbers
set -- $("$ns" cgroup -c .1 "$group" sh -c "$busy" sh "$v1$group" 2000)
ok "cpu: a tenth of one: stopped ${1-0} times, for ${2-0} ${v1:+n}${v1:-u}s" [ "${1-0}" -gt 0 ] && [ "${2-0}" -gt 0 ]

# ---- resource limits, raised

limit() { "$@" "$TEST_BIN/attest" -o limit 2>&1 | grep -E '^(limit nofile|ns:)'; }
is "$(limit "$ns" rlimit NOFILE=100:200 ns rlimit NOFILE=300:400)" "limit nofile 300 400" "above the hard limit, with CAP_SYS_RESOURCE"
is "$("$ns" rlimit NOFILE=100:200 ns setpriv --reuid=65534 --clear-groups ns rlimit NOFILE=300:400 true 2>&1; echo $?)" \
	"ns: rlimit NOFILE=300:400: Operation not permitted (above the hard limit: needs CAP_SYS_RESOURCE)
111" "without it that is refused"
done_testing

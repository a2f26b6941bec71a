#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-groups.t - what is around a container: its init, its control group, its terminal
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2094
. "${0%/*}/lib.sh"
need_caps '^which is the user' '^but not with a limit|^a number that another'
need_applet nspawn
need_tool attest tree
need_cmd busybox
# shellcheck source=nspawn.sh
. "$top/test/nspawn.sh"

# ---- groups, an init, a terminal

is "$(spawn -a sh -c 'echo $$; cat /proc/1/comm; grep CapBnd /proc/1/status'; spawn -a /attest -o none -x 7; echo $?)" "2
ns
CapBnd:	00000000948caffb
7" "-a: PROG is PID 2, and PID 1 has no more capabilities"
for prog in "-a" "ns init"; do
	set -- sh -c 'trap "echo got; exit 3" TERM; echo ready; while :; do sleep 0.05; done'
	: >log
	if [ "$prog" = -a ]; then set -- -a "$@"; else set -- ns init "$@"; fi
	"$ns" nspawn -D c "$@" >log & pid=$!
	started log ready && kill -TERM $pid
	wait $pid
	is "$? $(tail -n 1 log)" "3 got" "$prog: a TERM reaches the program, though PID 1 waits for it with sigtimedwait"
done
# Others have containers too, and maybe with our numbers: an inode is its own.
there() { find /sys/fs/cgroup -type d -name "$1" -exec stat -c '%i %n' {} + 2>/dev/null; }
group() { # a controller's limit of a container with these options; "ours" gets its groups
	what=$1
	shift
	: >log
	"$ns" nspawn -D c "$@" sh -c 'echo $$ ready; sleep 30' >log & pid=$!
	started log ready
	read -r child _ <"/proc/$pid/task/$pid/children"
	name=$(sed -n 's|.*/\(nspawn-.*\)|\1|p' "/proc/$child/cgroup" | head -n 1)
	there "$name" >ours
	find /sys/fs/cgroup -path "*/$name/$what" -exec cat {} + 2>/dev/null | head -n 1
	kill $pid
	wait $pid
	echo $?
}
if [ "$(group pids.max --pids=7)" = "7
143" ]; then
	[ -s ours ] && is "$(there 'nspawn-*' | grep -xFf ours)" "" "no control group is left (T35)"
	is "$(spawn --pids=7 sh -c 'cat /proc/self/cgroup' | grep -Evc ':/$')" 0 "--pids, in a cgroup namespace of its own"
else
	skip "--pids" "${TEST_ROOTLESS:+needs root: }no such controller here"
fi
# Two that are each PID 1 somewhere: the second takes another name.
mkfifo hold
: >log
"$ns" unshare -pf --mount-proc "$ns" nspawn -D c sh -c 'echo ready; read -r x' <hold >log & pid=$!
exec 9>hold
started log ready
is "$("$ns" unshare -pf --mount-proc "$ns" nspawn -vD c sh -c 'echo in' 2>&1)" in "a number that another PID namespace has, too"
exec 9>&-
wait $pid
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
	memory=memory.max cpus=cpu.max limit="150000 100000"
else
	memory=memory.limit_in_bytes cpus=cpu.cfs_quota_us limit=150000
fi
if [ "$(group $memory --memory=64M)" = "67108864
143" ]; then
	is "$(group $cpus --cpus=1.5)" "$limit
143" "--memory, --cpus"
else
	skip "--memory, --cpus" "${TEST_ROOTLESS:+needs root: }no such controllers here"
fi
no_tree() { # LINE...: where no control groups are
	"$ns" unshare -m --propagation private sh -c 'umount -R /sys/fs/cgroup 2>/dev/null; exec "$@"' - "$@"
}
is "$(no_tree "$ns" nspawn -D c --timezone=off sh -c 'echo in' 2>&1)" in "no control groups: a container all the same"
like "$(no_tree "$ns" nspawn -vD c --timezone=off sh -c 'echo in' 2>&1)" 'cgroup nspawn-[0-9]*: ' "and -v says so"
host_mark
fails 111 'No such file or directory \(no such controller' "but not with a limit" no_tree "$ns" nspawn -D c --pids=3 true
fails 100 'nspawn --memory: not a size: x' "a malformed limit" spawn --memory=x true
fails 111 'cgroup.*nonesuch.*ENOENT|cgroup.*No such' "no such parent" spawn --cgroup-parent=/nonesuch --pids=3 true
if [ "$(in_path script)" ] && "$ns" --list | grep -qx pty; then
	on_tty() { script -qec "$*" /dev/null </dev/null 2>&1 | tr -d '\r\000' | sed 's/^\^@//'; }
	is "$(on_tty "$ns" nspawn -qD c -- "/bin/sh -c 'tty; stat -c \"%a %u %t\" /dev/console; ls -1 /dev/pts'")" "/dev/console
600 0 88
0
ptmx" "on a terminal there is one of its own"
	is "$(on_tty "$ns" nspawn -qD c -u www -- "/bin/sh -c 'tty; stat -c \"%a %u\" /dev/console; echo x >/dev/console'")" "/dev/console
600 33
x" "which is the user's"
	rm -rf c/home
	is "$(on_tty "$ns" nspawn -PD c -- "/bin/sh -c 'ls /dev/pts; [ -e /dev/console ] || echo none'")" "ptmx
none" "-P: none"
	is "$("$ns" nspawn -qD c --console=interactive tty </dev/null | tr -d '\r')" /dev/console "--console=interactive"
else
	skip "a terminal" "no script(1), or no pty"
fi
done_testing

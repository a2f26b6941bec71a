#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-escape.t - no way out of a container
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2094
. "${0%/*}/lib.sh"
need_caps '' 'CAP_DAC_READ_SEARCH opens|core_pattern of a fresh|opens: release_agent'
need_applet nspawn
need_tool attest escape spy tree
need_cmd busybox
# shellcheck source=nspawn.sh
. "$top/test/nspawn.sh"
cp "$TEST_BIN/escape" c
host_mark

# ---- no way out (T9, T14, T15, T16)

read -r major minor _ <<E
$(sed -n 3p /proc/partitions)
E
mknod c/disk b "${major:-7}" "${minor:-0}"
mknod c/zero c 1 5
is "$(spawn /escape block=/disk character=/zero 2>&1)" "open_by_handle_at: no
chroot and climb: no
setns: no
umount of / and setns: no
root of PID 1: no
remount of /proc/sys: no
core_pattern: no
core_pattern of a fresh proc: no
release_agent: no
mknod: no
init_module: no
block: no
character: no" "every way out is closed (T9, T15, T16)"
is "$(spawn --capability=dac_read_search /escape 2>&1 | grep OPEN)" "open_by_handle_at: OPEN" "what CAP_DAC_READ_SEARCH opens"
opened=$(spawn --capability=sys_admin /escape 2>&1 | grep OPEN)
for way in "remount of /proc/sys" "core_pattern of a fresh proc"; do
	like "$opened" "^$way: OPEN" "what CAP_SYS_ADMIN opens: $way"
done
[ ! -d /sys/fs/cgroup/memory ] || like "$opened" "^release_agent: OPEN" "what CAP_SYS_ADMIN opens: release_agent (T15)"
rm c/disk c/zero
cat >c/walk <<'E'
find /proc /sys -type f -perm /222 2>/dev/null | grep -Ev '^/proc/([0-9]+|self|thread-self|net)/' | while read -r file; do
	(: >>"$file") 2>/dev/null && echo "$file"
done
E
ln -s busybox c/bin/find
is "$(spawn sh /walk | grep -Ev '^/proc/(mtrr|pressure/)')" "" "no file of /proc or /sys opens for writing (T14)"
is "$(spawn sh -c 'cat /proc/keys /proc/timer_list; ls /sys/firmware')" "" "what is masked is empty"
rm c/walk

# Whoever is inside, with CAP_SYS_PTRACE, and who comes: ours is not to be had (T6, T23).
cp "$ns" ours
old=$(cksum <ours)
cp "$TEST_BIN/spy" c/spy
printf '#!/proc/self/exe init\n' >c/evil
chmod 755 c/evil
spied() { # OPTIONS...: what a spy sees of who joins for a while
	: >log
	./ours nspawn -D c --timezone=off "$@" </dev/null >log 2>&1 & pid=$!
	started log ready
	# shellcheck disable=SC2013 # words they are
	for p in $(cat "/proc/$pid/task/$pid/children" 2>/dev/null); do
		"$ns" nsenter -t "$p" -a ns if sleep 0.3 '' sleep 0 2>/dev/null
	done
	wait $pid
	tr '\n' ' ' <log
}
if [ "$("$ns" --list | grep -cxE 'if|nsenter')" = 2 ]; then
	is "$(spied --drop-capability=sys_ptrace /spy 1500 sleep)" "ready seen " \
		"T23 without CAP_SYS_PTRACE it cannot trace who joins it, nor open what it has"
	like "$(spied /spy 1500 sleep)" "ptrace" "which this capability is for"
else
	skip "T23 who joins it" "no applets if and nsenter"
fi
spied -a /spy -w 800 sleep >/dev/null
./ours nspawn -D c --timezone=off /evil </dev/null >/dev/null 2>&1
is "$(cksum <ours)" "$old" "T6 and our file is as it was"
like "$(spawn -a readlink /proc/1/exe)" '^/memfd:' "T6 the init inside runs from a copy"
rm -f c/spy c/evil ours
# PID 1 of -a is ours, and does not become another program: at once, before there
# is one to look, it has let go of what it had.
is "$(for _ in 1 2 3 4 5 6 7 8; do
	SECRET=of-the-host spawn -a sh -c 'ls /proc/1/fd; grep -o of-the-host /proc/1/environ' 2>/dev/null 9</etc
done | grep -v '^[012]$')" "" "T9, T34 the init inside has nothing of the caller's"
for link in proc sys dev run root etc; do
	mkdir -p outside
	mv c/$link saved
	ln -s "$dir/outside" c/$link
	host_mark
	spawn /attest -o none >/dev/null 2>&1
	rm -rf "c$dir"
	host_now >.now
	is "$(ls outside; diff .mark .now)" "" "$link as a link that leads out touches nothing there (T1)"
	rm -rf c/$link && mv saved c/$link
done
done_testing

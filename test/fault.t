#!/bin/sh
# SPDX-License-Identifier: 0BSD
# fault.t - each system call of a launch fails, or its process is killed there
#
# There is no third outcome: the program starts in exactly the attested state,
# or one line and status 111; after a kill nothing is left.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps ''
need_nodes
need_applet run
need_tool attest caller enosys inject orphan
need_cmd busybox
"$TEST_BIN/inject" -- true >/dev/null 2>&1 || skip_all "inject does not know this machine, or may not trace"

new_root c
mkdir bin at
echo 'tmpfs opt tmpfs nosuid 0 0' >fstab
is "$("$TEST_BIN/inject" -- "$TEST_BIN/orphan" | sed 's/.* started/started/')" \
	"started=0 status=signal:9 hang=0 survivors=0 hit=none" "a child that nobody announced is let go"

"$TEST_BIN/inject" -l log -- "$ns" unshare -f ns cd nosuch true >/dev/null 2>&1
at=$(sed -n 's/ write(.*nosuch.*//p' log | head -n 1)
is "$("$TEST_BIN/inject" -a "$at" -f EAGAIN -- "$ns" unshare -f ns cd nosuch true 2>&1 | sed 's/.*hit=//; s/([0-9]*,.*/(/')" \
	"write(
ns: cd nosuch: No such file or directory" "what its supervisor has no room for a child says itself"

if "$ns" -n mkdir d >/dev/null 2>&1; then
	"$TEST_BIN/inject" -l log -- "$ns" unshare -f --kill-child ns mkdir d true >/dev/null 2>&1
	"$TEST_BIN/inject" -a "$(sed -n 's/ prctl(1, 9,.*//p' log)" -f KILL-LAUNCHER -- "$ns" unshare -f --kill-child ns mkdir late true >out 2>&1
	is "$(sed 's/.*hit=//; s/(.*//' out) $(ls -d d late 2>/dev/null)" "prctl d" "whose parent is gone before it could be told of that does no step"
	rmdir d
fi

lacking="openat2 clone3 close_range mount_setattr open_tree move_mount"

choose_faults
sweep() { # NAME COMMAND...: to the program's name; then with faults
	name=$1
	shift
	verdict "$name: $errors" "$TEST_BIN/inject" -p /attest -S "$errors" -- "$@"
	# The program stays for long enough to be seen surviving; on a busy machine
	# one that dies may wait for its turn (it takes some 5 ms of its own).
	verdict "$name: kills" "$TEST_BIN/inject" -p /attest -g 300 -S "$kills" -- "$@" -o none -w 500
}
verdict() { # NAME COMMAND...
	what=$1
	shift
	if "$TEST_BIN/caller" "$@" >got 2>&1 </dev/null && grep -q '^calls=[1-9].* wrong=0 ' got; then
		result ok "$what: $(tail -n 1 got)"
	else
		result not-ok "$what: $(tail -n 1 got)"
	fi
	[ "$(wc -l <got)" = 1 ] || note "$(head -n 60 got)"
}

sweep "run" "$ns" run c /attest
# shellcheck disable=SC2086 # several words
set -- "$TEST_BIN/enosys" $lacking --
name="run with older calls"
verdict "$name: $errors" "$@" "$TEST_BIN/inject" -p /attest -S "$errors" -- "$ns" run c /attest
verdict "$name: kills" "$@" "$TEST_BIN/inject" -p /attest -S "$kills" -- "$ns" run c /attest -o none -w 500
sweep "run with options" "$ns" run -n -r at -t mnt/ns -b bin -f fstab -H box c /attest
if "$ns" -n chroot c ns unshare -m true >/dev/null 2>&1; then
	# Through the namespace's root, and back: else it would be the way out.
	mount -t proc proc c/proc
	sweep "unshare in a chroot" "$ns" chroot c ns unshare -m /attest
	umount c/proc
fi
if "$ns" --list | grep -qx pty; then
	sweep "pty" "$ns" pty ns chroot c /attest
	# The child that makes another one and ends.
	verdict "pty before unshare: kills" "$TEST_BIN/inject" -p /attest -g 300 -S "$kills" -- \
		"$ns" pty ns unshare -pf ns chroot c /attest -o none -w 500
	for _ in 1 2 3 4 5; do # on a busy machine it is not always the same call
		"$TEST_BIN/inject" -l log -- "$ns" pty true >/dev/null 2>&1 </dev/null
		"$TEST_BIN/inject" -t 5 -a "$(sed -n 's/ recvmsg(.*//p' log | head -n 1)" -f EIO -- "$ns" pty sleep 30 >out 2>&1 </dev/null
		! grep -q 'hit=recvmsg' out || break
	done
	is "$(sed 's/.* \(status.*\) surv.*=/\1 /; s/(.*//' out | sort)" "ns: supervisor: Input/output error
status=exit:111 hang=0 recvmsg" "who cannot hear its child any more ends it"
fi
if "$ns" --list | grep -qx ns_run; then
	ln -s "$ns" ns_run
	export NS_ROOT="$dir/at" NS_BIN="$dir/bin" NS_FSTAB="$dir/fstab" NS_NO_PID1=1
	sweep "ns_run" ./ns_run c /attest
fi
group=ns-test-${dir##*/}
if "$ns" --list | grep -qx cgroup && "$ns" cgroup "$group" true 2>/dev/null; then
	# A supervisor that is killed leaves the group; the next one takes it over.
	verdict "cgroup: kills" "$TEST_BIN/inject" -p "$dir/c/attest" -S "$kills" -- \
		"$ns" cgroup "$group" "$dir/c/attest" -o none -w 500
	"$ns" cgroup -k "$group" true
	# One that lives leaves none, whenever its child is killed.
	# shellcheck disable=SC2046 # words
	verdict "cgroup: its child is killed" "$TEST_BIN/inject" -p "$dir/c/attest" -S KILL,TERM-LAUNCHER \
		$("$ns" cgroup "$group" find /sys/fs/cgroup -type d -name "$group" | sed 's/^/-c /') -- \
		"$ns" cgroup "$group" "$dir/c/attest" -o none -w 500
	is "$(find /sys/fs/cgroup -name "$group")" "" "and no group is left"
fi
done_testing

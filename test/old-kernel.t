#!/bin/sh
# SPDX-License-Identifier: 0BSD
# old-kernel.t - whatever a kernel lacks of the newest calls, the state reached is the same
# shellcheck source=lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
need_caps 'another user' 'reaches a state|^what needs none'
need_applet run
need_nodes
need_tool attest enosys
need_cmd busybox

new_root c
mkdir bin extra
echo extra >extra/file
cat >fstab <<E
$dir/extra /opt none bind,ro,x-mount.mkdir 0 0
tmpfs /tmp tmpfs nosuid 0 0
E
# What ns has a newer and an older way for, or other launchers have.
calls="openat2 open_tree move_mount mount_setattr clone3 pidfd_open close_range statx"
lines="run"
! "$ns" --list | grep -qx nspawn || lines="run nspawn"
launch() { # LINE LACKING...: the state, on a kernel without these
	what=$1
	shift
	set -- "$TEST_BIN/enosys" landlock_create_ruleset "$@" -- "$ns"
	case $what in
	run) "$@" run -n -b bin -f fstab c /attest ;;
	nspawn) "$@" nspawn -PD c --timezone=off --read-only --bind-ro=extra:/opt /attest ;;
	esac 2>&1 </dev/null | cat
}
every() { # LINE: alone, and all combinations of them
	line=$1
	launch "$line" >want
	is "$(grep -c '^mount' want) $(grep -c '^ns:' want)" "$2 0" "$line: reaches a state"
	n=0 differ=
	while [ $((n += 1)) -lt 256 ]; do
		rest=$n lacking=
		for call in $calls; do
			[ $((rest & 1)) = 0 ] || lacking="$lacking $call"
			rest=$((rest >> 1))
		done
		launch "$line" $lacking >got
		cmp -s got want && continue
		differ="$differ
$lacking: $(diff want got | head -n 3)"
	done
	is "$differ" "" "$line: the same without any of the newest calls, alone and in all 255 combinations"
}
host_mark
for line in $lines; do
	case $line in run) every run 9 ;; *) every nspawn "$("$ns" nspawn -PD c --timezone=off --read-only --bind-ro=extra:/opt /attest -o mount | wc -l)" ;; esac
done
for line in $lines; do
	launch "$line" >want
	for filter in mount_setattr=1 "mount_setattr=1 open_tree=1 move_mount=1 openat2=1 close_range=1 clone3=1"; do
		launch "$line" $filter >got
		same got want "$line: the same where a filter answers $filter with EPERM"
	done
done

# ---- chosen once: at the first failure, not for each step

once() { # NAME LINE...
	name=$1
	shift
	strace -f -qq -o trace -e trace="$(echo "$calls" | tr ' ' ,)" "$TEST_BIN/enosys" $calls -- "$@" >/dev/null 2>&1
	is "$(sed -n 's/^[0-9 ]*\([a-z0-9_]*\)(.*ENOSYS.*/\1/p' trace | sort | uniq -d)" "" "$name: no call is tried twice"
	[ "$(grep -c ENOSYS trace)" -gt 1 ]
	is $? 0 "$name: (the trace has what we look for)"
}
if [ "$(in_path strace)" ]; then
	once run "$ns" run -n -b bin -f fstab c /attest
	! "$ns" -n mount --bind a b >/dev/null 2>&1 || once binds unshare -m "$ns" inside c ns mount --bind opt mnt ns mount --bind opt root /attest -o none
	case $lines in *nspawn*) once nspawn "$ns" nspawn -PD c --timezone=off --read-only --bind-ro=extra:/opt /attest ;; esac
	if "$ns" -n mount --rbind a b >/dev/null 2>&1; then
		mkdir -p vol at
		strace -f -qq -o trace -e trace=mount unshare -m "$TEST_BIN/enosys" $calls -- "$ns" mount -t tmpfs -o X-mount.mkdir t vol/new \
			ns mount --rbind -o ro,recursive vol at ns cd at/new /attest -o none >/dev/null
		is "$(grep -c 'MS_REMOUNT' trace) $(sed 's/^[0-9 ]*//' trace | sort | uniq -d)" "2 " "a bind with flags: no mount gets them twice"
	fi
else
	skip "calls that are tried" "no strace"
fi

# ---- namespaces that were left out

# without KINDS LINE...: a kernel that has the others
without() {
	kinds=$1
	shift
	unshare -m sh -c '
		kinds=$1 && shift
		mount -t tmpfs proc /proc && mkdir -p /proc/self/ns
		for n in user:user mnt:mount uts:uts ipc:ipc net:net pid:pid cgroup:cgroup time:time; do
			case " $kinds " in *" new${n#*:} "*) ;; *) : >"/proc/self/ns/${n%:*}" ;; esac
		done
		exec "$@"' sh "$kinds" "$TEST_BIN/enosys" $kinds -- "$ns" "$@"
}
all="newuser newuts newipc newnet newpid newcgroup newtime"
fails 111 'unshare .*: Invalid argument \(not in this kernel: CONFIG_IPC_NS\)$' "no IPC namespaces: run says so" without newipc run c /attest
fails 111 'Invalid argument \(not in this kernel: CONFIG_UTS_NS CONFIG_IPC_NS CONFIG_PID_NS\)$' "none at all: all that it takes" without "$all" run c /attest
fails 111 'Invalid argument \(not in this kernel: CONFIG_NET_NS\)$' "no network namespaces: only where they are asked for" without newnet run -n c /attest
fails 111 'Invalid argument \(not in this kernel: CONFIG_TIME_NS\)$' "no time namespaces" without "newtime newcgroup" unshare -T true
fails 111 'Invalid argument \(not in this kernel: CONFIG_CGROUPS\)$' "no cgroup namespaces" without "newtime newcgroup" unshare -C true
! "$ns" -n unshare -U true >/dev/null 2>&1 || fails 111 'Invalid argument \(a wrong map, or no CONFIG_USER_NS' "no user namespaces" "$TEST_BIN/enosys" newuser -- "$ns" unshare -U true
bare() { "$TEST_BIN/enosys" $all $calls -- "$ns" "$@" 2>&1; }
is "$(bare unshare -m ns mount --rbind c c ns mount -t proc proc c/proc ns dev c/dev ns pivot c /bin/sh -c 'cd ..; echo /a*; ls /dev/pts; cut -d" " -f5 /proc/self/mountinfo | tr "\n" " "')" \
	"/attest
ptmx
/ /proc /dev /dev/pts /dev/mqueue " "what needs none of them works: mount, dev, pivot"
! "$ns" --list | grep -qx chpst || is "$(bare chpst -u :65534:65534 -o 7 -/ c /bin/sh -c 'id -u; ulimit -n')" "65534
7" "chroot, limits, and another user"

# ---- before Linux 4.7 there is a devpts for all, and ptmx is of that

if setarch --version 2>/dev/null | grep -q util-linux && [ "$(setarch --uname-2.6 uname -r | cut -c 1-2)" = 2. ]; then
	old() { setarch --uname-2.6 "$TEST_BIN/enosys" $calls -- "$ns" "$@"; }
	is "$(old run c /attest -o dev | grep -E '^dev (ptmx|pts/ptmx) ')" "dev ptmx l 0777 0 0 -> pts/ptmx
dev pts/ptmx c 0666 0 0 5:2" "Linux 2.6: ptmx is a link to that of the devpts"
	is "$(old run c /attest -o mount,dev | grep -Ev '^(dev|mount) .*(ptmx|devpts)')" "$("$ns" run c /attest -o mount,dev | grep -Ev '^(dev|mount) .*(ptmx|devpts)')" \
		"Linux 2.6: and all else the same"
	if "$ns" --list | grep -qx pty; then
		is "$(old pty -q ns run c /bin/sh -c 'exec 3<>/dev/ptmx && cd /dev/pts && echo *' </dev/null | tr -d '\r')" "0 ptmx" "Linux 2.6: a terminal of it"
	fi
	is "$(unshare -m sh -c 'mkdir d && exec "$@"' sh setarch --uname-2.6 "$ns" dev d ls -F d/pts d/ptmx; rmdir d)" "d/ptmx@

d/pts:
ptmx" "Linux 2.6: dev"
else
	skip "Linux 2.6" "no setarch of util-linux"
fi
host_same "the host is as it was"
done_testing

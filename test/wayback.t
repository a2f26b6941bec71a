#!/bin/sh
# SPDX-License-Identifier: 0BSD
# wayback.t - nobody is let into a root that can be left (T9): from a disk, a chroot, an initramfs
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps ''
need_nodes
need_applet pivot run unshare mount
need_tool attest enosys escape rootfs
need_cmd busybox
"$ns" -n pivot -p / true >/dev/null 2>&1 || skip_all "pivot without -p"

# The host, for our purposes: a file of it, a container, and what it takes.
mkdir h
new_root h
new_root h/c
: >outside
: >h/outside
: >h/c/inside
for r in h h/c; do cp "$TEST_BIN/escape" "$r" && cp "$ns" "$r/ns"; done

# in_chroot, ... LINE...: where the host is /, or /root if it is an initramfs
has_applet() { "$ns" --list | grep -qx "$1"; }
in_chroot() { unshare -m sh -c 'mount -t proc proc h/proc && mount --rbind /dev h/dev && exec chroot h "$@"' sh "$@"; }
in_mount() { unshare -m sh -c 'mount --rbind h h && mount --make-shared h && mount -t proc proc h/proc && mount --rbind /dev h/dev && exec chroot h "$@"' sh "$@"; }
in_rootfs() { unshare -m "$TEST_BIN/rootfs" h /root/ns dev /dev "$@"; }
out_of() { # HOW NAME LINE...: all ways out of it are closed
	how=$1 name=$2
	shift 2
	"$how" "$@" -o "$outside" >got 2>&1
	is "$(cat got)" "chroot and climb: no
setns: no
umount of / and setns: no
root of PID 1: no" "$name"
}
from() { # WHERE HOW
	d=$at/c
	out_of "$2" "$1: run (T9)" "$at/ns" run "$d" /escape
	# In a PID namespace all the same: else /proc/1/root is the way out.
	out_of "$2" "$1: run -P (T9)" "$at/ns" unshare -pf "$at/ns" run -P "$d" /escape
	out_of "$2" "$1: pivot -p (T9)" "$at/ns" unshare -mpf ns mount --rbind "$d" "$d" ns mount -t proc proc "$d/proc" ns pivot -p "$d" /escape
	is "$("$2" "$at/ns" run "$d" /attest -o mount)" "$("$ns" run h/c /attest -o mount | sed "s#$at/c#$d#")" "$1: run: the same mounts"
	has_applet nspawn || return 0
	out_of "$2" "$1: nspawn (T9)" "$at/ns" nspawn -PD "$d" /escape
	out_of "$2" "$1: nspawn --capability=all (T9)" "$at/ns" nspawn -PD "$d" --capability=all /escape
}
host_mark
at='' outside=$dir/outside
from "a chroot" in_chroot
from "a chroot to a mount" in_mount

# ---- an initramfs, before Linux 7.0

in_rootfs /bin/true >out 2>&1
if [ $? = 77 ]; then
	skip "an initramfs" "$(cat out)"
	host_same "the host is as it was"
	done_testing
fi
at=/root outside=/root/outside
from "an initramfs" in_rootfs
if "$ns" -n nspawn -UD h/c true >/dev/null 2>&1; then
	out_of in_rootfs "an initramfs: nspawn in a user namespace (T9)" /root/ns nspawn -PD /root/c --private-users=identity --capability=all /escape
fi
cp "$TEST_BIN/enosys" h
lines() { # WORDS OF PIVOT, and what runs in there
	in_rootfs /root/ns unshare -m ns mount --rbind /root/c /root/c ns mount -t proc proc /root/c/proc ns pivot "$@" 2>&1
}
is "$(lines /root/c /escape)" "ns: pivot /root/c: Invalid argument (the root is an initramfs: see -p)" "pivot is refused, and the reason given"
like "$(lines -f /root/c /escape -o /root/outside)" 'umount of / and setns: OPEN' "pivot -f is the way back that it says it is"
is "$(lines -p /root/c /attest -o map,cap,ns | grep -Ev '^ns (mnt|user)')" "$("$TEST_BIN/attest" -o map,cap,ns | grep -Ev '^ns (mnt|user)')" \
	"pivot -p: ids and capabilities are the same"
is "$(lines -p /root/c /bin/sh -c 'umount /proc 2>&1; readlink /proc/self/ns/user | grep -c user')" "umount: can't unmount /proc: Invalid argument
1" "what was mounted before is locked"
if [ "$TEST_CONFIG" = all ] && "$TEST_BIN/inject" -- true >/dev/null 2>&1; then
	cp "$TEST_BIN/inject" h
	in_rootfs /root/inject -p /attest -S EPERM -- \
		/root/ns setpriv --inh-caps +chown --ambient-caps +chown ns unshare -m ns mount --rbind /root/c /root/c \
		ns mount -t proc proc /root/c/proc ns pivot -p /root/c /attest -o cap,map,root >got 2>&1
	is "$(sed -n 's/^# \([A-Z]*\) at [0-9:]* \([a-z]*\)(.*/\1 \2/p; s/.* wrong=/wrong /p' got)" "EPERM unshare
wrong 1 hangs=0 survivors=0 leaks=0" "pivot -p: no call fails unnoticed; without user namespaces it says what is dropped"
fi
unproc() { in_rootfs /root/c/bin/busybox sh -c '/root/c/bin/busybox umount /proc; exec "$@"' sh "$@"; }
out_of unproc "without a /proc (T9)" /root/ns run /root/c /escape
user() { in_rootfs /root/ns unshare -Urmpf "$@"; }
! "$ns" -n unshare -U true >/dev/null 2>&1 || out_of user "-U, and pivot -p (T9)" ns mount --rbind /root/c /root/c ns mount -t proc proc /root/c/proc ns pivot -p /root/c /escape
if has_applet setpriv; then
	few="--bounding-set=-sys_time,-sys_module --inh-caps=+chown,-sys_time --ambient-caps=+chown"
	# shellcheck disable=SC2086 # several words
	is "$(in_rootfs /root/ns setpriv $few /root/ns run /root/c /attest -o cap)" "$("$ns" setpriv $few "$ns" run h/c /attest -o cap)" \
		"all five sets of capabilities stay as they are (T18)"
	in_rootfs /root/ns setpriv --bounding-set=-setuid /root/ns unshare -m ns mount --rbind /root/c /root/c ns mount -t proc proc /root/c/proc \
		ns pivot -p /root/c /attest >got 2>&1
	like "$? $(cat got)" '^111 ns: pivot -p /root/c: Operation not permitted' "where the ids cannot stay what they are nothing runs"
fi

# ---- where there are no user namespaces

without() { in_rootfs /root/enosys newuser -- "$@"; }
without_sys_admin() { while read -r kind set hex; do
	case $set in permitted | effective | bounding) hex=$(printf '%016x' $((0x$hex & ~0x200000))) ;; esac
	echo "$kind $set $hex"
done; }
without /root/ns run /root/c /escape -o /root/outside >got 2>&1
is "$(cat got)" "ns: pivot: no user namespaces: CAP_SYS_ADMIN is dropped
chroot and climb: no
setns: no
umount of / and setns: no
root of PID 1: no" "no user namespaces: run does without CAP_SYS_ADMIN, and says so (T9)"
is "$(without /root/ns run /root/c /attest -o cap 2>/dev/null | grep ^cap)" "$("$TEST_BIN/attest" -o cap | grep ^cap | without_sys_admin)" \
	"that is gone from all five sets"
! has_applet nspawn || out_of without "no user namespaces: nspawn (T9)" /root/ns nspawn -PD /root/c /escape
host_same "the host is as it was"
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# early.t - the first minute: another root, from an initramfs
# shellcheck source=../lib.sh disable=SC2016
. "${0%/boot/*}/lib.sh"
need_root
need_applet dev pivot
need_tool escape

IFS=. read -r major _ </proc/sys/kernel/osrelease
read -r _ _ _ _ _ _ _ _ type _ </proc/self/mountinfo
is "$type" rootfs "the root is the initramfs"
is "$(echo x >/dev/null; head -c 2 /dev/zero | od -An -tx1; stat -c '%a %t:%T' /dev/tty)" " 00 00
666 5:0" "its /dev is one of ours, and works"

new_root c
: >c/inside
cp "$TEST_BIN/escape" c
host_mark
enter() { # LINE...
	"$ns" unshare -m ns mount --rbind c c ns cd c ns mount -t proc proc proc "$@"
}
way_out() { grep -E '^(chroot|setns|umount)' | tr '\n' ' '; }
if [ "$major" -ge 7 ]; then
	is "$(enter ns pivot . /escape | way_out)" "chroot and climb: no setns: no umount of /: no " "pivot: no way out (T9)"
else
	fails 111 'pivot .: Invalid argument \(.*initramfs' "pivot: the kernel refuses" enter ns pivot . ls
	# What our protection is from: if this is closed, the tests for it prove nothing.
	like "$(enter ns pivot -f . /escape | way_out)" 'umount of /: OPEN' "pivot -f is no wall"
fi
is "$(enter ns pivot -f . ls /inside)" /inside "pivot -f: the new root"
host_same "the initramfs is as it was"
done_testing

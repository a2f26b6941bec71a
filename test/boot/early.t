#!/bin/sh
# SPDX-License-Identifier: 0BSD
# early.t - containers from an initramfs, and no way out of them
# shellcheck source=../lib.sh disable=SC2016
. "${0%/boot/*}/lib.sh"
need_root
need_applet dev pivot run nspawn
need_tool escape

IFS=. read -r major _ </proc/sys/kernel/osrelease
ok "the root is the initramfs" grep -q ' / / .* - rootfs ' /proc/self/mountinfo
is "$(echo x >/dev/null; head -c 2 /dev/zero | od -An -tx1; stat -c '%a %t:%T' /dev/tty; ls /dev/pts)" " 00 00
666 5:0
ptmx" "its /dev is one of ours, and works"

new_root c
cp "$TEST_BIN/escape" c
: >"$dir/../of-the-host"
host=$(cd .. && pwd)/of-the-host
host_mark
# Always in a PID namespace: else /proc/1/root is a way out, as on any root.
enter() { # LINE...
	"$ns" unshare -mpf ns mount --rbind c c ns cd c ns mount -t proc proc proc "$@"
}
user() { # LINE...
	"$ns" unshare -Urmpf ns mount --rbind c c ns cd c ns mount -t proc proc proc "$@"
}
closed() { # NAME LINE...
	name=$1
	shift
	is "$("$@" /escape -o "$host" 2>&1)" "chroot and climb: no
setns: no
umount of / and setns: no
root of PID 1: no" "T9: no way back from $name"
}
closed run "$ns" run c
closed "run -P" "$ns" unshare -pf "$ns" run -P c
closed "run in a user namespace" "$ns" unshare -Ur "$ns" run c
closed nspawn "$ns" nspawn -q -D c
closed "pivot -p" enter ns pivot -p .
closed "pivot -p in a user namespace" user ns pivot -p .
if [ "$major" -ge 7 ]; then
	closed "pivot, where the kernel lets it" enter ns pivot .
	closed "pivot in a user namespace" user ns pivot .
else
	fails 111 'pivot .: Invalid argument \(.*initramfs' "pivot: the kernel refuses" enter ns pivot . ls
	# If this were closed, the tests above would prove nothing.
	like "$(enter ns pivot -f . /escape -o "$host")" 'umount of / and setns: OPEN' "T9: where -f just moves there is one"
	like "$(user ns pivot -f . /escape -o "$host")" OPEN "T9: in a user namespace too"
fi
is "$("$ns" run -H box c /bin/sh -c 'echo $$; hostname; id -u; ls -d /of-the-host 2>/dev/null; exit 7'; echo $?)" "1
box
0
7" "ns run"
is "$("$ns" run c /bin/cut -d' ' -f5 /proc/self/mountinfo)" "/
/proc
/dev
/dev/pts
/dev/mqueue" "has its mounts alone"
host_same "the initramfs is as it was"
rm "$host"
done_testing

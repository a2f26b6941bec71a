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
enter() { # LINE...
	"$ns" unshare -m ns mount --rbind c c ns cd c ns mount -t proc proc proc "$@"
}
open() { "$@" /escape -o "$host" | grep -c OPEN; }
is "$(open "$ns" run c) $(open "$ns" run -P c) $(open "$ns" nspawn -q -D c)" "0 0 0" "T9: no way back from run, run -P, nspawn"
is "$(open enter ns pivot -p .) $(open "$ns" unshare -Urm ns mount --rbind c c ns cd c ns mount --rbind /proc proc ns pivot -p .)" "0 0" \
	"T9: nor from pivot -p, nor in a user namespace"
if [ "$major" -ge 7 ]; then
	is "$(open enter ns pivot .)" 0 "T9: nor from pivot, where the kernel lets it"
else
	fails 111 'pivot .: Invalid argument \(.*initramfs' "pivot: the kernel refuses" enter ns pivot . ls
	# If this were closed, the tests above would prove nothing.
	ok "T9: where -f just moves there is one" [ "$(open enter ns pivot -f .)" -gt 0 ]
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

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# descriptors.t - a launch holds no more of them than it has to
#
# Ours are closed by the exec at the latest, so that the program shows none that
# was forgotten on the way.  A limit does: each line takes place with so many, on
# a kernel of today and on an old one, and without room for any it says so.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps ' (chpst|setpriv|s6-envuidgid|unshare -Um?) ' ' nsenter -t|ns dev |old kernel: unshare -m ns mount -t tmpfs none'
need_nodes
need_tool attest caller enosys
need_cmd busybox

new_root c
chmod 755 .
cp "$TEST_BIN/attest" .
mkdir bin at vol vol/a vol/b envdir
for n in 1 2 3 4 5 6 7 8; do echo $n >envdir/N$n; done
printf '%s\n' "one $dir/vol tmpfs mode=755 0 0" "two $dir/vol/a tmpfs X-mount.mkdir,nodev 0 0" \
	"$dir/bin $dir/vol/b none bind,ro,X-mount.mkdir 0 0" >fstab
echo 'tmpfs opt tmpfs nosuid 0 0' >fstab.in
echo box >name
: >keep
own_users c
host_mark

there() { "$ns" -n "$@" >/dev/null 2>&1; } # its applets are in this configuration

while read -r most line <&3; do
	eval "set -- $line"
	there "$@" || continue
	name=$(printf '%s\n' "$line" | cut -c 1-60)
	for old in "" "$TEST_BIN/enosys openat2 clone3 close_range mount_setattr open_tree move_mount --"; do
		# shellcheck disable=SC2086 # words
		is "$("$TEST_BIN/caller" -n "$most" $old "$ns" "$@" 2>&1 </dev/null)$?" 0 \
			"$most are enough${old:+ on an old kernel}: $name"
	done
	fails 111 '^ns: .*Too many open files' "without room it says so: $name" "$TEST_BIN/caller" -n 3 "$ns" "$@"
done 3<<'E'
11 run c /attest -o none
15 run -n -r at -t mnt/ns -b bin -f fstab.in -H box c /attest -o none
10 run -P c /attest -o none
4 unshare -m ns mount --rbind c c ns cd c ns pivot . /attest -o none
4 unshare -m ns mount -t tmpfs t vol ns mkdir -p vol/in/new ns mount --rbind c vol/in/new ns chroot vol/in ns pivot -f new /attest -o none
5 unshare -muinpf --kill-child --mount-proc ./attest -o none
5 unshare -Um --map-users 0:1000:1000 --map-groups 0:1000:1000 -S 0 -G 0 ./attest -o none
10 unshare -m --propagation private ns unshare --uts=keep ns hostname -F name ./attest -o none
6 unshare -m ns mount -a -T fstab ns umount -R vol ./attest -o none
6 unshare -m ns mount -a -T fstab ns umount-all vol ./attest -o none
7 unshare -m ns mount -t tmpfs -o X-mount.mkdir t vol/new ns mount --rbind -o ro,recursive,nosuid vol at ./attest -o none
8 unshare -mpf --kill-child ns mount -t tmpfs t vol ns mkdir vol/new ns mkdir vol/dev ns mkdir vol/proc ns mount --rbind c vol/new ns mount -t proc p vol/proc ns mount -t tmpfs d vol/dev ns cd vol ns pivot . ns switch_root /new /attest -o none
12 nsenter -t $$ -m -u -i -n -p -r -w ./attest -o none
5 chpst -P -u www:web -U www -e envdir -n 5 -m 50000000 $dir/attest -o none
4 chpst -/ c -C opt -u :33:34 -2 /attest -o none
4 setpriv --nnp --reuid www --regid web --init-groups --bounding-set=-sys_admin --reset-env $dir/attest -o none
4 s6-envuidgid www ns s6-applyuidgid -U -z $dir/attest -o none
5 init -s -- ./attest -o none
6 unshare -pf --kill-child ns init -g -k 1 ./attest -o none
5 if ' /bin/true' '' ns if ' /bin/true' '' ns cd c $dir/attest -o none
10 unshare -m ns mount -t tmpfs t vol ns mkdir -p -m 750 vol/a/b ns mkdir vol/dev ns inside vol ns copy /etc/passwd a/passwd ns mask a/b ns dev -b dev $dir/attest -o none
6 unshare -mu ns mount -t tmpfs t vol ns mkdir vol/dev ns dev vol/dev ns mknod -m 600 vol/null c 1 3 ns mknod vol/fifo p ./attest -o none
11 pty -q ns chroot c /attest -o none
11 pty -q ns unshare -pf ns chroot c /attest -o none
18 unshare -m ns mount -t tmpfs none /sys/fs/cgroup ns nspawn -q -D ./c --timezone=off --console=interactive /attest -o none
18 unshare -m ns mount -t tmpfs none /sys/fs/cgroup ns nspawn -D ./c --timezone=off --pipe /attest -o none
E
umount /etc/passwd
umount /etc/group

# ---- what the process outside goes on with

mkfifo input
outside() { # WANT COMMAND...: what its descriptors above 2 are
	want=$1
	shift
	there "$@" || return 0
	: >started
	exec 4<>input
	"$TEST_BIN/caller" "$ns" "$@" busybox sh -c 'echo yes; exec cat' <input >started 2>/dev/null &
	for _ in $(busybox seq 1000); do
		got=$(for fd in "/proc/$!/fd"/*; do
			[ "${fd##*/}" -le 2 ] || readlink "$fd"
		done 2>/dev/null | sed 's/:.*//; s/-[0-9]*$//' | sort | tr '\n' ' ')
		[ ! -s started ] || [ "$got" != "$want" ] || break
		sleep 0.02
	done
	exec 4<&-
	wait $!
	is "$got" "$want" "outside, for $*"
}
supervisor="socket socket "
outside "$supervisor" unshare -f
outside "$supervisor" unshare -pmf --kill-child --mount-proc
outside "$supervisor" unshare -U --map-users 0:1000:1000 -f
outside "$supervisor" unshare -f ns if ' /bin/true' ''
outside "$supervisor" run c
outside "" init -s
outside "/dev/ptmx /dev/pts/0 anon_inode $supervisor" pty -q
outside "/dev/ptmx /dev/pts/0 anon_inode $supervisor" pty -q ns unshare -pf
done_testing

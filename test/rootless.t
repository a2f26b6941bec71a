#!/bin/sh
# SPDX-License-Identifier: 0BSD
# rootless.t - what an ordinary user can do, and what he is told he cannot
# shellcheck source=lib.sh disable=SC2016,SC2012,SC2086
. "${0%/*}/lib.sh"
need_root
need_applet run
need_tool attest caller tree enosys escape
need_cmd busybox
unshare -U true 2>/dev/null || skip_all "no user namespaces in this kernel"

me=1234
new_root c
mkdir tools && cp "$(in_path busybox)" tools/busybox
cp "$ns" "$TEST_BIN/attest" "$TEST_BIN/caller" "$TEST_BIN/enosys" .
ns=$dir/ns # where he may reach it
chown -R $me:$me c
as="./caller -u $me"
$as "$ns" -n run c x | grep -q 'unshare -U' || skip_all "run is for root alone here"
run() { $as "$ns" run "$@"; }
# Of a tmpfs's own options kernels print different ones, and of the host's nodes
# we do not know where they are.
facts() {
	sed 's/,inode64//; s/,size=[^, ]*//; s/,nr_inodes=[^, ]*//' |
		awk '$3 ~ "^/dev/(null|full|random|urandom|zero|tty)$" { $0 = "mount " $3 " " $4 } { print }'
}
watch="$dir/c /dev/pts"
host_mark

# ---- the state (T10: literal)

nodes='mount /dev/null ro,nosuid,noexec,relatime
mount /dev/full ro,nosuid,noexec,relatime
mount /dev/random ro,nosuid,noexec,relatime
mount /dev/urandom ro,nosuid,noexec,relatime
mount /dev/zero ro,nosuid,noexec,relatime
mount /dev/tty ro,nosuid,noexec,relatime'
dev="mount / /dev ro,nosuid,relatime - tmpfs dev ro,mode=755,uid=$me,gid=$me
$nodes
mount / /dev/pts rw,relatime - devpts devpts rw,mode=600,ptmxmode=666
mount / /dev/mqueue rw,nosuid,nodev,noexec,relatime - mqueue mqueue rw"
mounts="mount /c / rw,relatime - tmpfs test rw,mode=755
mount / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
$dev"
is "$(run c /attest -o mount | facts)" "$mounts" "run: exactly these mounts"
is "$($as ./enosys openat2 open_tree move_mount mount_setattr close_range -- "$ns" run c /attest -o mount | facts)" "$mounts" \
	"and on an old kernel"
is "$(run c /attest -o ids,map | grep -v timens)" "uid 0 0 0
gid 0 0 0
groups
map uid_map 0 $me 1
map gid_map 0 $me 1
map setgroups deny" "root is who called, and there is nobody else (T21)"
is "$(run c /attest -o ns | grep -v time)" "ns cgroup host
ns ipc new
ns mnt new
ns net host
ns pid new
ns pid_for_children new
ns user new
ns uts new" "a user namespace too"
is "$(run c /attest -o process | grep -E '^(host|pid|parent|cwd|death)')" "host container
pid 1
parent outside
cwd \"/\"
death-signal 9" "it is PID 1, and dies with its supervisor"
is "$(run c /attest -o dev | sed 's/ 65534 65534 / 0 0 /' | grep -v -e pts/)" \
	"$(grep -v -e pts/ -e 'dev ptmx' "$top/test/run.dev")" \
	"the same /dev"
is "$(run c /bin/busybox readlink /dev/ptmx)" pts/ptmx "but for ptmx, a link: the host's may be one"
is "$(run c /bin/sh -c 'echo x >/dev/null && head -c 2 /dev/zero | od -An -tx1; head -c 1 /dev/urandom | wc -c; chmod 0 /dev/null 2>&1')" \
	" 00 00
1
chmod: /dev/null: Read-only file system" "the devices work, and stay the host's"
run c /bin/sh -c 'echo mine >/tmp/x'
is "$(stat -c '%u:%g' c/tmp/x) $(cat c/tmp/x)" "$me:$me mine" "what it makes is the caller's"
rm c/tmp/x
for status in 0 7 255; do
	run c /attest -o none -x $status
	is $? $status "status $status is the program's"
done
is "$(run -n c /bin/cat /proc/net/dev | grep -c :)" 1 "-n: a network with a loopback"
$as "$ns" run c /bin/sh -c 'trap "exit 42" TERM; echo >/tmp/x; for i in $(seq 250); do sleep 0.02; done' &
for _ in $(busybox seq 500); do [ ! -e c/tmp/x ] || break; sleep 0.01; done
kill $!
wait $!
is $? 42 "TERM is forwarded"
rm c/tmp/x
host_same "the host is as before"

# ---- more mounts

: >c/opt/data
mkdir share && mount -t tmpfs -o nosuid,nodev,noexec,noatime,mode=755 share share && mkdir share/sub && cp -a c share/c
cat >fstab <<E
$dir/share opt none bind,ro 0 0
tmp mnt tmpfs size=1m 0 0
E
for old in "" "./enosys openat2 open_tree move_mount mount_setattr close_range --"; do
	is "$($as $old "$ns" run -f "$dir/fstab" -b "$dir/tools" -t tmp c /attest -o mount | facts |
		grep -E '^mount [^ ]* /(opt|mnt|tmp)')" \
		"mount / /tmp rw,nosuid,nodev,relatime - tmpfs mnt_ns rw,mode=700,uid=$me,gid=$me
mount /tools /tmp/bin ro,relatime - tmpfs test rw,mode=755
mount / /opt ro,nosuid,nodev,noexec,noatime - tmpfs share rw,mode=755
mount / /mnt rw,relatime - tmpfs tmp rw,uid=$me,gid=$me" "-b, -f, and locked flags survive (T12)${old:+, on an old kernel}"
done
is "$(run -e 'mount --bind etc opt 2>&1; echo extra' c /bin/true 2>&1)" extra "-e"
echo "$dir/share opt none bind,exec 0 0" >fstab
host_mark
fails 111 'fstab: line 1: opt: Operation not permitted$' \
	"a flag that is locked cannot be taken away" $as "$ns" run -f "$dir/fstab" c /bin/true
umount share && rmdir share
host_mark

# ---- ids

if [ "$(in_path newuidmap)" ]; then
	mkdir etc && cp /etc/passwd /etc/group etc
	echo "me:x:$me:$me::/:/bin/sh" >>etc/passwd
	echo "$me:100000:1000" >etc/subuid
	echo "$me:200000:1000" >etc/subgid
	mount --bind etc /etc
	is "$($as "$ns" unshare -r --map-auto ns run c /attest -o ids,map | grep -v timens)" "uid 0 0 0
gid 0 0 0
groups
map uid_map 0 $me 1 1 100000 999
map gid_map 0 $me 1 1 200000 999
map setgroups allow" "unshare -r --map-auto ns run: more ids, through newuidmap and newgidmap"
	is "$($as "$ns" unshare -r --map-auto ns run c ns unshare -S 33 -G 34 /attest -o ids)" "uid 33 33 33
gid 34 34 34
groups" "to be anybody of them"
	host_mark
	fails 111 'unshare -U --map-users 0:5:1 --map-groups 0:5:1: Operation not permitted \(see /etc/subuid' \
		"an id that is not ours to give" $as "$ns" unshare --map-users 0:5:1 --map-groups 0:5:1 ./attest
	fails 111 '^ns: unshare -U -r --map-users auto --map-groups auto: No such file or directory \(see .*newuidmap' \
		"no newuidmap" env PATH=/nowhere ./caller -u $me "$ns" unshare -r --map-auto ./attest
	: >etc/subuid
	fails 111 'No such file or directory \(see /etc/subuid' "no range for us" $as "$ns" unshare --map-auto ./attest
	umount /etc && rm -r etc
	host_mark
fi
for bad in 5:0:1 1:0:2 ; do
	fails 111 '^ns: unshare .*: ranges overlap' "-r and $bad: an overlap is refused (T21)" \
		"$ns" unshare -r --map-users $bad --map-groups 7:7:1 ./attest
done
for bad in 0:4294967290:10 4294967290:0:10 4294967294:0:2; do
	fails 111 '^ns: unshare .*: ranges overlap, or run past the last id' "$bad runs past the last id (T21)" \
		"$ns" unshare --map-users $bad --map-groups 0:0:1 ./attest
done
is "$($as "$ns" unshare -r sh -c 'echo 0 5 1 >/proc/self/gid_map' 2>/dev/null || cat /proc/self/setgroups)" allow "(groups are ours out here)"
is "$($as "$ns" unshare -r cat /proc/self/setgroups)" deny "setgroups is denied before there is a gid_map (T21)"

# ---- what cannot be done

fails 111 '^ns: mount -t proc .* proc proc: Operation not permitted \(in a user namespace: needs -p' "-P: no /proc" \
	$as "$ns" run -P c /bin/true
fails 111 'unshare -m.*: Operation not permitted' "unshare -m alone" $as "$ns" unshare -m ./attest
mkdir h && mount --rbind / h && mount --make-rprivate h
host_mark
fails 111 '^ns: unshare -U -r: Operation not permitted \(the map is not allowed, or this is a chroot' "in a chroot" \
	chroot h "$dir/caller" -u $me "$ns" run "$dir/c" /bin/true
mount -t tmpfs -o mode=755 k h/proc/sys/kernel
echo 0 >h/proc/sys/kernel/unprivileged_userns_clone
host_mark
fails 111 '^ns: unshare -U -r: Operation not permitted \(forbidden by /proc/sys/kernel/unprivileged_userns_clone' \
	"the hint names Debian's switch" chroot h "$dir/caller" -u $me "$ns" run "$dir/c" /bin/true
echo 1 >h/proc/sys/kernel/unprivileged_userns_clone
echo 1 >h/proc/sys/kernel/apparmor_restrict_unprivileged_userns
host_mark
fails 111 '\(forbidden by /proc/sys/kernel/apparmor_restrict_unprivileged_userns' \
	"and Ubuntu's" chroot h "$dir/caller" -u $me "$ns" run "$dir/c" /bin/true
umount -l h && rmdir h
host_mark
fails 111 '^ns: unshare -U: No space left on device \(forbidden by /proc/sys/user/max_user_namespaces' "and the kernel's own" \
	unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$0" unshare -U ./attest' "$ns"
chmod 700 c
chown 0:0 c
host_mark
fails 111 '^ns: .*c: Permission denied' "a root that is not his" $as "$ns" run c /bin/true
chown $me:$me c
done_testing

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
dev="mount / /dev ro,nosuid,relatime - tmpfs dev rw,mode=755,uid=$me,gid=$me
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
started c/tmp/x
kill $!
wait $!
is $? 42 "TERM is forwarded"
rm c/tmp/x
if "$ns" -n nsenter -a -t 1 true >/dev/null 2>&1; then
	$as "$ns" run c /bin/sh -c 'echo >/tmp/x; exec sleep 60' &
	started c/tmp/x
	inner=$(cat "/proc/$!/task/$!/children")
	is "$($as "$ns" nsenter -a --preserve-credentials -t "${inner% }" /bin/sh -c 'hostname; ls' 2>&1)" "container
$(ls c)" "nsenter -a: into a container of his, whose network is the host's"
	kill -9 $!
	wait $! 2>/dev/null
	rm c/tmp/x
fi
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
fails 111 'fstab: line 1: .*/share on opt: Operation not permitted$' \
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
	is "$($as "$ns" unshare -c --map-users $((me - 1)):100000:3 --map-groups $((me - 2)):200000:5 ./attest -o map | sed -n 's/map [ug]id_//p')" \
		"map $me $me 1 $((me - 1)) 100000 1 $((me + 1)) 100001 1
map $me $me 1 $((me - 2)) 200000 2 $((me + 1)) 200002 2" "unshare -c cuts a range in two"
	is "$($as "$ns" unshare -r --map-auto ns run c ns unshare -S 33 -G 34 /attest -o ids)" "uid 33 33 33
gid 34 34 34
groups" "to be anybody of them"
	if "$ns" -n nspawn -U -D c /attest >/dev/null 2>&1; then
		is "$($as "$ns" unshare -r --map-auto ns nspawn -P -D c --timezone=off -u 33 /attest -o ids,map 2>&1 | grep -v timens)" "uid 33 33 33
gid 33 33 33
groups
map uid_map 0 $me 1 1 100000 999
map gid_map 0 $me 1 1 200000 999
map setgroups allow" "nspawn as root of a user namespace: no other is made, and its ids are there"
		is "$($as "$ns" unshare -r ns nspawn -P -D c --timezone=off /attest -o ids,map 2>&1 | grep -v timens)" "uid 0 0 0
gid 0 0 0
groups
map uid_map 0 $me 1
map gid_map 0 $me 1
map setgroups deny" "and of one that denies setgroups"
	fi
	host_mark
	fails 111 'unshare -U --map-users 0:5:1 --map-groups 0:5:1: Operation not permitted \(see /etc/subuid' \
		"an id that is not ours to give" $as "$ns" unshare --map-users 0:5:1 --map-groups 0:5:1 ./attest
	fails 111 '^ns: unshare -U -r --map-users auto --map-groups auto: No such file or directory \(see .*newuidmap' \
		"no newuidmap" env PATH=/nowhere ./caller -u $me "$ns" unshare -r --map-auto ./attest
	: >etc/subuid
	fails 111 'No such file or directory \(see /etc/subuid, /etc/subgid for USER:FIRST:COUNT' "no range for us" $as "$ns" unshare --map-auto ./attest
	umount /etc && rm -r etc
	host_mark
fi
while read -r why line; do # he is root there, but alone
	"$ns" -n $line true >/dev/null 2>&1 || continue
	fails 111 ": $(echo "$why" | tr _ ' ') \\(needs root, and ids that are mapped: --map-auto\\)$" \
		"nobody else to be: $line" $as "$ns" run c ns $line /attest
done <<'E'
Operation_not_permitted chpst -u :33:33
Operation_not_permitted s6-applyuidgid -u 33 -G 34
Operation_not_permitted setpriv --clear-groups
Invalid_argument setpriv --reuid 33
Invalid_argument setpriv --regid 33 --keep-groups
Operation_not_permitted unshare -G 34
Invalid_argument unshare -S 33
E
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

# ---- nspawn

if "$ns" -n nspawn -U -D c /attest >/dev/null 2>&1; then
	spawn() { $as "$ns" nspawn -P -D c --timezone=off "$@"; }
	# Of /sys all that the host has comes along, hidden or not.
	state() { spawn /attest -o mount | facts | grep -Ev ' /sys/' | sed 's/,gid=5,/,/; s/,[ug]id=[0-9]*//g; s/\(null \/proc\/[a-z_-]*\) .*/\1 masked/'; }
	while read -r mount root where rest; do
		case $where in
		/proc/*) [ -e "$where" ] || continue ;;
		/sys/*) continue ;;
		/dev) rest="$rest
$nodes" ;;
		esac
		echo "$mount $root $where $rest"
	done <"$top/test/nspawn.mountinfo" | sed 's/,gid=5,/,/; s/\(null \/proc\/[a-z_-]*\) .*/\1 masked/' | sort >want
	state | sort >got
	same got want "nspawn: exactly these mounts"
	is "$($as "$ns" nspawn -P -D c /attest -o mount | awk '$3 ~ "^/sys" && $4 !~ "^ro,"')" "" "all of /sys is read-only"
	is "$(spawn /attest -o ids,map | grep -v timens)" "uid 0 0 0
gid 0 0 0
groups
map uid_map 0 0 1
map gid_map 0 0 1
map setgroups deny" "there is root alone"
	# COMMAND...: its program's maps, as they are seen from here
	outside() {
		inner=
		"$@" /bin/sleep 60 >/dev/null 2>&1 </dev/null &
		for _ in $(busybox seq 200); do
			[ "$(cat "/proc/$inner/comm")" != sleep ] || break
			sleep 0.02
			read -r inner _ <"/proc/$!/task/$!/children" || [ -e "/proc/$!/exe" ] || break
		done 2>/dev/null
		cat "/proc/$inner/uid_map" "/proc/$inner/gid_map" 2>/dev/null | awk '{ print $1, $2, $3 }' | uniq
		kill $! 2>/dev/null && ! wait $!
	}
	is "$(outside $as "$ns" nspawn -P -D c --timezone=off)" "0 $me 1" "who is who called"
	is "$(spawn /attest -o cap | sed -n 's/cap bounding //p')" 0000000094acafff "with all 21 capabilities: they are worth nothing out here"
	is "$(spawn -u 0 /attest -o none -x 9; echo $?)" 9 "-u 0"
	mkdir -m 777 data
	is "$(spawn --drop-capability=sys_admin --read-only --bind-ro "$dir/data:/opt" /bin/busybox sh -c '
		for on in /opt /; do busybox mount -o remount,bind,rw $on; echo x >$on/x; done
		busybox umount /opt || busybox umount /proc/sys || busybox mount -t proc p /tmp || echo closed' 2>/dev/null; find data c/x -name x 2>/dev/null)" closed \
		"what is read-only stays so without sys_admin, with which one may mount"
	# Root of the container tries to change whatever is there.
	cat >c/try <<'E'
busybox hostname other && busybox hostname
busybox mount -t tmpfs t /tmp && echo mounted && busybox umount /tmp
while read -r _ _ _ _ on flags _; do
	busybox umount -l $on && echo "umount $on"
	busybox mount --move $on /tmp && echo "move $on"
	case $flags in
	ro,*) busybox mount -o remount,bind,rw,${flags#ro,} $on && echo "remount $on" ;;
	esac
done </proc/self/mountinfo
for type in proc sysfs; do
	busybox mount -t $type $type /tmp && echo "a fresh $type" && busybox umount /tmp
done
E
	for old in "" "./enosys openat2 open_tree move_mount mount_setattr close_range clone3 --"; do
		is "$($as $old "$ns" nspawn -P -D c --timezone=off --capability=all --private-network --read-only --bind-ro "$dir/data:/opt" \
			/bin/busybox sh /try 2>/dev/null)" "other
mounted" "the mounts are locked for root of there, the namespaces his own (T12)${old:+, on an old kernel}"
	done
	rmdir data
	host_mark
	fails 111 '^ns: nspawn: wants more users .-U.: 33' "-u 33" $as "$ns" nspawn -D c -u 33 /attest
	for how in pick=auto yes=auto 100000:2=0:100000:2; do
		is "$($as "$ns" -n nspawn --private-users=${how%%=*} -D c /attest | grep -o 'map-users [^ ]*')" \
			"map-users ${how#*=}" "--private-users=${how%%=*}: a range that /etc/subuid has, or just that"
	done
	for how in identity 100000:1; do
		fails 111 "^ns: nspawn: not without root: $how" "--private-users=$how" $as "$ns" nspawn --private-users=$how -D c /attest
	done
	fails 111 '^ns: nsenter --net=.*: Operation not permitted' "the host's network namespace" \
		$as "$ns" nspawn -D c --network-namespace-path=/proc/self/ns/net /attest

	# What root can do with it; DIR is out of reach for the ids of the container.
	mkdir -m 700 closed && cp -a c closed/tree && chown -R 0:0 closed && : >closed/tree/inside
	cp "$TEST_BIN/escape" closed/tree
	mkdir -m 700 closed/tree/own && chown 7:8 closed/tree/own
	host_mark
	closed="$ns nspawn -P -D closed/tree --timezone=off"
	root() { $closed "$@"; }
	map() { outside $closed "$@"; }
	if first=$(map -U) && [ "$first" ]; then
		is "$(root -U /attest -o ids)" "uid 0 0 0
gid 0 0 0
groups" "-U: root"
		is "$(root -U /attest -o process | grep -E '^(pid|death)')" "pid 1
death-signal 9" "who dies with the supervisor"
		like "$first" '^0 [0-9]+ 65536$' "and has 65536 ids"
		first=${first#0 } first=${first% *}
		ok "from where systemd-nspawn takes them, too" [ $((first % 65536)) = 0 -a "$first" -ge 524288 -a "$first" -le 1878982656 ]
		is "$(map -U)" "0 $first 65536" "always the same"
		is "$(map --private-users=pick)" "0 $first 65536" "--private-users=pick"
		is "$(map --private-users)" "0 0 65536" "--private-users: those of DIR's owner"
		is "$(map --private-users=identity)" "0 0 65536" "--private-users=identity"
		is "$(map --private-users=300000:9)" "0 300000 9" "--private-users=START:COUNT"
		printf 'tty:x:5:\n' >closed/tree/etc/group
		is "$(map --private-users=300000:6) $(map --private-users=300000:5)" "0 300000 6 0 300000 5" "few, with the group of terminals and without"
		is "$(map --private-users=300000)" "0 300000 65536" "--private-users=START"
		is "$(root -U --capability=all --private-network --bind-ro /usr:/opt sh /try 2>/dev/null)" "other
mounted" "what is mounted is locked for them (T12)"
		mkdir closed/tree/sbin && printf '%s\n' '#!/bin/sh' 'exec busybox reboot -f' >closed/tree/sbin/init && chmod 755 closed/tree/sbin/init
		is "$(root -U -b; echo $?)" 129 "reboot(2) is theirs"
		rm -r closed/tree/sbin
		is "$(root --private-users=no -E HOSTNS /attest -o ns | grep user)" "ns user host" "--private-users=no"
		if "$ns" cgroup ns-test-rootless true 2>/dev/null; then
			"$ns" nspawn -U -P -D closed/tree /bin/sleep 1 &
			for _ in $(busybox seq 90); do
				got=$(cat /sys/fs/cgroup/nspawn-$!/cgroup.procs /sys/fs/cgroup/*/nspawn-$!/cgroup.procs 2>/dev/null)
				[ ! "$got" ] || break
				sleep 0.01
			done
			like "$got" '[0-9]' "it is in a control group"
			wait $!
			is "$(ls -d /sys/fs/cgroup/nspawn-$! /sys/fs/cgroup/*/nspawn-$! 2>/dev/null)" "" "which goes with it (T35)"
		fi
		root -U /bin/sh -c 'echo mine >/tmp/x; busybox chown 5:6 /tmp/x'
		is "$(stat -c '%u:%g' closed/tree/tmp/x) $(root -U /bin/stat -c '%u:%g' /own)" "5:6 7:8" \
			"on disk the owners are those of the container"
		rm closed/tree/tmp/x
		is "$(root -U /attest -o mount | sed -n 's/ - .*//p' | head -n 1)" "mount /closed/tree / rw,nodev,relatime,idmapped" \
			"which is an id-mapped mount"
		mkdir low up own own/up && chown 300000:300000 own own/up && host_mark
		fails 111 'mount .*overlay /opt: Permission denied' "an overlay's upper directory is to be theirs" \
			root -U --overlay=low:up:/opt /bin/true
		is "$(root --private-users=300000 --overlay=low:own/up:/opt /bin/touch /opt/x 2>&1; stat -c %u own/up/x up* own/up*)" "300000
0
300000
300000" "as here"
		rm -r low up own && host_mark
		is "$(root -U -u 33 /attest -o ids | head -n 2)" "uid 33 33 33
gid 33 33 33" "-u 33"
		is "$(root -U /attest -o cap | sed -n 's/cap bounding //p') $(root --private-users=identity /attest -o cap | sed -n 's/cap bounding //p')" \
			"0000000094acafff 00000000948caffb" "21 capabilities, and 19 where root is the host's"
		mknod closed/tree/disk b 7 0 && mknod closed/tree/zero c 1 5
		is "$(root -U /escape block=/disk character=/zero 2>&1 | grep -Ev '^(open_by|setns|remount|release)')" "chroot and climb: no
umount of / and setns: no
root of PID 1: no
core_pattern: no
core_pattern of a fresh proc: no
mknod: no
init_module: no
block: no
character: no" "no way out for them (T9, T15, T16)"
		is "$(root -U sh -c '{ mount -t cgroup -o memory x /tmp || mount -t cgroup -o none,name=x x /tmp; } && echo x >/tmp/release_agent && echo OPEN' 2>/dev/null)" \
			"" "nor by a release_agent (T15)"
		cat >closed/tree/walk <<'E'
find /proc /sys -type f -perm /222 2>/dev/null | grep -Ev '^/proc/([0-9]+|self|thread-self|net)/|^/proc/sys/user/' |
	while read -r file; do (: >>"$file") && echo "$file"; done
E
		for a in find grep; do ln -sf busybox closed/tree/bin/$a; done
		is "$(root -U sh /walk 2>/dev/null | grep -Ev '^/proc/(mtrr|pressure/|sys/(net|kernel/(msg|sem|shm|auto_msgmni|ns_last_pid|pid_max)|fs/mqueue)|key)')" "" \
			"no file of the host's /proc or /sys opens for writing (T14)"
		rm closed/tree/walk closed/tree/disk closed/tree/zero
		"$TEST_BIN/enosys" mount_setattr -- "$ns" nspawn -U -D closed/tree /attest -o none >out 2>err
		refused $? 111 'unshare .*--map-tree .*: Function not implemented \(ids on disk: not before Linux 5.12' "-U before Linux 5.12"
		fails 111 'unshare .*--map-tree .*none: No such file' "a tree that is not there" \
			"$ns" unshare -U --map-users 0:655360:65536 --map-groups 0:655360:65536 --map-tree none true
		chown -R 655360:655360 closed/tree
		is "$(map -U)" "0 655360 65536" "-U: a tree that is owned by a range has that"
		is "$(root -U /bin/stat -c '%u:%g' /root) $(root -U /attest -o mount | grep -c idmapped)" "0:0 0" "and needs no mapping"
		fails 111 '^ns: nspawn: belongs to other users: ' "and no other" "$ns" nspawn --private-users=300000 -D closed/tree /attest
	else
		skip "root" "no id-mapped mounts here"
	fi
	fails 100 'not a number' "--private-users=maybe" "$ns" nspawn --private-users=maybe -D closed/tree /attest
	fails 100 'not a number' "--private-users=1:x" "$ns" nspawn --private-users=3:x -D closed/tree /attest
	fails 100 'malformed: 5:4294967294' "past the last id (T21)" "$ns" nspawn --private-users=5:4294967294 -D c /attest
	rm -rf closed
	host_mark
fi

# ---- what cannot be done

fails 111 '^ns: mount -t proc .* proc proc: Operation not permitted \(in a user namespace: needs -p' "-P: no /proc" \
	$as "$ns" run -P c /bin/true
fails 111 'unshare -m.*: Operation not permitted' "unshare -m alone" $as "$ns" unshare -m ./attest
mkdir h && mount --rbind / h && mount --make-rprivate h
host_mark
fails 111 '^ns: unshare -U -r: Operation not permitted \(the map is not allowed, or this is a chroot' "in a chroot" \
	chroot h "$dir/caller" -u $me "$ns" run "$dir/c" /bin/true
fails 111 "^ns: unshare -U --map-users .*: Operation not permitted \\(see /etc/subuid.* or this is a chroot" "with ranges in one" \
	chroot h "$dir/caller" -u $me "$ns" unshare --map-users 0:$me:1 --map-groups 0:$me:1 true
fails 111 '^ns: unshare -U --map-users .*: Operation not permitted \(the map is not allowed, or this is a chroot' "by root" \
	chroot h "$ns" unshare --map-users 0:5:1 --map-groups 0:5:1 true
mount -t tmpfs -o mode=755 k h/proc/sys/kernel
echo 0 >h/proc/sys/kernel/unprivileged_userns_clone
host_mark
fails 111 '^ns: unshare -U -r: Operation not permitted \(forbidden by /proc/sys/kernel/unprivileged_userns_clone' \
	"the hint names Debian's switch" chroot h "$dir/caller" -u $me "$ns" run "$dir/c" /bin/true
echo 1 >h/proc/sys/kernel/unprivileged_userns_clone
echo 1 >h/proc/sys/kernel/apparmor_restrict_unprivileged_userns
host_mark
fails 111 'Operation not permitted \(forbidden by /proc/sys/kernel/apparmor_restrict_unprivileged_userns' \
	"and Ubuntu's" chroot h "$dir/caller" -u $me "$ns" run "$dir/c" /bin/true
umount -l h && rmdir h
host_mark
fails 111 '^ns: unshare -U .*--map-tree /proc: [A-Z][a-z ]+ \(ids on disk: ' "but not where root was let, and a filesystem says no" \
	unshare -m sh -c 'mount -t tmpfs k /proc/sys/kernel && echo 0 >/proc/sys/kernel/unprivileged_userns_clone && exec "$0" "$@"' "$ns" \
	unshare -U --map-users 0:655360:65536 --map-groups 0:655360:65536 --map-tree /proc true
fails 111 '^ns: unshare -U: No space left on device \(forbidden by /proc/sys/user/max_user_namespaces' "and the kernel's own" \
	unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$0" unshare -U ./attest' "$ns"
fails 111 '^ns: unshare -U: No space left on device \(user.max_user_namespaces is reached' "that is not nothing" \
	unshare -Ur sh -c 'echo 1 >/proc/sys/user/max_user_namespaces && exec "$0" unshare -U ns unshare -U ./attest' "$ns"
fails 111 '^ns: unshare -U -r: No such file or directory \(is /proc mounted' "and a /proc is asked for" \
	unshare -m sh -c 'while umount -l /proc 2>/dev/null; do :; done; exec "$0" unshare -Ur true' "$ns"
mkdir bare
host_mark
fails 111 '^ns: mount -t proc .* proc proc: Permission denied \(a directory cannot be reached, or made' \
	"one without a place for proc" $as "$ns" run bare /bin/true
chmod 700 c
chown 0:0 c
host_mark
fails 111 '^ns: .*c: Permission denied' "a root that is not his" $as "$ns" run c /bin/true
chown $me:$me c
done_testing

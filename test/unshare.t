#!/bin/sh
# SPDX-License-Identifier: 0BSD
# unshare.t - namespaces, ids, maps, and what util-linux does; unshare-fork.t has the rest
# shellcheck source=lib.sh disable=SC2016,SC2012
. "${0%/*}/lib.sh"
need_caps '^-S|^--setuid|^-G|no capability is left|but those that a change|^no map|^-r for another|^-c, --map|in one line of map|^and he may|^and have a loop|setgroups allow|newuidmap|one of them failing|31 lines|^not root|^-r and|^--map-auto that' '^--map-users|^--map-auto: |^OUTSIDE|^-r and ranges|where a range|the last id|^-r --map-auto|^-S and -G are|up to 31 lines|^--monotonic behind'
need_applet unshare
need_tool attest caller enosys
need_cmd nsenter

caller=$TEST_BIN/caller attest=$TEST_BIN/attest
in_path nsenter >enter # a name, not busybox's own applet
nsenter() { "$(cat "$dir/enter")" "$@"; }
unshare() { "$ns" unshare "$@"; }
new() { new_namespaces "$ns" unshare "$@"; }
host_mark

# ---- namespaces

while read -r short long want; do
	is "$(new "$short")" "$want " "$short"
	is "$(new "--$long")" "$want " "--$long"
done <<'E'
-m mount mnt
-u uts uts
-i ipc ipc
-n net net
-C cgroup cgroup
E
is "$(unshare -p sh -c 'sh -c "echo \$\$"; :')" 1 "-p: for the children"
is "$(new -muinC)" "cgroup ipc mnt net uts " "several letters in one word"
if ! "$ns" -n unshare -f true >/dev/null 2>&1; then
	for f in -f --fork --kill-child --forward-signals --term-signal=9; do
		fails 100 'unknown option: -' "no $f" "$ns" unshare -p $f true
	done
fi
is "$(unshare -u hostname other && hostname)" "$(hostname)" "a host name of its own"
host_same "the host's name and mounts stay"

# ---- mounts of its own

mkdir d
is "$(unshare -m sh -c "mount -t tmpfs x $dir/d && grep -c ' $dir/d ' /proc/self/mountinfo")" 1 "a mount"
host_same "is not the host's: private, though the host's / is shared"
tags() { awk '$5 == "/" { $1 = ""; print $7 }' /proc/self/mountinfo; }
tags='$5 == "/" { sub(/:.*/, "", $7); print $7 }'
is "$(unshare -m awk "$tags" /proc/self/mountinfo)" - "private by default"
is "$(unshare -m --propagation private awk "$tags" /proc/self/mountinfo)" - "--propagation private"
is "$(unshare -m --propagation shared awk "$tags" /proc/self/mountinfo)" shared "--propagation shared"
is "$(unshare -m --propagation=slave awk "$tags" /proc/self/mountinfo)" master "--propagation=slave"
is "$(unshare -m --propagation unchanged awk "$tags" /proc/self/mountinfo)" shared "--propagation unchanged"
is "$(awk "$tags" /proc/self/mountinfo)" shared "(as it is here)"
is "$(unshare -m awk '$7 != "-" { print $5 }' /proc/self/mountinfo)" "" "below / too"
if unshare -m mount -t proc proc /proc 2>/dev/null; then
	is "$(new --mount-proc)" "mnt " "which means -m"
else # before Linux 5.8 the processes have one, and it is there
	fails 111 'Device or resource busy' "which means -m" "$ns" unshare --mount-proc true
fi
host_same "is still not the host's"

# ---- root, directory

if [ "$(in_path busybox)" ]; then
	new_root c
	host_mark
	is "$(unshare -R c busybox pwd)" / "-R: another root, and / is where we are"
	is "$(unshare --root=c ls / | tr '\n' ' ')" "$(ls c | tr '\n' ' ')" "--root=DIR"
	is "$(unshare -R c -w tmp busybox pwd)" /tmp "-w is looked up there"
fi
is "$(unshare -w d pwd)" "$dir/d" "-w"
is "$(unshare --wd "$dir/d" pwd)" "$dir/d" "--wd"

# ---- ids and user namespaces

if "$ns" -n unshare -U >/dev/null 2>&1; then
	ids() { "$ns" unshare "$@" "$attest" -o ids 2>&1; }
	is "$(ids -S 5)" "uid 5 5 5
gid 0 0 0
$("$attest" -o ids | tail -n 1)" "-S"
	is "$(ids --setuid=5 --setgid 6)" "uid 5 5 5
gid 6 6 6
groups" "--setuid, --setgid: no group is left"
	is "$("$(in_path setpriv)" --groups 7,8 "$ns" unshare -G 6 "$attest" -o ids 2>&1)" "uid 0 0 0
gid 6 6 6
groups" "-G: those of the caller go"
	is "$(unshare -S 5 "$attest" -o cap | sed -n 's/^cap //p' | grep -v bounding)" "inheritable 0000000000000000
permitted 0000000000000000
effective 0000000000000000
ambient 0000000000000000" "no capability is left"
	all=$("$attest" -o cap | sed -n 's/^cap permitted //p')
	is "$(unshare --keep-caps "$attest" -o cap | sed -n 's/^cap //p' | grep -v bounding)" "inheritable $all
permitted $all
effective $all
ambient $all" "--keep-caps: all are"
	is "$(unshare -S 5 --keep-caps "$attest" -o cap | sed -n 's/^cap permitted //p')" 0000000000000000 \
		"but those that a change from root takes"
	map() { # OPTIONS...: the maps and setgroups
		"$ns" unshare "$@" sh -c 'cd /proc/self; cat uid_map gid_map setgroups' 2>&1 | sed 's/^ *//; s/  */ /g' | tr '\n' ';'
	}
	is "$(new -U)" "user " "-U"
	is "$(ids -U)" "uid 65534 65534 65534
gid 65534 65534 65534
$("$attest" -o ids | sed -n 's/groups//p' | sed 's/ [0-9]*/ 65534/g; s/^/groups/')" "without a map: nobody"
	is "$(map -U)" "allow;" "no map, and setgroups as it was"
	is "$(map -r)" "0 0 1;0 0 1;deny;" "-r"
	is "$(new -r)" "user " "which means -U"
	is "$(map --map-root-user)" "0 0 1;0 0 1;deny;" "--map-root-user"
	is "$(map -c)" "0 0 1;0 0 1;deny;" "-c as root"
	chmod 711 "$dir" && cp "$ns" "$attest" "$caller" .
	nobody="./caller -u 65534 ./ns unshare"
	host_mark
	is "$($nobody -r ./attest -o ids)" "uid 0 0 0
gid 0 0 0
groups" "-r for another user: root"
	is "$($nobody -c ./attest -o ids)" "uid 65534 65534 65534
gid 65534 65534 65534
groups" "-c, --map-current-user: himself"
	is "$($nobody --map-current-user sh -c 'cat /proc/self/uid_map' | tr -s ' ')" " 65534 65534 1" "in one line of map"
	is "$($nobody -rm sh -c 'mount -t tmpfs x /tmp && echo mounted')" mounted "and he may mount"
	is "$($nobody -rn --loopback sh -c 'cat /sys/class/net/lo/flags' 2>&1; $nobody -rn --loopback grep -c lo: /proc/net/dev)" \
		"$($nobody -rn sh -c 'cat /sys/class/net/lo/flags' 2>&1)
1" "and have a loopback"
	if "$ns" -n unshare --locked true >/dev/null 2>&1; then
		is "$("$ns" unshare -mf ns unshare --locked -p ns mount -t tmpfs x d ns unshare --locked -m sh -c '
			mount -t tmpfs y d && umount d && ! umount d && echo $$; awk "{ print \$1, \$3 }" /proc/self/uid_map' 2>/dev/null)" \
			"1
$(awk '{ print $1, $3 }' /proc/self/uid_map)" "--locked: what is mounted in between is there to stay, ids are what they were"
		fails 111 '^ns: unshare --locked -p: Invalid argument \(--locked -m is to come' "it has an end" "$ns" unshare --locked -p true
		[ ! -e /proc/sys/user ] || # Linux 4.9
			fails 111 '^ns: unshare --locked -u: No space left on device \(a limit in /proc/sys/user' "a limit is named" \
			unshare -Ur sh -c 'echo 0 >/proc/sys/user/max_uts_namespaces && exec "$0" unshare --locked -u ns unshare --locked -m true' "$ns"
		fails 111 '^ns: unshare --locked -m: Invalid argument' "and a beginning" "$ns" unshare --locked -m true
		fails 111 '^ns: cd nosuch: No such file or directory$' "a step in between fails" \
			"$ns" unshare -mf ns unshare --locked -p ns cd nosuch ns unshare --locked -m true
	else
		fails 100 'unknown option: -' "no --locked" "$ns" unshare --locked true
	fi
	is "$(map --map-users 0:100000:65536 --map-groups 0:200000:1000)" "0 100000 65536;0 200000 1000;allow;" \
		"--map-users, --map-groups INSIDE:OUTSIDE:COUNT"
	is "$(map --map-users=100000,0,65536 --map-groups=200000,0,1000)" "0 100000 65536;0 200000 1000;allow;" \
		"OUTSIDE,INSIDE,COUNT as in util-linux 2.38"
	is "$(map -r --map-users 1:100000:10 --map-groups 1:100000:10)" "0 0 1;1 100000 10;0 0 1;1 100000 10;allow;" "-r and ranges"
	is "$(map -r --map-users 0:100000:10 --map-groups 0:100000:10)" "0 0 1;1 100000 9;0 0 1;1 100000 9;allow;" \
		"where a range covers the one id, it goes around"
	is "$(map --map-users 0:4294967294:1 --map-groups 4294967294:0:1)" "0 4294967294 1;4294967294 0 1;allow;" "the last id"
	is "$(map -U --setgroups deny)" "deny;" "--setgroups deny"
	is "$(map --map-users 0:0:1 --map-groups 0:0:1 --setgroups=deny)" "0 0 1;0 0 1;deny;" "with ranges"
	is "$(map --map-users 0:0:1 --map-groups 0:0:1 --setgroups=allow)" "0 0 1;0 0 1;allow;" "--setgroups allow"
	is "$("$ns" unshare --map-users 0:100000:10 --map-groups 0:100000:10 -S 0 -G 0 "$attest" -o ids)" "uid 0 0 0
gid 0 0 0
groups" "-S and -G are ids in the namespace"
	mkdir etc bin
	cp /etc/passwd /etc/group etc
	echo 'me:x:0:0::/:' >etc/passwd
	printf 'other:1:2\n#me:1:2\nme:x:2\nme:300000:65536\n0:5:5\n' >etc/subuid
	printf 'other:1:2\n0:400000:100\nme:500000:1' >etc/subgid
	mount --bind etc /etc
	is "$(map --map-auto)" "0 300000 65536;0 400000 100;allow;" "--map-auto: from subuid(5), by name or number"
	is "$(map --map-users=auto --map-groups 0:1:1)" "0 300000 65536;0 1 1;allow;" "--map-users=auto"
	is "$(map -r --map-auto)" "0 0 1;1 300000 65535;0 0 1;1 400000 99;allow;" "-r --map-auto"
	: >etc/subuid
	refusal=$(unshare --map-auto echo no 2>&1)
	is "$? $(echo "$refusal" | sed -E 's/^ns: unshare .*auto.*: (No such file or directory|error 2\>).*/why/')" "111 why" "no range for us: a refusal"
	printf '65534:300000:10\n' >etc/subuid
	printf '65534:400000:20\n' >etc/subgid
	# What it has as stderr is /dev/null, and not the next file that it opens.
	printf '#!/bin/sh\nshift\n[ "$(readlink /proc/self/fd/2)" = /dev/null ] && echo "${0##*/}" "$@"\n' >bin/newuidmap
	cp bin/newuidmap bin/newgidmap && chmod +x bin/*
	is "$(PATH=$dir/bin:$PATH $nobody --map-auto true 2>&1; echo $?)" "newuidmap 0 300000 10
newgidmap 0 400000 20
0" "a user's ranges are written by newuidmap and newgidmap"
	is "$(PATH=$dir/bin:$PATH ./caller -i 17 -u 65534 ./ns unshare --map-auto echo yes 2>&1 | tail -n 1)" yes "newuidmap, SIGCHLD ignored by the caller"
	printf '#!/bin/sh\nexit 3\n' >bin/newgidmap
	is "$(PATH=$dir/bin:$PATH $nobody --map-auto echo no >out 2>err; echo "$? $(wc -l <err) $(cat out)")" "111 1 newuidmap 0 300000 10" \
		"one of them failing is our failure"
	umount /etc
	for bad in 0:0 0:0:0 0:0:1:2 0,0 x:0:1 0:0:x 4294967290:0:10 0:4294967290:10 4294967295:0:1 -1:0:1 0:0:4294967295 ''; do
		refusal=$("$ns" unshare --map-users "$bad" --map-groups 0:0:1 echo no 2>&1)
		like "$? $refusal" '^1(00|11) ns: unshare[^:]*.*: ' "a map of \"$bad\" is refused (T21)"
	done
	host_mark
	for map in 0:x:1 5 0:0 0:0:0 0:0:1:1 '' 0,0:1; do
		fails 100 "malformed: ('')?$map" "no range: '$map'" "$ns" unshare --map-groups 0:0:1 --map-users "$map" true
	done
	fails 100 'malformed: x' "nor for groups" "$ns" unshare --map-users 0:0:1 --map-groups x true
	fails '1[01][01]' 'unshare' "so is an overlap of -r and a range (T21)" "$ns" unshare -r --map-users 5:0:1 --map-groups 5:0:1 echo no
	rm -r etc bin ns attest caller
	host_mark
	fails 111 'FILE.*: No such file' "--user=FILE that is not there" "$ns" unshare --user=FILE true
	fails 100 'allow or deny' "--setgroups perhaps" "$ns" unshare --setgroups perhaps true
	fails 100 'not a number we can take: x' "-S x" "$ns" unshare -S x true
	for id in -1 4294967295 +5 0x0 99999999999 '' root; do
		fails 100 'not a number' "-S \"$id\" (T20)" "$ns" unshare -S "$id" true
		fails 100 'not a number' "-G \"$id\" (T20)" "$ns" unshare -G "$id" true
	done
fi

# ---- namespaces that live on in a file

# clocks, kept: this configuration has them
clocks() { "$ns" -n unshare -T --monotonic 1 true >/dev/null 2>&1; }
kept() { "$ns" -n unshare --uts=/u true >/dev/null 2>&1; }
if kept; then
	mkdir pins && mount -t tmpfs pins pins && mount --make-private pins
	for n in mount uts ipc net cgroup; do : >pins/$n; done
	: >pins/a\ b
	is "$(unshare --uts=pins/uts hostname kept && nsenter --uts=pins/uts hostname)" kept "--uts=FILE: nsenter finds it again"
	# A mount namespace can only be bound in an older one, and the kernel deals out
	# their ages in batches per CPU: half of the tries are EINVAL.
	pin() { for _ in $(seq 20); do unshare --mount=pins/mount mount -t tmpfs kept d 2>/dev/null && return; done; return 1; }
	is "$(pin && nsenter --mount=pins/mount grep -c ' tmpfs kept ' /proc/self/mountinfo)" 1 \
		"--mount=FILE"
	is "$(unshare -m --uts="pins/a b" hostname both && nsenter --uts="pins/a b" hostname)" both "with -m, the file is the caller's"
	ns_chroots=$("$ns" -n mount --rbind a b ns chroot b 2>/dev/null)
	if [ "$ns_chroots" ]; then
		mkdir -p r/proc && cp "$attest" r && : >r/u
		is "$(unshare -m ns mount --rbind /proc r/proc ns chroot r ns unshare --uts=/u /attest -o none 2>&1)" "" "in a chroot, which it comes back to"
		rm -r r
	fi
	unshare -n --net=pins/net true
	is "$(nsenter --net=pins/net cat /proc/net/dev | grep -c :)" 1 "--net=FILE"
	for n in ipc cgroup; do
		unshare --$n=pins/$n true
		is "$(nsenter --$n=pins/$n "$attest" -o ns | grep new)" "ns $n new" "--$n=FILE"
	done
	# As it is where the processor gave it too low a number.
	umount pins/mount
	set -- "$ns" unshare --mount=pins/mount true
	if [ -x "$TEST_BIN/inject" ] && "$TEST_BIN/inject" -l log -- "$@" >out 2>&1 && umount pins/mount &&
		at=$(sed -n 's| mount("[^"]*", "[^"]*/pins/mount", .*||p' log | head -n 1) && [ "$at" ]; then
		is "$("$TEST_BIN/inject" -a "$at" -f EINVAL -- "$@" | sed 's/.*\(status=[^ ]*\).* hit=\([a-z]*\).*/\1 \2/')
$(stat -f -c %t pins/mount)" "status=exit:0 mount
6e736673" "on another processor, where it cannot be on the first"
	fi
	# Nowhere that is shared, whatever the processor; nor is one that we cannot go back to kept quiet about.
	: >pins/late && mount --make-shared pins
	host_mark
	fails 111 '^ns: unshare.*late: Invalid argument' "--mount=FILE where mounts are shared" "$ns" unshare --mount=pins/late true
	if "$TEST_BIN/enosys" sched_setaffinity -- true; then
		fails 111 '^ns: unshare.*late: Function not implemented' "and without a choice of processors" \
			"$TEST_BIN/enosys" sched_setaffinity -- "$ns" unshare --mount=pins/late true
	fi
	rm pins/late
	for p in pins/*; do umount "$p" 2>/dev/null; done
	umount pins && rmdir pins
	host_mark
	fails 111 'nosuch.*: No such file' "a FILE that is not there" "$ns" unshare --uts=nosuch true
	fails 111 'nosuch/f: No such file or directory$' "nor its directory: no word of /proc" "$ns" unshare --uts=nosuch/f true
	if [ "$ns_chroots" ]; then
		mkdir empty && cp "$attest" empty && : >empty/u && host_mark
		fails 111 'No such file or directory \(in a chroot it takes a /proc there' "but where there is none" \
			"$ns" chroot empty ns unshare --uts=/u /attest
		rm -r empty && host_mark
	fi
else
	host_mark
	fails 100 'no argument goes with: --mount=f' "no --mount=FILE" "$ns" unshare --mount=f true
fi

# ---- clocks, network

has_time || fails 111 'Invalid argument \(not in this kernel: CONFIG_TIME_NS' "-T: not in this kernel" "$ns" unshare -T true
if clocks; then
	! has_time || is "$(unshare -T --monotonic=-7 --boottime -5 grep -c ' -[57] ' /proc/self/timens_offsets)" 2 "--monotonic, and less than none"
	! has_time || ! "$ns" -n unshare -U >/dev/null 2>&1 ||
		is "$(unshare -U --map-users 0:100000:1000 --map-groups 0:100000:1000 -T --monotonic 7 grep -c ' 7 ' /proc/self/timens_offsets)" 1 "--monotonic behind a map"
	fails 100 'x' "--monotonic x" "$ns" unshare -T --monotonic x true
	fails 100 'take: -99999999999' "--boottime -99999999999" "$ns" unshare -T --boottime -99999999999 true
	for o in '' -u -m; do
		fails 100 'missing: -T' "clocks without -T, but ${o:-nothing}" "$ns" unshare --boottime 5 $o true
	done
else
	fails 100 'unknown option: --monotonic' "no clocks" "$ns" unshare -T --monotonic 5 true
fi
for o in '' -u -m; do
	fails 100 'missing: -n' "--loopback without -n, but ${o:-nothing}: the host's stays as it is" \
		"$ns" unshare --loopback $o true
done
is "$(unshare -n --loopback cat /proc/net/dev | grep -c :)" 1 "-n --loopback"
is "$(unshare -mn --loopback sh -c 'mount -t sysfs x /sys && cat /sys/class/net/lo/flags')" 0x9 "its loopback is up"
is "$(unshare -mn sh -c 'mount -t sysfs x /sys && cat /sys/class/net/lo/flags')" 0x8 "without, it is down"

# ---- the program

is "$(unshare -u echo -- -n 'a b' '')" "-- -n a b " "its words are not ours"
is "$(unshare -u -- echo -n x)" x "-- ends the options"
printf '#!/bin/sh\necho "shell: $#"\n' >shell && chmod +x shell
is "$(SHELL=$dir/shell "$ns" unshare -u)" "shell: 0" "none: \$SHELL"
is "$(echo 'echo $0' | env -u SHELL "$ns" unshare -u)" /bin/sh "or /bin/sh"
unshare -u sh -c 'exit 42'
is $? 42 "the status is the program's"
unshare -u sh -c 'kill -KILL $$' 2>/dev/null
is $? 137 "128+n when it is killed"
fails 127 'nosuch: No such file' "127" "$ns" unshare -u nosuch
fails 126 '/: Permission denied' "126" "$ns" unshare -u /

# ---- the same as util-linux

theirs=$(in_path unshare)
if "$theirs" --version 2>/dev/null | grep -q util-linux; then
	different=
	# It has no code of its own to write ranges, as root neither.
	mkdir bin
	printf '%s\n' '#!/bin/sh' 'f=${0##*/new}; pid=$1; shift' 'printf "%s %s %s\n" "$@" >/proc/$pid/${f%map}_map' >bin/newuidmap
	cp bin/newuidmap bin/newgidmap && chmod +x bin/*
	facts=ids,cap,ns,process,fd,signal
	while read -r words; do
		# shellcheck disable=SC2086 # one word each
		"$ns" -n unshare $words true >/dev/null 2>&1 || continue # not configured
		# shellcheck disable=SC2086
		ours=$("$ns" unshare $words "$attest" -o "$facts" 2>&1 </dev/null)
		# shellcheck disable=SC2086
		its=$(PATH=$dir/bin:$PATH "$theirs" $words "$attest" -o "$facts" 2>&1 </dev/null)
		[ "$ours" = "$its" ] || { different="$different $words;"; note "$words" "ours:" "$ours" "theirs:" "$its"; }
	done <<'E'
-m
-u -i
-n
-C
-p
-f
-pf
-pf --mount-proc
--kill-child -p
-f --kill-child=TERM
-T
-Tf
-mu --propagation unchanged
-U
-r
-c
-rmpf --mount-proc
-U --setgroups deny
-r --keep-caps
-c --keep-caps
-S 5
-G 5
-S 5 -G 6
-w /
-R / -w /proc
--map-users=100000,0,65536 --map-groups=100000,0,65536
--map-users=100000,0,65536 --map-groups=100000,0,65536 -S 7 -G 8
-r --map-users=100000,1,10 --map-groups=100000,1,10
E
	for words in "-r --map-users=100000,0,10 --map-groups=100000,3,10" "-c --map-users=0,0,5 --map-groups=100000,0,1" \
		"--map-users=100000,7,1"; do
		# shellcheck disable=SC2086
		"$ns" -n unshare $words true >/dev/null 2>&1 || continue
		# shellcheck disable=SC2086
		ours=$("$ns" unshare $words cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups 2>&1)
		# shellcheck disable=SC2086
		its=$(PATH=$dir/bin:$PATH "$theirs" $words cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups 2>&1)
		[ "$ours" = "$its" ] || { different="$different $words;"; note "$words" "ours:" "$ours" "theirs:" "$its"; }
	done
	rm -r bin
	is "$different" "" "up to 31 lines reach the state that util-linux's reach"
else
	skip "the same as util-linux" "there is no util-linux unshare"
fi

# ---- refusals

host_mark
fails 100 'unknown option: -Z' "an unknown option" "$ns" unshare -Z true
fails 100 'unknown option: --nosuch' "an unknown long one" "$ns" unshare --nosuch true
fails 100 'not a propagation: x' "--propagation x" "$ns" unshare --propagation x true
fails 100 'no argument for: --propagation' "--propagation alone" "$ns" unshare --propagation
fails 100 'no argument for: -R' "-R alone" "$ns" unshare -R
fails 111 'nosuch' "-R nosuch" "$ns" unshare -R nosuch true
fails 111 'nosuch' "-w nosuch" "$ns" unshare -w nosuch true
ln -s "$ns" unshare
host_mark
fails 1 '^unshare: unknown option' "under the name unshare: 1 for usage" ./unshare -Z
fails 1 '^unshare: .*nosuch' "1 for failures" ./unshare -w nosuch true
fails 127 '^unshare: exec nosuch' "127 as ever" ./unshare -u nosuch
is "$(./unshare -u ns cd / 2>&1 >/dev/null; echo $?)" "unshare: exec ns: No such file or directory
127" "and ns is a program"
chmod 711 "$dir" && cp "$ns" ns && cp "$caller" caller
host_mark
fails 111 'unshare -u: Operation not permitted \(needs root' "not root" ./caller -u 65534 ./ns unshare -u true
rm ns caller unshare
done_testing

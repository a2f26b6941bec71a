#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nsenter.t - into the namespaces of others, who may be hostile
# shellcheck source=lib.sh disable=SC2016,SC2012,SC1010
. "${0%/*}/lib.sh"
need_caps '^-a, and one|^-U: root|without our groups|^-S|^--setuid|^--preserve|^-a with users|so it is here|that is not mapped|nor with such a uid|others may not|denies setgroups|that we are in is left|root of there cannot' 'behind it$'
need_applet nsenter unshare cd clean if
need_cmd unshare busybox
need_tool attest caller spy

attest=$TEST_BIN/attest caller=$TEST_BIN/caller
in_path unshare >apart # a name, not busybox's own applet
nsenter() { "$ns" nsenter "$@"; }
new() { new_namespaces "$ns" nsenter "$@"; }
# container OPTIONS... -- PROG: $outer, and $target, the process in namespaces
# of its own, once its stdout has a line
container() {
	: >ready
	"$caller" "$(cat apart)" --kill-child "$@" >ready 2>&1 &
	outer=$!
	started ready ''
	target=$(cat "/proc/$outer/task/$outer/children")
	target=${target% }
}
over() { # and gone
	kill -KILL "$outer" 2>/dev/null
	wait "$outer" 2>/dev/null
	settle
}

# ---- which namespaces

T='' times=''
! has_time || T=T times="time time_for_children "
container -muinpC${T}f sh -c 'hostname there; mount -t tmpfs there /mnt; cd /mnt; echo; exec sleep 60'
host_mark
while read -r short long want; do
	[ -e "/proc/self/ns/${want%% *}" ] || continue
	is "$(new -t "$target" "$short")" "$want " "$short"
	is "$(new --target="$target" "--$long")" "$want " "--$long"
	is "$(new "--$long=/proc/$target/ns/${want%% *}")" "$want " "--$long=FILE"
	is "$(new "$short/proc/$target/ns/${want%% *}")" "$want " "$short""FILE"
done <<'E'
-m mount mnt
-u uts uts
-i ipc ipc
-n net net
-p pid pid pid_for_children
-C cgroup cgroup
-T time time time_for_children
E
is "$(new -t "$target" -u -i)" "ipc uts " "several"
is "$(new -t "$target" -a)" "cgroup ipc mnt net pid pid_for_children ${times}uts " "-a"
is "$(new --all --target "$target")" "cgroup ipc mnt net pid pid_for_children ${times}uts " "--all"
is "$(new -t "$target" -F -p)" "pid_for_children " "-F: -p is for the children"
is "$(new -t "$target" --no-fork -p)" "pid_for_children " "--no-fork"
is "$(new -t 1)" "" "none"
is "$(new -a -t 1 -n"/proc/$target/ns/net")" "net " "-a, and one from elsewhere"
is "$(nsenter -t "$target" -p sh -c '[ $$ -lt 40 ] && echo "$PPID"')" 0 "-p: its number is of there, its parent is outside"
if "$ns" -n unshare -f true >/dev/null 2>&1; then
	is "$(nsenter -t "$target" -p ns unshare -f sh -c 'echo in; exit 7' 2>&1; echo $?)" "in
7" "T23 -p: a child of who is there has a number of there, which its supervisor does not take for one of here"
fi
host_same "nothing of ours has changed"

# ---- where

is "$(nsenter -t "$target" -m pwd)" / "-m: we are at the root"
is "$(nsenter -t "$target" -u pwd)" "$dir" "without, where we were"
is "$(nsenter -t "$target" -m -w pwd)" /mnt "-w: where it is"
is "$(nsenter -t "$target" -m -w grep -c ' /mnt .* there ' /proc/self/mountinfo)" 1 "with its mounts"
is "$(nsenter -w/proc pwd)" /proc "-wDIR"
is "$(nsenter --wd=/proc pwd)" /proc "--wd=DIR"
is "$(nsenter -t "$target" -m -W mnt pwd)" /mnt "-W DIR is there"
is "$(nsenter -t "$target" -m --wdns /mnt pwd)" /mnt "--wdns DIR"
over
new_root c
container -mpf sh -c 'exec busybox chroot c sh -c "cd /tmp; echo; exec sleep 60"'
is "$(nsenter -t "$target" -m ls "$dir/c/bin/busybox")" "$dir/c/bin/busybox" "-m of a process in a chroot: the root is that of the namespace"
is "$(nsenter -t "$target" -m -r -w busybox pwd)" /tmp "-r -w: its root, and where it is there"
is "$(nsenter -t "$target" -m -r ls /bin/busybox)" /bin/busybox "-r is its own"
is "$(nsenter -r"$dir/c" -w"$dir/c/tmp" busybox pwd)" /tmp "-rDIR"
is "$(nsenter --root="$dir/c" -W /tmp busybox pwd)" /tmp "--root=DIR --wdns"
is "$(nsenter --root=c -W tmp busybox pwd)" /tmp "--wdns is below the root"
over
host_mark
fails 100 '^ns: nsenter: not with -w: -W' "-w and -W" "$ns" nsenter -w/ -W /tmp true

# ---- who

if "$(cat apart)" -U true 2>/dev/null; then
	mkdir tools
	printf '%s\n' '#!/bin/sh' 'f=${0##*/new}; pid=$1; shift' 'printf "%s %s %s\n" "$@" >/proc/$pid/${f%map}_map' >tools/newuidmap
	cp tools/newuidmap tools/newgidmap && chmod +x tools/*
	PATH=$dir/tools:$PATH
	container -Umuipf --map-users=10000,0,100 --map-groups=20000,0,100 sh -c 'echo; exec sleep 60'
	chmod 755 "$dir" && cp "$attest" . # others must reach it
	ids() { "$ns" nsenter -t "$target" "$@" ./attest -o ids,cap 2>&1 | grep -E '^(ns:|uid|gid|groups|cap permitted)' | tr '\n' ' '; }
	is "$(ids -U | sed 's/cap perm.*//')" "uid 0 0 0 gid 0 0 0 groups " "-U: root there"
	is "$("$(in_path setpriv)" --groups 7,8 "$ns" nsenter -t "$target" -U ./attest -o ids | grep groups)" groups "without our groups, whatever they were"
	is "$(ids -U -S 5 -G 6)" "uid 5 5 5 gid 6 6 6 groups cap permitted 0000000000000000 " "-S, -G: ids of there"
	is "$(ids --user --setuid=5 --setgid=6)" "uid 5 5 5 gid 6 6 6 groups cap permitted 0000000000000000 " "--setuid, --setgid"
	is "$(ids -U --preserve-credentials | sed 's/ gid.*//')" "uid 65534 65534 65534" "--preserve-credentials: we are nobody there"
	is "$(new -t "$target" -a)" "ipc mnt pid pid_for_children user uts " "-a with users"
	is "$(nsenter -a -t $$ sh -c 'echo in')" in "so it is here"
	host_mark
	fails 111 'nsenter .*-G 100 .*: Invalid argument' "a gid that is not mapped: the program does not run (T19)" "$ns" nsenter -t "$target" -U -G 100 echo no
	fails 111 'nsenter .*-S 100 .*: Invalid argument' "nor with such a uid (T19)" "$ns" nsenter -t "$target" -U -S 100 echo no
	fails 111 'user: we are in it already' "our own user namespace" "$ns" nsenter -t $$ -U true
	# Who is in that user namespace may enter what was made there, but the
	# network is ours, and may only be entered from here.
	is "$(new -t "$target" -n -U -m)" "mnt user " "some before the user namespace, some behind it"
	cp "$ns" ns && cp "$caller" .
	is "$(./caller -u 65534 ./ns nsenter -t "$target" -U true 2>&1; ./caller -u 65534 ./ns nsenter -t "$target" -m true 2>&1)" \
		"ns: nsenter -t $target -U: ns/user: Permission denied
ns: nsenter -t $target -m: ns/mnt: Permission denied" "others may not"
	over
	container -UmuinpC${T}f -r sh -c 'echo; exec sleep 60'
	is "$(nsenter -t "$target" -a sh -c 'id -u; mount -t tmpfs x /mnt && echo mounted')" "0
mounted" "into one with a single id, which denies setgroups"
	is "$(nsenter -t "$target" -a "$ns" nsenter -a -t "$target" sh -c 'echo in')" in "-a: the user namespace that we are in is left out"
	over
	rm -r ns caller attest tools
else
	skip "user namespaces" "there are none here"
fi
is "$("$(in_path setpriv)" --groups 7,8 "$ns" nsenter -S 5 -G 6 "$attest" -o ids)" "uid 5 5 5
gid 6 6 6
groups" "-S and -G without a user namespace"
is "$("$(in_path setpriv)" --groups 7,8 "$ns" nsenter -S 5 "$attest" -o ids)" "uid 5 5 5
gid 0 0 0
groups 7 8" "-S alone leaves the groups"

# ---- T23, T6: those who are there

quiet() { # SEEN NAME: what the spy got; it has SEEN us
	wait "$outer"
	is "$(tr '\n' ' ' <ready | sed "s/ready $1/ready /")" "ready " "$2"
}
if "$(cat apart)" -U true 2>/dev/null; then
	container -Umpf -r --mount-proc "$TEST_BIN/spy" 800 sleep
	nsenter -t "$target" -a ns if sleep 0.3 '' sleep 0
	quiet "seen " "T23: among hostile processes: they can neither trace us nor open what we have"
	container -Umpf -r --mount-proc "$TEST_BIN/spy" 800 sleep
	for _ in 1 2 3 4 5 6 7 8 9 10; do nsenter -t "$target" -a sleep 0; done
	quiet "[seen ]*" "T23: as we come and go"
	container -Umf -r "$TEST_BIN/spy" 800 sleep
	nsenter -t "$target" -a -F ns if sleep 0.3 '' sleep 0
	quiet "seen " "T23: where our PID namespace is theirs"
fi
old=$(sha256sum <"$ns")
cp "$ns" ours
container -mpf --mount-proc "$TEST_BIN/spy" -w 800 sleep
./ours nsenter -t "$target" -a ns if sleep 0.3 '' sleep 0
wait "$outer"
is "$(tail -n 1 ready)" "write: Operation not permitted" "T6: root of there cannot write what we run from"
printf '#!/proc/self/exe\n' >evil && chmod +x evil
container -mpf --mount-proc "$TEST_BIN/spy" -w 800 sleep
for _ in 1 2 3 4 5; do ./ours nsenter -t "$target" -m -p "$dir/evil" 2>/dev/null; done
wait "$outer"
like "$(tail -n 1 ready)" "^(write: Operation not permitted|no program)" "T6: nor when it has us run that"
is "$(sha256sum <ours)" "$old" "T6: our file is as it was"
rm ours evil
"$caller" -o 5=/etc -o 6=/etc/passwd "$ns" nsenter -u/proc/self/ns/uts "$attest" -o fd >out
is "$(grep -c '^fd [3-9]' out) $(grep -c '^fd 6' out)" "1 1" "T23: no descriptor of ours goes on, and no directory of the caller's"
container -mpf --mount-proc sh -c 'hostname there; echo; exec sleep 60'
nsenter -t "$target" -a -r -w "$attest" -o fd >out
is "$(grep '^fd [3-9]' out)" "" "T23: whatever was asked for"

# ---- the child

is "$(echo piped | "$ns" nsenter -t "$target" -p cat)" piped "-p: stdin is piped through"
for f in -p -u; do
	nsenter -t "$target" $f sh -c 'exit 42'
	is $? 42 "$f: the status is the program's"
	nsenter -t "$target" $f sh -c 'kill -KILL $$' 2>/dev/null
	is $? 137 "$f: 128+n when it is killed"
	host_mark
	fails 127 'nosuch: No such file' "$f: 127" "$ns" nsenter -t "$target" $f nosuch
	fails 126 '/: Permission denied' "$f: 126" "$ns" nsenter -t "$target" $f /
done
begun() { # COMMAND...: in the background, until it has made the file go
	rm -f go
	"$caller" -d "$@" &
	started go
	sleep 0.05
}
begun "$ns" nsenter -t "$target" -a sh -c "trap 'exit 7' TERM; : >$dir/go; while :; do sleep 0.02; done"
kill -TERM $!
wait $!
is $? 7 "TERM is handed on"
is "$("$caller" -i 17 -b "$ns" nsenter -t "$target" -p sh -c 'exit 3'; echo $?)" 3 "SIGCHLD ignored and everything blocked by the caller"
over
mkfifo fifo
container -mpf sh -c "mount -t tmpfs x /proc; for i in \$(seq 3000); do mkdir /proc/\$i; ln -s $dir/fifo /proc/\$i/status; done; echo; exec sleep 60"
begun "$ns" nsenter -t "$target" -a sh -c ": >$dir/go; sleep 0.5; exit 9"
kill -TSTP $!
sleep 0.1
kill -CONT $!
ended $! || kill -KILL $!
wait $!
is $? 9 "our supervisor asks our /proc, and not theirs"
over

# ---- lines

container -muf sh -c 'hostname there; echo; exec sleep 60'
is "$("$ns" nsenter -t "$target" -u ns if hostname '' echo then)" "there
then" "a line goes on there"
is "$("$ns" -n nsenter -t 5 -a sh 2>&1)" "ns clean -D -x \\
ns nsenter -a -t 5 \\
 sh" "as it is shown"
for line in '-t 5 -u -S 6' "-u$dir/a" '-t 5 -r -w' "-F -t 5 -p --preserve-credentials --user=/x -G 7" "-r/a -W c" "-w/here" '-a -t 7 -T/y'; do
	# shellcheck disable=SC2086 # words
	shown=$("$ns" -n nsenter $line PROG 2>&1)
	is "$(printf '%s\n' "$shown" | sed "1s|^ns |'$ns' -n |" | sh 2>&1)" "$shown" "$line is shown as itself: $(echo "$shown" | tr '\\\n' '  ')"
done
is "$(echo 'echo $0' | env -u SHELL "$ns" nsenter -t "$target" -u)" /bin/sh "no program: a shell"
ln -s "$ns" nsenter
is "$(./nsenter -t "$target" -u hostname)" there "as nsenter"
host_mark
fails 1 '^nsenter: nsenter -t 999999 -u: No such process' "status 1 for a failure" ./nsenter -t 999999 -u true
fails 1 '^nsenter: missing: .-t PID' "status 1 for usage" ./nsenter -a true
fails 127 'ns: No such file' "ns is a program" ./nsenter -t "$target" -u ns cd / true
over

# ---- refusals

host_mark
fails 111 'No such process' "a process that is not there" "$ns" nsenter -t 999999 -a true
fails 111 'nosuch: No such file' "a file that is not there" "$ns" nsenter -n/nosuch true
fails 111 'nosuch: No such file' "with -a" "$ns" nsenter -a -t 1 -n/nosuch true
fails 111 'net: .*of another kind' "a file that is no namespace" "$ns" nsenter -n/etc/passwd true
fails 111 'net: .*of another kind' "a file of another kind" "$ns" nsenter -n/proc/1/ns/uts true
fails 111 'nosuch: No such file' "-r: no such directory" "$ns" nsenter -r/nosuch true
fails 111 'Not a directory' "-w: a file" "$ns" nsenter -w/etc/passwd true
for o in -a -m --uts -r -w '-U -n/x' '-F -p'; do
	# shellcheck disable=SC2086 # words
	fails 100 'missing: .-t PID' "$o without a target" "$ns" nsenter $o true
done
for p in x -1 '' +5 99999999999 self; do fails 100 'not a number' "-t '$p'" "$ns" nsenter -t "$p" -u true; done
for id in -1 4294967295 +5 0x0 99999999999 '' root; do
	fails 100 'not a number' "-S '$id' (T20)" "$ns" nsenter -S "$id" true
	fails 100 'not a number' "-G '$id' (T20)" "$ns" nsenter -G "$id" true
done
if [ ! -d /sys/fs/selinux ] && mount -t tmpfs x /sys/fs 2>/dev/null; then
	mkdir -p /sys/fs/selinux && : >/sys/fs/selinux/enforce
	host_mark
	fails 111 'SELinux' "-Z where there is SELinux" "$ns" nsenter -Z -t 1 -u true
	umount /sys/fs
	host_mark
fi
fails 100 'unknown option: -x' "an unknown option" "$ns" nsenter -x true
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# cgroup.t - a control group with limits, entered first and gone at the end
# shellcheck source=lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
need_root
need_applet cgroup cd if unshare
need_fork
need_tool enosys inject
need_cmd setsid setpriv

me=ns-test-${dir##*/}
trees=/sys/fs/cgroup
find "$trees" -maxdepth 1 -type d >/dev/null 2>&1 || skip_all "no $trees"
v1=
grep -q ' - cgroup .*\<freezer\>' /proc/self/mountinfo && v1=1
# group CONTROLLER: where it is as PID sees it, in v1 or else in v2
group() {
	sed -n "s/^[0-9]*:[^:]*\<$1\>[^:]*://p; s/^0:://p" "${2-/proc/self/cgroup}" | head -n 1
}
left() { find "$trees" -type d -name "$me*"; } # what there still is of ours
tidy() { # what a broken one leaves
	find "$trees" -depth -type d -path "*/$me*" 2>/dev/null | while read -r d; do
		# shellcheck disable=SC2046 # several words
		kill -9 $(cat "$d/cgroup.procs") 2>/dev/null && sleep 0.1
		rmdir "$d"
	done
}
trap tidy EXIT
await() { # FILE
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ ! -e "$1" ] || break; sleep 0.1; done
}
if ! "$ns" cgroup "$me" true 2>err; then
	skip_all "$(cat err)"
fi
is "$(left)" "" "a group comes and goes"

# ---- entered

is "$("$ns" cgroup "$me" sed -n "s,.*:\(freezer\)*:.*/$me\$,in,p" /proc/self/cgroup | head -n 1)" in \
	"T35: the program is in it from the start"
is "$("$ns" cgroup "$me" ns if ' grep' ' -c' " /$me\$" ' /proc/self/cgroup' '' true)" 1 \
	"T35: so is what follows in the line"
is "$("$ns" cgroup "$me" ns unshare -C sh -c 'grep -c ":/$" /proc/self/cgroup')" "$(grep -c . /proc/self/cgroup)" \
	"it is the root of a cgroup namespace behind it"
is "$(cd /proc && "$ns" cgroup -k "$me" pwd)" /proc "we stay where we are"
is "$("$ns" cgroup "$me" ns cgroup "$me" sh -c 'grep -c "/$1/$1\$" /proc/self/cgroup' sh "$me"; left)" 1 "one in another"
is "$("$ns" unshare -pf --mount-proc ns cgroup "$me" sh -c 'echo $$; grep -c "/$1\$" /proc/self/cgroup' sh "$me"; left)" \
	"1
1" "in a PID namespace made before"
"$ns" unshare -pf ns cgroup "$me" ns unshare -C sh -c 'read -r _ _ _ parent _ </proc/self/stat; echo $parent' >out &
wait $!
is "$(cat out)" $! "and one process of ours stays outside"

# ---- v2 alone, as most have it: who is forked next begins in the group

v2() {
	"$ns" unshare -m --propagation private sh -c '{ umount -R /sys/fs/cgroup || umount -l /sys/fs/cgroup; } 2>/dev/null # busybox has no -R
		mount -t cgroup2 cgroup2 /sys/fs/cgroup && "$@"; echo "$?"; find /sys/fs/cgroup -type d -path "*/$0*"' "$me" "$@"
}
if [ "$(v2 true 2>/dev/null)" = 0 ]; then
	there='sed -n "s,^0:.*/$0\$,in,p" /proc/self/cgroup'
	for line in "unshare -f" "unshare -pf" "unshare -pf ns unshare -f" "unshare -f ns unshare -pf" "unshare -u"; do
		is "$(v2 "$ns" cgroup "$me" ns $line sh -c "$there" "$me")" "in
0" "v2: before $line"
		is "$(v2 "$TEST_BIN/enosys" clone3 -- "$ns" cgroup "$me" ns $line sh -c "$there" "$me")" "in
0" "v2: and before Linux 5.7"
	done
	is "$(v2 "$ns" cgroup "$me" ns unshare -f ns cgroup in ns cd / ns unshare -f sh -c 'grep -c "^0:.*/$0/in\$" /proc/self/cgroup' "$me")" \
		"1
0" "v2: one in another"
	: >log # stays empty under an emulator, and before Linux 5.7 that is how it goes
	v2 "$TEST_BIN/inject" -l "$dir/log" -p "$(in_path true)" -- "$ns" cgroup "$me" ns unshare -pf true >out 2>&1
	case $TEST_CONFIG,$(uname -r) in old,* | *,[0-4].* | *,5.[0-6].*) : >log ;; esac
	! grep -q 'clone3(' log || is "$(grep -c 'open.*cgroup\.procs' log)" 0 "v2: no write that others wait for"
	! grep -q 'clone3(' log || is "$(grep -c 'clone3\?(' log)" 1 "v2: and one fork for both"
	is "$(v2 sh -c 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			"$0" cgroup -k "$1" sleep 0.05 2>&1 | grep -v "^ns: signal 9 before" &
		done; wait' "$ns" "$me")" 0 "v2: -k, twenty at once"
	for old in "" "$TEST_BIN/enosys clone3 --"; do
		[ ! -s log ] || is "$(v2 $old "$TEST_BIN/inject" -p "$(in_path grep)" -S EPERM -- \
			"$ns" cgroup "$me" ns unshare -pf grep ^0: /proc/self/cgroup | sed 's/.* \(wrong=\)/\1/')" \
			"wrong=0 hangs=0 survivors=0 leaks=0
0" "v2: no call of these fails unnoticed${old:+, before Linux 5.7}"
	done
else
	skip "v2 alone" "no cgroup2 here"
fi

# ---- limits

limit() { # CONTROLLER V1-FILE V2-FILE WANT OPTION VALUE: as the program finds it
	where=$(sed -n "s/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - cgroup .*\<$1\>.*/\1/p" /proc/self/mountinfo | head -n 1)
	file=$2
	[ "$where" ] || where=$trees file=$3
	is "$("$ns" cgroup --parent=/ "$5" "$6" "$me" cat "$where/$me/$file" 2>&1)" "$4" "$5 $6"
}
if [ "$v1" ]; then
	limit memory memory.limit_in_bytes memory.max 67108864 -m 64M
	limit memory memory.limit_in_bytes memory.max 5368709120 -m 5G
	limit memory memory.limit_in_bytes memory.max 5368709120 --memory 5368709120
	limit cpu cpu.cfs_quota_us cpu.max 150000 -c 1.5
	limit cpu cpu.cfs_quota_us cpu.max 1000 -c .01
	limit cpu cpu.cfs_quota_us cpu.max 12345678 --cpus 123.45678
	limit pids pids.max pids.max 20 -p 20
	limit pids pids.max pids.max 20 --pids 20
fi
"$ns" cgroup -p 1 "$me" true 2>err && n=1 || n=
if [ "$n" ]; then
	is "$("$ns" cgroup -p 2 "$me" sh -c 'sleep 10 & (echo forked); :' 2>&1 | grep -c forked)" 0 "-p counts"
	is "$("$ns" cgroup -p 1 "$me" sh -c 'echo ran')" ran "-p 1 is the program alone"
fi
if [ "$v1" ]; then
	"$ns" cgroup --parent=/ -m 4K "$me" true 2>err
	has err '^ns: signal 9 before the program began \(out of memory\?\)$' "-m 4K is less than we take"
fi
: >big
"$ns" cgroup --parent=/ -m 4M "$me" sh -c 'ulimit -v 300000; x=x; while :; do x=$x$x; done' >out 2>err && n=0 || n=$?
[ ! "$v1" ] || is "$n" 137 "-m counts"
is "$(left)" "" "nothing is left"

# ---- gone

is "$("$ns" cgroup "$me" sh -c 'exit 7'; echo "$?"; left)" 7 "T35: gone after a failure"
is "$("$ns" cgroup "$me" sh -c 'kill -9 $$'; echo "$?"; left)" 137 "T35: gone after a kill"
is "$("$ns" cgroup "$me" ./none 2>err; echo "$?"; left)" 127 "T35: gone without a program"
is "$("$ns" cgroup "$me" ns cd /none true 2>err; echo "$?"; left)" 111 "T35: gone after a step that failed"
is "$("$ns" cgroup "$me" sh -c 'for i in 1 2 3 4 5 6 7 8 9; do setsid sleep 100 & done' >/dev/null 2>&1; echo "$?"; left)" 0 \
	"T35: gone with all who stayed behind"
settle
is "$(others)" "" "T35: and they are gone"
"$ns" cgroup "$me" sh -c 'd=$1$2; f=cgroup.procs
	for i in 1 2 3 4 5; do mkdir -p $d/a/b$i/c; setsid sleep 100 & echo $! >$d/a/b$i/c/$f; done
	mkdir $d/e; : >"$3"; exec sleep 100' sh "$trees${v1:+/freezer}" "$(group freezer | sed 's,/$,,')/$me" "$dir/ready" >out 2>err &
await ready
kill -TERM $!
wait $!
settle
is "$? $(cat err) $(left) $(others)" "143   " "T35: gone with groups below it, after TERM"
for n in 4 5 6 7 8 9 10 11 12 14; do # what cannot be handed over is not made
	sh -c 'ulimit -n "$1"; shift; exec "$@"' sh $n "$ns" cgroup "$me" sh -c 'exit 7' 2>err
	echo "$? $(cat err) $(left)"
done >got
is "$(grep -Ev '^(7|111 ns: cgroup .*: (Too many open files|error 24)) *$' got)" "" "T35: gone, or not made, where few descriptors may be open"
i=0
while [ $i -lt 50 ]; do
	"$ns" cgroup "$me" true || break
	i=$((i + 1))
done
is "$i $(left)" "50 " "fifty in a row"
for i in 1 2 3 4 5 6 7 8 9; do "$ns" cgroup "$me-$i" sh -c 'setsid sleep 100 & sleep 0.1' & done
wait
settle
is "$(left) $(others)" " " "nine at once"

# ---- one that is there

hold() { # start one that holds the group
	rm -f ready
	"$ns" cgroup "$me" sh -c 'setsid sleep 100 & : >"$1"; wait' sh "$dir/ready" &
	holder=$!
	await ready
}
hold
fails() { # STATUS REGEX NAME COMMAND...: lib.sh's, but groups may differ
	want=$1 regex=$2 name=$3
	shift 3
	"$@" >out 2>err </dev/null
	is "$? $(cat out) $(wc -l <err) $(matches err "$regex" && echo yes)" "$want  1 yes" "$name"
	[ $failures = 0 ] || note "$(cat err)"
}
fails 111 'cgroup cgroup.procs: .*Not a directory \(a file in the group above has' "the name of a file" "$ns" cgroup cgroup.procs true
fails 111 'cgroup .*: File exists \(in use; see -k\)' "one in use is refused" "$ns" cgroup "$me" true
kill -0 $holder && is "$(left | wc -l)" 1 "and left alone"
is "$("$ns" cgroup -t "$me" sed -n "s,.*/$me-\(.\)\$,\1,p" /proc/self/cgroup | head -n 1)" 1 "-t takes another name"
is "$("$ns" cgroup -k "$me" echo in)" in "-k makes it anew"
wait $holder
settle
is "$? $(left) $(others)" "137  " "and ends those who were there"
hold
kill -9 $holder
wait $holder 2>/dev/null
is "$(left | wc -l)" 1 "a supervisor that is killed leaves it behind"
program() { others | grep '[s]h -c .*wait'; }
for _ in 1 2 3 4 5 6 7 8 9; do [ "$(program)" ] || break; sleep 0.1; done
is "$(program)" "" "but not the program"
fails 111 'File exists \(in use; see -k' "what still runs there is not run over" "$ns" cgroup "$me" true
is "$("$ns" cgroup -k "$me" echo in) $(left)" "in " "-k ends it"
settle
is "$(others)" "" "all of it"
if [ "$v1" ]; then
	rm -f ready
	"$ns" cgroup -m 64M -p 50 "$me" sh -c ': >"$1"; sleep 100' sh "$dir/ready" &
	holder=$!
	await ready
	kill -9 $holder
	wait $holder 2>/dev/null
	is "$("$ns" cgroup -k "$me" echo in) $(left)" "in " "-k: also in the trees of limits that only the other had"
fi
many() { # LINE...: twenty at once
	for i in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do
		{ "$ns" cgroup -k "$me" "$@" 2>"err.$i"; echo "$?" >"got.$i"; } &
	done
	wait
	sort -u got.?* | tr '\n' ' '
	echo
	cat err.?* | grep -v '^ns: signal 9 before the program began'
}
for _ in 1 2 3; do
	many sleep 0.05 >>out.many
	many ns unshare -pf sleep 0.05 >>out.many
done
is "$(grep -Evx '0 (111 )?(137 )?' out.many)" "" "-k: one of twenty has it, and the others are killed"
if [ "$v1" ]; then
	for i in 0 1 2 3 4 5 6 7 8 9; do
		"$ns" cgroup -k -m 64M "$me" sleep 0.05 &
		"$ns" cgroup -k -p 50 "$me" sleep 0.05 &
	done 2>err
	wait
	is "$(grep -v '^ns: signal 9 before' err)" "" "-k: also those with other limits"
fi
is "$(left)" "" "nothing is left"
for d in "$trees" "$trees"/*/; do
	[ -d "$d" ] || continue # * as it stands
	grep -q " ${d%/} .* - cgroup2\? .*\(freezer\|cgroup2\)" /proc/self/mountinfo && mkdir -p "$d/$(group freezer)/$me"
done
is "$("$ns" cgroup "$me" echo in) $(left | grep -v unified)" "in " "an empty one is made anew"
tidy
d=$trees${v1:+/freezer}$(group freezer | sed 's,/$,,')/$me
if mkdir "$d"; then
	: >log
	for _ in 1 2 3; do
		sleep 100 &
		echo $! >>members && echo $! >"$d/cgroup.procs"
	done
	# shellcheck disable=SC2046 # words
	"$TEST_BIN/inject" -l log -p "$(in_path true)" -- "$ns" cgroup -k "$me" true >/dev/null 2>&1 || kill $(cat members)
	wait
	is "$(sed -n 's/.* kill(\([0-9]*\), .*/\1/p' log | grep -vxFf members)" "" "-k kills who is in it, and nobody else"
	tidy
fi
if mkdir "$d"; then
	rm -f ready
	sh -c 'echo $$ >"$1" && : >ready && exec sleep 1' sh "$d/cgroup.procs" &
	await ready
	is "$("$ns" unshare -pf --mount-proc "$ns" cgroup -k "$me" echo in 2>&1) $(left)" "in " \
		"-k waits for one that it cannot see, and so not kill"
	wait $!
fi

# ---- refused

fails 111 'nono: No such file' "no such parent" "$ns" cgroup --parent=/nono "$me" true
fails 111 'No such file' "nor with -t" "$ns" cgroup -t --parent=/nono "$me" true
fails 111 'No such file' "a parent that is no path" "$ns" cgroup --parent=nono "$me" true
"$TEST_BIN/inject" -l log -- "$ns" cgroup "$me" true >/dev/null 2>&1
at=$(sed -n '/mountinfo/{s/^\([0-9:]*\) .*/\1/p;q;}' log)
"$TEST_BIN/inject" -a "${at:-0:1}" -f EMFILE -- "$ns" cgroup "$me" true >/dev/null 2>err
[ ! "$at" ] || has err ': Too many open files' \
	"a table of mounts that cannot be read is not a tree that is missing"
at=$(sed -n '/ clone/{s/^\([0-9:]*\) .*/\1/p;q;}' log)
"$TEST_BIN/inject" -a "${at:-0:1}" -f EAGAIN -- "$ns" cgroup "$me" true >/dev/null 2>err
[ ! "$at" ] || is "$(cat err)" "ns: cgroup $me: Resource temporarily unavailable" "no child is not a tree's fault"
for w in -m: -m0x10 -m1T -m1GG -mM -m-1 -m1234567890G -m1234567890123456789 -c: -c. -c0 -c0.000001 -c0.00999 -c1.234567 -c-1 \
	-c12345 -c1.2.3 -c1e3 -p: -p-1 -px -p1.5 -p4294967296; do
	"$ns" cgroup "$(printf %s "$w" | tr -d :)" ${w##*[!:]} "$me" true >out 2>err
	[ "$? $(wc -l <err)" = "100 1" ] || { result not-ok "malformed $w"; note "$(cat err)"; }
done
longest=$(printf '%0200d' 0)$(printf '%050d' 0)
for w in . .. .x '' a/b / "0$longest"; do
	"$ns" cgroup -k "$w" true 2>err
	[ $? = 100 ] || { result not-ok "the name $w"; note "$(cat err)"; }
done
result ok "what is malformed is refused before anything happens"
is "$("$ns" cgroup -t "$longest" "$ns" cgroup -t "$longest" "$ns" unshare -p --kill-child -f true 2>&1)$? $(find /sys/fs/cgroup -name "$longest*")" \
	"0 " "a name of 250 bytes, and with a number behind it"
# In v2 it may be asked for, and does not help.
[ ! "$v1" ] || is "$("$ns" cgroup -c .5 "$me" "$ns" cgroup -c 1 in true 2>&1; echo $?)" \
	"ns: cgroup -c 1 in: cpu: Invalid argument
111" "more than the group above has"
is "$(left)" "" "nothing is left"

none() { # WHAT-TO-DO LINE...: where there is no tree, or none to write to
	what=$1
	shift
	unshare -m sh -c 'mount --make-rprivate /; '"$what"'; shift; exec "$@"' sh "$trees" "$@"
}
gone='umount -l "$1"'
ro='for m in $(cut -d" " -f5 /proc/self/mountinfo | grep "^$1"); do mount -o remount,bind,ro "$m"; done'
fails 111 'No such file or directory \(no such controller or group, or not mounted' "no tree" none "$gone" "$ns" cgroup "$me" true
fails 111 'Read-only' "one that is read-only" none "$ro" "$ns" cgroup "$me" true
is "$(none "$gone" "$ns" cgroup -t "$me" echo ran 2>&1)" ran "-t goes on without"
is "$(none "$ro" "$ns" cgroup -t "$me" echo ran 2>&1)" ran "-t goes on without one it can write"
# Where version 2 is alone, its root is there all the same, and is found empty too late.
[ ! "$v1" ] || is "$(none 'mount -t tmpfs t "$1"' "$ns" cgroup -t "$me" sh -c 'readlink "/proc/$PPID/exe" | grep -c "^$0\$"' "$(readlink -f "$ns")")" 0 \
	"nor stays one of ours outside where the tree is hidden"
is "$(none "$ro" "$ns" cgroup -tv "$me" true 2>&1)" "ns: cgroup $me: Read-only file system" "-v says so"
fails 111 'No such file or directory \(no such controller or group, or not mounted' "-t with a limit does not" none "$gone" "$ns" cgroup -t -p 9 "$me" true
fails 111 '(Permission denied|Operation not permitted)' "an unprivileged user" \
	"$(in_path setpriv)" --reuid 65534 --clear-groups "$ns" cgroup "$me" true
# ---- version 2: all there is, and mounted from below its root, as in a container

two=$(sed -n 's/^[^ ]* [^ ]* [^ ]* \/ \([^ ]*\) .* - cgroup2 .*/\1/p' /proc/self/mountinfo | head -n 1)
if [ "$two" ] && mkdir "$two/$me" 2>/dev/null; then
	mkdir two
	second() { # LINE...: in a group of its own there
		unshare -m sh -c 'mount --make-rprivate /
			mount --bind "$2/$3" two && umount -l "$1" && echo $$ >two/cgroup.procs && shift 3 && exec "$@"' \
			sh "$trees" "$two" "$me" "$@"
	}
	is "$(second "$ns" cgroup in sed -n 's/^0:://p' /proc/self/cgroup; left)" "/$me/in
$two/$me" "v2: it is entered, and gone"
	is "$(second "$ns" cgroup in ns unshare -C sed -n 's/^0:://p' /proc/self/cgroup)" / "v2: it is the root of a namespace"
	is "$(second "$ns" cgroup in sh -c 'mkdir -p two/in/a/b
		for g in in in/a in/a/b; do setsid sleep 100 & echo $! >two/$g/cgroup.procs; done
		exit 3'; echo "$?"; left; others | grep -v ", Z:")" "3
$two/$me" "v2: gone with groups below it, and all in them"
	is "$(unshare -m sh -c 'mount --make-rprivate /
		mount --bind "$2/$3" two && { umount -R "$1" || umount -l "$1"; } 2>/dev/null
		mount --move two "$1" && echo $$ >"$1/cgroup.procs" && shift 3 && exec "$@"' \
		sh "$trees" "$two" "$me" "$ns" cgroup in sed -n 's/^0:://p' /proc/self/cgroup; left)" "/$me/in
$two/$me" "v2: and from where the tree usually is"
	fails 111 'pids: (Device or resource busy|No such)|No such file or directory \(no such controller' "v2: no limits below processes" \
		second "$ns" cgroup -p 9 in true
	is "$(cat "$two/$me/cgroup.subtree_control")" "" "v2: and nothing handed down"
	tidy
else
	skip "v2" "no tree of it we may write"
fi

is "$("$ns" -n cgroup -k -tv -m 1G -c .5 -p 9 --parent=/x -- n ns cgroup m true | sed 's/ \\$//')" \
	"ns cgroup -m 1G -c .5 -p 9 -k -t -v --parent /x n
ns cgroup m
 true" "-n shows it"
is "$(left)" "" "nothing is left at the end"
tidy
done_testing

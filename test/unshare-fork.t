#!/bin/sh
# SPDX-License-Identifier: 0BSD
# unshare-fork.t - unshare's child: where it is, what it is told, and how both end
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps '^another user|change of ids'
need_applet unshare
need_fork
need_tool attest caller signals
need_cmd nsenter

caller=$TEST_BIN/caller attest=$TEST_BIN/attest
in_path nsenter >enter # a name, not busybox's own applet
nsenter() { "$(cat "$dir/enter")" "$@"; }
unshare() { "$ns" unshare "$@"; }
new() { new_namespaces "$ns" unshare "$@"; }
host_mark

# ---- its namespaces

while read -r option want; do
	is "$(new "$option" -f)" "$want " "$option -f"
done <<'E'
-m mnt
-u uts
-i ipc
-n net
-C cgroup
E
if [ -e /proc/self/ns/pid_for_children ]; then # Linux 4.12
	is "$(new -p -f)" "pid pid_for_children " "-p -f: and it has one"
else
	is "$(new -p -f)" "pid " "-p -f"
fi
! has_time || is "$(new -Tf)" "time time_for_children " "-T -f"
is "$(new -muinCf)" "cgroup ipc mnt net uts " "several letters in one word"
is "$(new -f)" "" "-f alone makes none"
is "$(unshare -pf sh -c 'echo $$')" 1 "with -p -f the program is PID 1"
is "$(unshare -f "$attest" -o process | sed -n 's/^death-signal //p')" 0 "a child that need not die with us"
mkdir p
is "$(unshare -pf --mount-proc sh -c 'echo /proc/[0-9]*; '"awk '\$5 == \"/proc\" { print \$6 }' /proc/self/mountinfo | tail -n 1")" \
	"/proc/1
rw,nosuid,nodev,noexec,relatime" "--mount-proc: a /proc of those processes"
is "$(unshare -pf --mount-proc="$dir/p" sh -c "cd $dir/p; echo [0-9]*")" 1 "--mount-proc=DIR"
is "$(unshare -pf --mount-proc --propagation unchanged echo /proc/1)" /proc/1 "--mount-proc, --propagation unchanged"
host_same "all this is not the host's"
if [ "$(in_path busybox)" ]; then
	new_root c
	is "$(unshare -fpR c --mount-proc=/proc sh -c 'echo /proc/[0-9]*' 2>&1)" "/proc/1" "with -R --mount-proc is looked up there"
	rm -r c
fi
users() { "$ns" -n unshare -U >/dev/null 2>&1; }
if users; then
	chmod 711 "$dir" && cp "$ns" "$caller" .
	is "$(./caller -u 65534 ./ns unshare -rpf sh -c 'echo $$')" 1 "another user may be root there, and be PID 1"
	rm ns caller
fi

# ---- namespaces that live on in a file

if "$ns" -n unshare --uts=/u true >/dev/null 2>&1; then
	mkdir pins && mount -t tmpfs pins pins && mount --make-private pins
	for n in uts net pid time; do : >pins/$n; done
	is "$(unshare -f --uts=pins/uts --net=pins/net hostname kept && nsenter --uts=pins/uts hostname)" kept "--uts=FILE"
	"$caller" "$ns" unshare -f --pid=pins/pid sleep 20 &
	outer=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do [ "$(stat -f -c %t pins/pid)" = 6e736673 ] && break; sleep 0.05; done
	is "$(nsenter --pid=pins/pid "$attest" -o process | sed -n '/^pid/p')" "pid other" "--pid=FILE"
	read -r inner _ <"/proc/$outer/task/$outer/children"
	kill -9 "$inner" && wait $outer 2>/dev/null
	! has_time ||
		is "$(unshare -f --time=pins/time true; nsenter -T"$dir/pins/time" "$attest" -o ns 2>/dev/null | grep new | head -n 1)" \
		"ns time new" "--time=FILE"
	for p in pins/*; do umount "$p" 2>/dev/null; done
	umount pins && rmdir pins
	host_mark
	fails 111 'nosuch.*: No such file' "a FILE that is not there" "$ns" unshare -f --uts=nosuch true
fi
if has_time && "$ns" -n unshare -T --monotonic 1 true >/dev/null 2>&1; then
	is "$(unshare -Tf --boottime 1000000 sh -c 'read -r up _ </proc/uptime; [ "${up%.*}" -gt 999999 ] && echo later')" later "--boottime"
fi

# ---- its status

host_mark
unshare -f sh -c 'exit 42'
is $? 42 "the status is the program's"
unshare -f sh -c 'kill -KILL $$' 2>/dev/null
is $? 137 "128+n when it is killed"
fails 127 'nosuch: No such file' "127" "$ns" unshare -f nosuch
fails 126 '/: Permission denied' "126" "$ns" unshare -f /
is "$(echo piped | "$ns" unshare -f cat)" piped "stdin is piped through"
is "$($caller -i 17 "$ns" unshare -f sh -c 'exit 3'; echo $?)" 3 "SIGCHLD ignored by the caller"

# ---- how they end

child() { # OPTIONS -- SCRIPT: $outer and $inner; $go exists when it runs
	rm -f go
	"$caller" "$ns" unshare "$@" &
	outer=$!
	started go
	sleep 0.1 # a shell that is about to fork blocks signals for a moment
	inner=$(cat "/proc/$outer/task/$outer/children")
	inner=${inner% }
}
child -f --kill-child sh -c ': >go; exec sleep 5'
kill -KILL $outer; wait $outer 2>/dev/null
ok "--kill-child: it dies with us" ended "$inner"
child -f sh -c ': >go; exec sleep 5'
kill -KILL $outer; wait $outer 2>/dev/null
sleep 0.1
ok "without, it lives on" kill -0 "$inner"
kill -KILL "$inner"
ended "$inner"
term=TERM
"$ns" -n unshare --kill-child=TERM >/dev/null 2>&1 || term=15
child --kill-child="$term" sh -c 'trap ": >term; exit" TERM; : >go; while :; do sleep 0.02; done'
kill -KILL $outer; wait $outer 2>/dev/null
ok "--kill-child=TERM: by that signal" started term
ended "$inner"
if users; then
	chmod 777 "$dir"
	child --kill-child=10 -S 5 sh -c ": >$dir/go; exec sleep 5"
	kill -KILL $outer; wait $outer 2>/dev/null
	ok "--kill-child holds after a change of ids too" ended "$inner"
	chmod 755 "$dir"
fi
child --forward-signals sh -c 'trap "exit 7" TERM HUP USR1; : >go; while :; do sleep 0.02; done'
kill -TERM $outer; wait $outer
is $? 7 "--forward-signals: TERM is handed on"
child --forward-signals sh -c 'trap "exit 8" USR1; : >go; while :; do sleep 0.02; done'
kill -USR1 $outer; wait $outer
is $? 8 "USR1 is"
child -p --forward-signals sh -c ': >go; sleep 5'
kill -TERM $outer; wait $outer
is $? 143 "a PID 1 that does not handle it is ended by it all the same"
for sig in 10 15 37; do
	child -p --forward-signals "$TEST_BIN/signals" go >got
	kill -$sig $outer; wait $outer
	is "$(cat got)" $sig "a PID 1 that blocks and reads them gets $sig, and once"
done
becomes() { # PID STATES: as /proc has them; for 3 s at most
	for _ in $(seq 150); do
		read -r _ _ state _ <"/proc/$1/stat"
		case $state in [$2]) return ;; esac
		sleep 0.02
	done
	return 1
}
child -p --forward-signals sh -c ': >go; exec sleep 5'
kill -TSTP $outer
ok "a PID 1 that does not handle TSTP stops all the same" becomes "$inner" T
ok "and so do we" becomes "$outer" T
kill -CONT $outer
ok "until both go on" becomes "$inner" S
kill -TERM $outer; wait $outer
child -f sh -c ': >go; sleep 0.3; exit 9'
kill -TERM $outer; kill -INT $outer; wait $outer
is $? 9 "without --forward-signals TERM and INT wait for the child"

# ---- several

is "$(unshare -pf ns unshare -f ns unshare -f sh -c 'exit 42'; echo $?)" 42 "PID 1 waits for those behind it"
is "$(unshare -mpf --mount-proc ns unshare -f sh -c 'for f in /proc/1/fd/*; do readlink "$f"; done' | grep -c socket)" 2 "and has nothing open of whoever waits for it"
child -pf ns unshare -f sh -c ': >go; exec sleep 5'
kill -KILL "$inner"
wait "$outer"
is $? 137 "to whom it is the program"
if "$ns" --list | grep -qx if; then
	# The one who waits has a child that wants another, and does not hear of it.
	block='set -- $(cat "/proc/$PPID/stat"); kill -STOP $4; echo $4 >stopped'
	is "$({
		"$ns" unshare -f ns if ' sh' ' -c' " $block" '' ns unshare -f true 2>&3 &
		for _ in 1 2 3 4 5 6 7 8 9; do [ -s stopped ] || sleep 0.1; done
		sleep 0.2
		kill -KILL "$(cat stopped)"
	} 3>&1 >/dev/null 2>&1)" "" "whose end says nothing to those who need not wait any more"
fi
cat >speak <<'E'
	# pidfd_open(2) and pidfd_getfd(2)
	my ($outer, $message) = ($ARGV[0], pack("C4 l", 3, 0, 0, 0, $ARGV[1]));
	(my $pidfd = syscall(434, int $outer, 0)) >= 0 or exit 1;
	for (glob "/proc/$outer/fd/*") {
		next unless readlink =~ /^socket:/;
		(my $fd = syscall(438, $pidfd, int s/.*\///r, 0)) >= 0 or exit 1;
		open(my $socket, "+<&=", $fd) or exit 1;
		send($socket, $message, 0) or exit 1;
	}
E
if [ "$(in_path perl)" ]; then
	sleep 9 &
	victim=$!
	child -f sh -c ': >go; exec sleep 1'
	if perl speak "$outer" $victim 2>/dev/null; then
		wait "$outer"
		is $? 0 "when it has begun, nobody is taken for the next"
		ok "and nobody's child is ended" kill -0 $victim
	fi
	kill -9 $victim
	wait
fi

# ---- refusals

host_mark
fails 100 'no argument goes with: --fork=x' "--fork=x" "$ns" unshare --fork=x true
fails 100 'not a signal: NOSUCH' "--kill-child=NOSUCH" "$ns" unshare --kill-child=NOSUCH true
fails 100 'not a signal: 65' "--kill-child=65" "$ns" unshare --kill-child=65 true
fails 111 'nosuch' "-fp --mount-proc=nosuch" "$ns" unshare -fp --mount-proc=nosuch true
done_testing

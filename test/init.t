#!/bin/sh
# SPDX-License-Identifier: 0BSD
# init.t - orphans reaped, signals handed on, the status of the one that counts
# shellcheck source=lib.sh disable=SC2016,SC1010
. "${0%/*}/lib.sh"
need_caps ''
need_applet init unshare cd clean if
need_fork
need_cmd unshare busybox
need_tool attest caller spy

attest=$TEST_BIN/attest caller=$TEST_BIN/caller
in_path unshare >apart # a name, not busybox's own applet
unset TINI_SUBREAPER TINI_KILL_PROCESS_GROUP TINI_VERBOSITY
first() { "$(cat apart)" -pf --kill-child --mount-proc "$ns" init "$@"; } # as PID 1
host_mark

# ---- the status

is "$("$ns" init -s echo a 'b  c' '')" "a b  c " "runs the program"
is "$("$caller" -e 0 "$ns" init -s echo runs 2>&1)" runs "with an epoll on stdin"
is "$(echo piped | "$ns" init -s cat)" piped "with stdin"
wrong=
for status in $(seq 0 255); do
	"$ns" init -s sh -c "exit $status"
	[ $? = "$status" ] || wrong="$wrong $status"
done
is "$wrong" "" "T28: every status, 0 to 255"
wrong=
for sig in 1 2 3 6 9 11 13 14 15 10 12; do
	sh -c "kill -$sig \$\$" 2>/dev/null
	status=$? # 0 where it ignores that, as busybox's does with QUIT
	[ $status != 0 ] || [ $sig = 3 ] || wrong="$wrong $sig"
	"$ns" init -s sh -c "kill -$sig \$\$" 2>/dev/null
	[ $? = $status ] || wrong="$wrong $sig"
done
is "$wrong" "" "T28: 128+n"
first sh -c 'exit 42'
is $? 42 "as PID 1"
"$ns" init -s -e 7 -e 143 sh -c 'exit 7'
is $? 0 "-e: that is a success"
"$ns" init -s -e 7 -e 143 sh -c 'kill $$'
is $? 0 "and the other one, a signal"
"$ns" init -s -e 7,143 sh -c 'exit 14'
is $? 14 "no other is"
fails 127 'nosuch: No such file' "127" "$ns" init -s nosuch
fails 126 '/: Permission denied' "126" "$ns" init -s /

# ---- orphans

export ORPHANS="${TEST_ORPHANS:-10000}" # fewer where a fork takes long
cat >orphans <<'E'
i=0
while [ $i -lt $((ORPHANS / 100)) ]; do
	i=$((i + 1))
	# a hundred each, whose parent does not wait
	(for _ in 1 2 3 4 5 6 7 8 9 10; do
		(: & : & : & : & : & : & : & : & : & : &)
	done)
done
sleep 0.2
echo "$(($(cat /proc/[0-9]*/stat 2>/dev/null | grep -c ') Z ')))"
exit 5
E
is "$(first sh orphans; echo $?)" "0
5" "T28: $ORPHANS orphans: no zombie is left"
is "$("$caller" "$ns" init -s sh -c 'sh orphans')" 0 "T28: as a subreaper"
is "$(first -w sh -c '(sleep 0.1 &); sleep 0.3' 2>&1 | sed 's/[0-9]*$//')" "ns: init: Reaped zombie process with pid=" "-w says whom it reaps"
is "$("$ns" init -s -w sh -c '(sleep 0.1 &); sleep 0.3' 2>&1 | sed 's/[0-9]*$//')" "ns: init: Reaped zombie process with pid=" "as a subreaper"
is "$("$ns" init -s sh -c '(sleep 0.1 &); sleep 0.3' 2>&1)" "" "without, nothing"
is "$("$ns" init true 2>&1 | sed 's/[0-9]*$//')" "ns: init: zombie reaping won't work: no subreaper (-s), and our PID is " "neither PID 1 nor a subreaper: a warning"
is "$(first true 2>&1)" "" "PID 1: none"
is "$("$ns" init -s "$ns" init true 2>&1 | sed 's/[0-9]*$//')" "$("$ns" init true 2>&1 | sed 's/[0-9]*$//')" "the child of a subreaper is none"
is "$(TINI_SUBREAPER='' "$ns" init true 2>&1)" "" "TINI_SUBREAPER, whatever it is"
is "$(TINI_VERBOSITY=0 "$ns" init true 2>&1)" "" "TINI_VERBOSITY=0: no warning"
like "$("$ns" init -sv sh -c 'trap : USR2; kill -USR2 $PPID; sleep 0.1; exit 3' 2>&1)" 'has ended with 3' "-v says what it ended with"
is "$(TINI_VERBOSITY=2 "$ns" init -s true 2>&1)" "$("$ns" init -svv true 2>&1)" "TINI_VERBOSITY=2"
is "$(TINI_VERBOSITY=1 "$ns" init -sv true 2>&1)" "" "TINI_VERBOSITY counts, not -v"
is "$(TINI_VERBOSITY=9 "$ns" -n init true)" "$("$ns" -n init -v true)" "TINI_VERBOSITY=9"

# ---- signals

begun() { # COMMAND...: in the background, until it has made the file go
	rm -f go
	"$caller" -d "$@" &
	started go
	sleep 0.05
}
for sig in TERM INT HUP QUIT USR1 USR2 ALRM CONT TSTP WINCH 34; do
	begun "$ns" init -s sh -c "trap 'exit 7' $sig; : >go; for _ in \$(busybox seq 300); do sleep 0.01; done"
	kill -$sig $!
	wait $!
	is $? 7 "T28: $sig is handed on"
done
begun "$ns" init -s sh -c ': >go; exec sleep 30'
kill -TERM $!
wait $!
is $? 143 "T28: and ends who does nothing about it"
begun "$ns" init -s sh -c 'sh -c "trap \"echo got >>got\" TERM; : >go; sleep 1 & wait; exit" & trap : TERM; wait; wait'
kill -TERM $!
wait $!
is "$(cat got 2>/dev/null)" "" "to the program alone"
begun "$ns" init -s -g sh -c 'sh -c "trap \"echo got >>got\" TERM; : >go; sleep 1 & wait; exit" & trap : TERM; wait; wait'
kill -TERM $!
wait $!
is "$(cat got)" got "-g: to its group"
rm got
export TINI_KILL_PROCESS_GROUP=1
begun "$ns" init -s sh -c 'sh -c "trap \"echo got >>got\" TERM; : >go; sleep 1 & wait; exit" & trap : TERM; wait; wait'
unset TINI_KILL_PROCESS_GROUP
kill -TERM $!
wait $!
is "$(cat got)" got "TINI_KILL_PROCESS_GROUP"
rm -f go
"$(cat apart)" -pf --kill-child --mount-proc sh -c "echo \$\$; exec '$ns' init sh -c 'trap \"exit 9\" TERM; : >go; for _ in \$(busybox seq 300); do sleep 0.01; done'" >/dev/null &
started go
read -r inner _ <"/proc/$!/task/$!/children"
kill -TERM "$inner"
wait $!
is $? 9 "to PID 1, too"
begun sh -c "'$ns' init -p SIGKILL -s sh -c ': >go; echo \$PPID >pid; echo \$\$ >orphan; exec sleep 30' & wait"
kill -KILL $!
wait $! 2>/dev/null
ok "-p KILL: it ends when its parent does" ended "$(cat pid)"
kill -9 "$(cat orphan)"
facts=$("$caller" -d "$ns" init -s "$attest" -o signal,fd)
is "$facts" "$("$caller" -d "$attest" -o signal,fd)" "the program starts clean"
is "$("$caller" -d -b -i 17 "$ns" init -s "$attest" -o signal)" "$("$caller" -d "$attest" -o signal)" \
	"T29: SIGCHLD ignored and everything blocked by the caller: clean all the same"
is "$("$caller" -i 17 -b "$ns" init -s sh -c '(sleep 0.1 &); sleep 0.2; exit 3'; echo $?)" 3 "T29: and its status arrives"
begun -b "$ns" init -s sh -c "trap 'exit 7' TERM; : >go; for _ in \$(busybox seq 300); do sleep 0.01; done"
kill -TERM $!
wait $!
is $? 7 "T29: and a signal"
is "$("$ns" init -s "$attest" -o process | grep -E '^(session|group)')" "session outside
group own" "in a group of its own"

# ---- the rest, at the end

cat >rest <<'E'
(trap 'echo term >>"$0.log"; exit' TERM; : >go; for _ in $(busybox seq 300); do sleep 0.01; done) &
(trap '' TERM; for _ in $(busybox seq 300); do sleep 0.01; done) &
(sh -c 'trap "echo deep >>$0.log; exit" TERM; for _ in $(busybox seq 300); do sleep 0.01; done' "$0" & trap 'echo term >>"$0.log"; exit' TERM; wait) &
while ! [ -e go ]; do sleep 0.01; done
sleep 0.1
exit 4
E
left() { # NAME: statuses, who got TERM, who is left
	is "$(sort rest.log | tr '\n' ' ')$(others | grep -c '[s]h rest')" "deep term term 0" "$1"
	rm -f rest.log go
}
start=$(date +%s)
first -k 1 sh rest
is $? 4 "-k: the status is the program's"
left "-k: the rest gets TERM, then KILL"
is "$(($(date +%s) - start < 4))" 1 "after that many seconds"
"$ns" init -s -k 1 sh rest
is $? 4 "-k: as a subreaper"
left "all that come after us get TERM, then KILL"
start=$(date +%s)
"$ns" init -s -k 20 sh -c 'sleep 60 & (sleep 60 &); exit 6'
is $? 6 "-k: when all have ended"
is "$(($(date +%s) - start < 10))" 1 "we do not wait"
sleep 60 & # not ours to end
mine=$!
"$ns" init -s -k 0 sh -c 'sleep 60 &'
ok "-k 0: KILL at once, and none but those" kill -0 $mine
is "$(others | grep -c 's[l]eep 60')" 1 "who are gone"
kill -9 $mine
wait $mine 2>/dev/null

# ---- T6

old=$(sha256sum <"$ns")
cp "$ns" ours
"$(cat apart)" -mpf --kill-child --mount-proc ./ours init sh -c "'$TEST_BIN/spy' -w 10 spy; readlink /proc/1/exe; exec 2>/dev/null; echo evil >/proc/1/exe" >out 2>&1
has out '^/memfd:ns' "T6: PID 1 runs from a copy"
is "$(sha256sum <ours)" "$old" "T6: none can write our file through it"

# ---- a terminal

if [ "$(in_path script)" ]; then
	script -qec "'$ns' init -s sh -c 'ps -o stat= -p \$\$ 2>/dev/null || busybox ps -o pid,stat'" /dev/null </dev/null >out 2>&1
	has out '\+|S' "T32: its group is in the foreground of the terminal"
	# who reads from a terminal in the background would stop for ever
	is "$(printf 'line\n' | "$caller" -t 10 script -qec "'$ns' init -s sh -c 'read -r x; echo got \$x'" /dev/null 2>&1 | grep -c 'got line')" 1 \
		"and it reads from it"
fi

# ---- lines

is "$("$ns" init -s ns if echo block '' echo then)" "block
then" "a line goes on in the child"
is "$("$ns" -n init -sgw -e 3 -e 4 -p KILL -k 5 x)" "ns clean -x \\
ns init -s -w -g -p KILL -e 3,4 -k 5 \\
 x" "as it is shown"
is "$("$ns" -n clean -x ns init -s -w -g -p KILL -e 3,4 -k 5 x)" "$("$ns" -n init -sgw -e 3 -e 4 -p KILL -k 5 x)" "which reads back"
is "$(TINI_VERBOSITY=0 TINI_SUBREAPER=1 "$ns" -n init -v x)" "ns clean -x \\
ns init -s --quiet \\
 x" "the environment is read with the words"
is "$("$ns" unshare -pf --mount-proc ns init sh -c 'echo $PPID')" 1 "behind unshare it is PID 1"
is "$("$ns" unshare -pf --mount-proc ns init -k 1 -e 7 sh -c 'tr -d "\\0" </proc/1/cmdline; echo; exit 7'; echo "$?")" "$ns
0" "and shows no more of the line than how it was called"
# shellcheck disable=SC2086 # words
for unset in 'clean -u SECRET' 'clean -s'; do
	is "$(SECRET=hidden "$ns" unshare -pf --mount-proc ns $unset ns init sh -c 'grep -c hidden /proc/1/environ')" 0 \
		"and has nothing of the environment, behind $unset"
done
"$ns" unshare -pf --kill-child --forward-signals ns init sh -c 'exit 12'
is $? 12 "and the status comes through both"
is "$("$ns" unshare -f ns init -s ns unshare -f sh -c 'exit 13' 2>&1; echo $?)" 13 "a fork before it and one behind it"
is "$("$ns" unshare -pf ns init ns unshare -f ns unshare -uf sh -c 'exit 13' 2>&1; echo $?)" 13 "and two, below PID 1"
is "$("$ns" unshare -f ns init -s ns unshare -f ns init -s ns unshare -f ns cd nosuch true 2>&1; echo $?)" "ns: cd nosuch: No such file or directory
111" "what fails there is said once"
begun "$ns" unshare -f --forward-signals ns init -s ns unshare -f --forward-signals sh -c \
	"trap 'exit 7' TERM; : >go; for _ in \$(busybox seq 300); do sleep 0.01; done"
kill -TERM $!
wait $!
is $? 7 "a signal goes through all of them"
if "$ns" -n pty true >/dev/null 2>&1 && [ -c /dev/ptmx ]; then
	is "$("$ns" unshare -f ns init -s ns pty sh -c 'tty </dev/tty; exit 13' </dev/null 2>&1; echo $?)" "$(printf '/dev/tty\r\n13')" \
		"a terminal behind it"
	is "$("$ns" pty ns unshare -f ns init -s ns unshare -f ns unshare -f sh -c 'tty </dev/tty; exit 13' </dev/null 2>&1; echo $?)" \
		"$(printf '/dev/tty\r\n13')" "one before it, and forks behind"
fi
ln -s "$ns" tini
is "$(./tini -s -- echo a)" a "as tini"
fails 1 '^tini: missing: PROG' "wrong usage is 1" ./tini
is "$(./tini --version)" "$("$ns" --version)" "--version"
is "$("$ns" init -l)" 0BSD "-l"

# ---- refusals

host_mark
fails 100 'missing: PROG' "no program" "$ns" init -s
for e in 256 -1 x '' '1,'; do fails 100 'not a number' "-e '$e'" "$ns" init -e "$e" true; done
for p in NOSUCH 0 65 '' -9; do fails 100 'not a signal' "-p '$p'" "$ns" init -p "$p" true; done
for k in -1 x '' 99999999999; do fails 100 'not a number' "-k '$k'" "$ns" init -k "$k" true; done
fails 100 'unknown option: -x' "an unknown option" "$ns" init -x true
fails 111 'nosuch: No such file' "a step behind it that fails" "$ns" init -s ns cd nosuch true
done_testing

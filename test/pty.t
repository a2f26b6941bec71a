#!/bin/sh
# SPDX-License-Identifier: 0BSD
# pty.t - a terminal for a program, alone and in a line
#
# PTY_BYTES: how many go through it each way (64 MiB).
# shellcheck source=lib.sh disable=SC2016,SC2094
. "${0%/*}/lib.sh"
need_caps '^-c: a console|as user 65534' 'no devpts with it'
need_applet pty unshare chroot mount mknod
need_fork
need_cmd busybox timeout
need_tool caller terminal

host_mark
timeout=$(in_path timeout) # busybox's leaves a process for a while
: "${PTY_BYTES:=67108864}"
export NS="$ns"

run() { # COMMAND...: for no longer than 10 seconds
	"$timeout" -s KILL 10 "$@"
}
words() { # what a terminal shows, on one line
	tr -d '\r' | tr '\n' ' ' | sed 's/ *$//'
}

# ---- alone

run "$ns" pty sh -c 'exit 7' </dev/null
is $? 7 "the program's status"
run "$ns" pty sh -c 'kill -TERM $$' </dev/null
is $? 143 "and 128+n"
is "$(run "$ns" pty sh -c 'tty; read -r pid x x x group session x </proc/self/stat; [ $$ = $session ] && echo leads' \
	</dev/null | words)" "/dev/pts/0 leads" "it leads a session on a terminal of its own"
is "$(run "$ns" pty busybox id -u </dev/null 2>&1 | od -An -c | tr -d ' ')" '0\r\n' "and we say nothing without one"
is "$(echo 'echo $((6 * 7))' | run "$ns" pty busybox sh 2>&1 | grep -c 42)" 1 "a shell reads from a pipe"
is "$(printf abc | run "$ns" pty cat)" abc "the end of input is one, behind an unfinished line too"
echo cat | run "$ns" pty busybox sh >out 2>&1
is $? 0 "and for everybody who reads up to it"
is "$(printf 'a\n' | run "$ns" pty sh -c 'stty raw -echo; sleep 1; timeout --foreground 1 cat | od -An -c' | words)" \
	'   a  \n' "a program in raw mode does not see the character"
run "$ns" pty cat <&-
is $? 0 "a closed input is at its end"
is "$(run "$ns" pty yes </dev/null | head -n 1 | words)" y "who writes to nobody is hung up"
{
	"$ns" pty sh -c 'trap "" HUP; while echo hi; do sleep 0.1; done 2>gone; sleep 3' </dev/null &
	echo $! >pid
	wait
} | true &
started gone .
is "$(readlink "/proc/$(cat pid)/fd/"* | grep -c '/dev/pt')" 0 "and of that terminal we have nothing open any more"
wait
mkfifo later
exec 5<>later
run "$ns" pty sh -c 'trap "" HUP; echo hi; sleep 1' <&5 | true
echo "for another" >&5
is "$(run head -n 1 <&5)" "for another" "nor is anything read for it any more"
run "$ns" pty echo hi <&5 1<later 2>err
like "$? $(cat err)" '^111 ns: (relay|supervisor): Bad file descriptor$' "nor is anything written where the caller could not"
exec 5<&-
is "$(env -u TERM "$ns" pty sh -c 'echo ${TERM-none}' </dev/null | words)" none "without TERM"
run "$ns" pty -p sh -c 'echo lost; sleep 0.3; tty >got; echo lost' </dev/null >out
is "$? $(cat got out)" "0 /dev/pts/0" "-p: what is written is read, and the terminal stays"
is "$(run "$ns" unshare -f "$ns" pty tty </dev/null | words)" /dev/pts/0 "unfused"
is "$(run "$ns" pty sh -c '(trap "" HUP; exec sleep 30) & echo hi' </dev/null | words)" hi \
	"what stays behind keeps nobody waiting"
for _ in $(busybox seq 200); do # until it has gone, and its terminal
	for p in /proc/[0-9]*; do
		[ "$(tr '\0' ' ' <"$p/cmdline")" != "sleep 30 " ] || kill "${p#/proc/}"
	done 2>/dev/null
	[ "$(ls /dev/pts)" != ptmx ] || break
	sleep 0.02
done

# ---- in a line: one process outside, one terminal for the session

cat >ours <<'E'
for p in /proc/[0-9]*/exe; do
	[ "$(readlink "$p")" != "$(readlink -f "$NS")" ] || echo outside
done
E
is "$(run "$ns" pty ns unshare -f sh -c '. ./ours; tty' </dev/null | words)" "outside /dev/pts/0" \
	"one process outside, with pty before unshare -f"
is "$(run "$ns" unshare -f ns pty sh -c '. ./ours; tty' </dev/null | words)" "outside /dev/pts/0" "and behind it"
is "$(run "$ns" unshare -f ns pty ns unshare -f ns unshare -uf sh -c '. ./ours; : </dev/tty && echo tty' </dev/null |
	words)" "outside tty" "one for all of four"
is "$(run "$ns" pty ns unshare -mpf --mount-proc sh -c 'echo $$; : </dev/tty && echo tty' </dev/null | words)" \
	"1 tty" "PID 1 takes the terminal over"
is "$(run "$ns" pty ns unshare -pf ns unshare -f ns unshare -uf sh -c ': </dev/tty && echo tty' </dev/null 2>&1 | words)" tty \
	"and has it when it is one of those who wait"
is "$(run "$ns" pty ns unshare -pf sh -c 'kill -TERM $$; echo alive' </dev/null | words)" alive "and is PID 1"
"$ns" pty ns unshare -pf busybox sleep 30 </dev/null &
sleep 0.3
kill -TERM $!
wait $!
is $? 143 "a signal reaches who took over"
! "$ns" -n unshare -T --monotonic 7 true >/dev/null 2>&1 ||
	is "$(run "$ns" pty ns unshare -T --monotonic 7 grep -c ' 7 ' /proc/self/timens_offsets </dev/null | words)" 1 "clocks behind it"
! "$ns" -n chpst -P true >/dev/null 2>&1 ||
	is "$(run "$ns" unshare -f ns chpst -P ns pty sh -c 'tty; : </dev/tty && echo tty' </dev/null | words)" "/dev/pts/0 tty" \
		"a session that has no terminal yet gets one"
if mkdir pts && mount -t devpts -o newinstance,ptmxmode=666 devpts pts; then
	is "$(run "$ns" unshare -mpf ns mount --rbind pts /dev/pts ns mount --bind pts/ptmx /dev/ptmx \
		ns pty sh -c 'tty; echo /dev/pts/*' </dev/null | words)" "/dev/pts/0 /dev/pts/0 /dev/pts/ptmx" "T31 the container's own devpts"
	is "$(ls pts)" ptmx "T31 and nothing is left in it"
	umount pts
fi
is "$("$ns" -n pty -q ns unshare -pf true)" "$(printf 'ns pty -q \\\nns unshare -p -f \\\n true')" "shown"
is "$(run "$ns" unshare -m ns dev /dev ns mount -o remount,mode=620 /dev/pts ns pty -c 5 stat -c '%a %u' /dev/console </dev/null | words)" \
	"600 5" "-c: a console that is nobody else's"
host_same "T31 the ptys are as before"

# ---- wrong

none="unshare -m ns mount -t tmpfs none"
# shellcheck disable=SC2086 # several words
{
	fails 111 '^ns: pty: /dev/ptmx: No such file' "no /dev/ptmx" run "$ns" $none /dev ns pty true
	fails 111 '^ns: pty: /dev/ptmx: .* \(no devpts' "no devpts with it" run "$ns" $none /mnt \
		ns mknod /mnt/ptmx c 5 2 ns mount --rbind /mnt /dev ns pty true
}
fails 111 'pty: Operation not permitted \(a line has one terminal' "a second one in a line" run "$ns" pty ns pty true
(
	exec <.
	"$ns" pty true 2>err
	echo $? >status
)
is "$(cat status err)" "111
ns: pty: descriptor 0 to 2: Is a directory" "a directory on stdin is not one to read from"
fails 100 'unknown option' "wrong usage" run "$ns" pty -x
fails 127 'nosuch' "no such program" run "$ns" pty /nosuch
fails 111 'ns: chroot' "a step that fails behind it" run "$ns" pty ns chroot /nosuch true
fails 111 'ns: chroot' "or behind another fork" run "$ns" pty ns unshare -f ns chroot /nosuch true
mkdir -p pts
mount -t devpts -o newinstance,ptmxmode=666,max=1 devpts pts
exec 5<>pts/ptmx
host_mark
fails 111 '^ns: pty: /dev/ptmx: No space left on device \(kernel.pty.max' "the limit of ptys" \
	run "$ns" unshare -m ns mount --bind pts/ptmx /dev/ptmx ns pty true
exec 5<&-
umount pts

# ---- what goes through

head -c "$PTY_BYTES" /dev/urandom >data
head -c 300000 data >part
sum=$(cksum <data)
exec 5<>/dev/ptmx # which echoes what it gets
run "$ns" pty echo master </dev/null >&5
is "$(run head -c 6 <&5)" master "the master of another pty gets them, too"
exec 5<&-
is "$("$ns" pty sh -c 'stty raw; cat data' </dev/null | cksum)" "$sum" "$PTY_BYTES bytes from the program arrive"
: >got
{
	until grep -q ready got; do sleep 0.1; done
	cat data
} | "$ns" pty sh -c "stty raw -echo; echo ready; head -c $PTY_BYTES | cksum" >got
is "$(tail -n 1 got | tr -d '\r')" "$sum" "and to it"
rm data
is "$(run "$ns" pty sh -c 'stty raw; cat part' </dev/null | {
	sleep 1
	cksum
})" "$(cksum <part)" "a slow reader loses nothing, though the program has ended"
run "$ns" pty sh -c 'stty raw; cat part' </dev/null >got
same got part "to a file"

pid_of() { # COMMAND LINE
	for p in /proc/[0-9]*; do
		[ "$(tr '\0' ' ' <"$p/cmdline")" != "$1 " ] || echo "${p#/proc/}"
	done 2>/dev/null
}
"$ns" pty sh -c 'stty raw; cat part' nobody </dev/null | (exec sleep 4) &
sleep 1
kill -TERM "$(pid_of "$ns pty sh -c stty raw; cat part nobody")"
is $? 0 "a reader that does not read keeps us"
sleep 1.5
is "$(pid_of "$ns pty sh -c stty raw; cat part nobody")" "" "but not from a signal"
wait

run "$ns" pty busybox sleep 9 </dev/null &
sleep 2
p=$(pid_of "$ns pty busybox sleep 9")
is "$(cut -d' ' -f14-15 "/proc/$p/stat")" "0 0" "at the end of input it takes no time"
field() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$p/status"; }
ok "and wakes up $(field voluntary_ctxt_switches) times in 2 seconds" [ "$(field voluntary_ctxt_switches)" -le 25 ]
ok "memory of its own: $(field RssAnon) KB, at most 48" [ "$(field RssAnon)" -le 48 ]
kill "$p"
wait
exec 5<>later
run "$ns" pty busybox sleep 8 <&5 &
sleep 1
p=$(pid_of "$ns pty busybox sleep 8")
n=$(field voluntary_ctxt_switches)
sleep 1
is $(($(field voluntary_ctxt_switches) - n)) 0 "and while nobody says anything it sleeps"
kill "$p"
wait
exec 5<&-

# ---- on a terminal

# While it is raw a line would not begin where it should.
printf '%s\n' 'wait ends it^M^J' >says
for n in 1 2 3 4 5 6 7 8; do
	"$TEST_BIN/terminal" "$ns" pty true <says
done >got 2>&1
is "$(sort -u got)" "status 0" "what is said on the terminal is said before it is raw"

on_terminal "a shell with job control, a size that follows, ^C and ^Z" 3 "$ns" pty busybox sh <<'E'
wait three times
raw
wait # 
send tty^M
wait /dev/pts/
wait # 
send stty size^M
wait 24 80
wait # 
size 30 100
send sleep 1; stty size^M
wait 30 100
wait # 
send sleep 100^M
pause 300
send ^Z
wait Stopped
wait # 
send fg^M
pause 300
send ^C
wait # 
send exit 3^M
E
on_terminal "^]^]^] leaves" 137 "$ns" pty -q busybox sh <<'E'
raw
wait # 
send ^]
pause 100
send ^]^]
E
on_terminal "not in more than a second, nor with something between" 0 "$ns" pty -q busybox cat <<'E'
raw
send ^]^]
pause 1200
send ^]x^]^]x^M
wait x^]^]x
send ^D
E
on_terminal "without a pty, too, it is the caller's again" 0 sh -c '"$NS" unshare -f --forward-signals busybox sh -i; read x; echo got $x' <<'E'
wait # 
send kill -9 $$^M
pause 50
send word^M
wait got word
E
on_terminal "T32 TERM" 143 "$ns" pty -q busybox sleep 30 <<'E'
raw
kill TERM
E
on_terminal "T32 the child is killed" 137 "$ns" pty -q sh -c 'read x; kill -KILL $$' <<'E'
raw
send ^M
E
on_terminal "T32 the parent is killed" 137 sh -c '"$NS" pty -q busybox sleep 3; :' <<'E'
raw
kill KILL
E
on_terminal "T32 it hangs up" 129 "$ns" pty -q busybox sleep 30 <<'E'
raw
kill HUP
E
closes() { # NAME WANT PROG...: its terminal is closed once it has said "ready"
	name=$1 want=$2
	shift 2
	printf '%s\n' 'wait ready' hangup | "$TEST_BIN/terminal" "$@" >got 2>/dev/null
	is "$(head -n 1 got)" "status $want" "$name"
}
closes "its terminal is closed: the program gets a TERM" 143 "$ns" pty -q sh -c 'echo ready; exec sleep 30'
closes "one that takes HUP for something else, too" 7 "$ns" pty -q sh -c 'trap "" HUP; trap "exit 7" TERM
	echo ready; while :; do sleep 0.02; done'
closes "and a HUP, if it ignores that" 129 "$ns" pty -q sh -c 'trap "" TERM; echo ready; while :; do sleep 0.02; done'
closes "without a HUP, too" 143 sh -c 'trap "" HUP; "$NS" pty -q sh -c "echo ready; exec sleep 30"'
closes "in a PID namespace" 143 "$ns" pty -q ns unshare -pf sh -c 'trap : HUP; echo ready; while :; do sleep 0.02; done'
on_terminal "T32 a step fails" 111 sh -c '"$NS" pty -q ns chroot /nosuch 2>/dev/null' </dev/null
on_terminal "T32 input is closed" 0 sh -c '"$NS" pty -q true <&-' </dev/null
on_terminal "T32 input is from elsewhere" 5 sh -c '"$NS" pty -q sh -c "stty size; exit 5" </dev/null' <<'E'
wait 24 80
E
on_terminal "T32 output is elsewhere" 0 sh -c '"$NS" pty -q ls /proc >out' </dev/null
on_terminal "T32 the program does what it likes" 0 "$ns" pty -q sh -c 'stty raw rows 7; exit 0' </dev/null
on_terminal "T32 TSTP gives the terminal back until CONT" 143 "$ns" pty -q cat <<'E'
raw
kill TSTP
stopped
kill CONT
raw
kill TERM
E
on_terminal "no size is a size" 0 "$ns" pty -q sh -c 'read x; stty size' <<'E'
raw
size 0 0
send x^M
wait 0 0
E
on_terminal "the modes are the caller's" 0 sh -c 'stty -ixon; "$NS" pty -q stty -a; stty ixon' <<'E'
wait -ixon
E
on_terminal "^C reaches who has left the session" 7 "$ns" unshare -f --forward-signals \
	busybox setsid sh -c 'trap "exit 7" INT; echo ready; while :; do sleep 0.02; done' <<'E'
wait ready
send ^C
E
chmod 755 . && cp "$ns" "$TEST_BIN/caller" .
cat >ended <<'E'
set -m
./caller -u "$1" ./ns unshare -f --forward-signals true &
wait
read -r x
echo "got $x"
E
for uid in 0 65534; do
	on_terminal "what ends in the background, as user $uid, leaves the terminal to who has it" 0 busybox sh ended $uid <<'E'
send word^M
wait got word
E
done
cat >job <<'E'
set -m
"$NS" pty -q cat &
sleep 0.5
jobs >jobs
fg
E
on_terminal "T32 in the background it stops, and goes on" 0 bash job <<'E'
raw
send abc^M
wait abc^M
wait abc
send ^D
E
has jobs Stopped "and leaves the terminal alone there"

# What is typed into the caller's terminal is read there by who comes next;
# so much of it that the relay cannot take it all.
cat >steal.pl <<'E'
open(my $tty, "+<", "/dev/tty");
for my $fd (fileno($tty), 0, 1, 2) {
	open(my $file, "+<&=", $fd) or next;
	for (1 .. 4000) {
		for my $c (split //, "stolen\n") { ioctl($file, 0x5412, my $x = $c) }
	}
	ioctl($file, 0x541c, my $x = pack("C", 3));
}
E
if [ "$(in_path perl)" ]; then
	on_terminal "T30 TIOCSTI from inside" 0 \
		sh -c '"$NS" pty -q perl steal.pl; timeout --foreground 1 cat >stolen; :' </dev/null
	is "$(cat stolen)" "" "T30 types nothing outside"
else
	skip "T30 TIOCSTI from inside" "needs perl"
fi
host_mark
is "$(ls /dev/pts)" ptmx "T31 no pty is left"
done_testing

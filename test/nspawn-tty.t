#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-tty.t - a container at a terminal: its own console, and the caller's terminal as it was
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps '^a user.s console' 'a /dev/console that is a link'
need_applet nspawn pty
need_cmd busybox
need_tool terminal

new_root c
need_users c
for a in stty timeout top tty vi yes; do ln -s busybox c/bin/$a; done
printf 'root:x:0:0::/root:/bin/sh\nwww:x:33:34::/home/www:/bin/sh\n' >c/etc/passwd
mkdir -p c/home/www
printf 'tty:x:5:\n' >c/etc/group
export NS="$ns"
on_console() { "$ns" nspawn -qD c --timezone=off --console=interactive sh -c "$1" </dev/null 2>&1 | tr -d '\r'; }
set -- "$ns" nspawn -D c --timezone=off
host_mark

# ---- at the console

on_terminal "a login shell on /dev/console: job control, a size that follows, ^C and ^Z" 3 "$@" <<'E'
wait three times
raw
wait # 
send echo $0 $PWD $$^M
wait -sh /root 1
wait # 
send tty; stty size^M
wait /dev/console
wait 24 80
wait # 
size 30 100
pause 100
send stty size^M
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
send sleep 100 &^M
wait # 
send jobs^M
wait Running
wait # 
send exit 3^M
E
on_terminal "vi and top draw" 0 "$@" -q <<'E'
raw
wait # 
send vi /etc/passwd^M
wait root:x:0:0
wait 1/2
send jx
wait [Modified]
send :q!^M
wait # 
send top^M
wait Mem:
wait Load average:
send q
wait # 
send exit^M
E
on_terminal "a program that reads ^C gets it" 0 \
	"$@" -q sh -c 'trap "echo caught; exit 0" INT; echo ready; while :; do sleep 0.1; done' <<'E'
raw
wait ready
send ^C
wait caught
E
on_terminal "^]^]^] leaves" 137 "$@" -q <<'E'
raw
wait # 
send ^]^]^]
E
on_terminal "an init of ours leaves the shell its job control" 4 "$@" -qa sh -i <<'E'
raw
wait # 
send echo $$ $(cat /proc/1/comm); tty^M
wait 2 ns
wait /dev/console
wait # 
send sleep 100^M
pause 300
send ^Z
wait Stopped
send ^Mexit 4^M
wait # 
send exit 4^M
E
on_terminal "a user's console is the user's" 0 "$@" -q -u www sh -c 'stat -c "%a %u" $(tty); echo x >/dev/console' <<'E'
wait 600 33
wait x
E
on_terminal "no TERM, and no size" 0 env -u TERM "$@" -q sh -c 'read x; echo ${TERM-none}; stty size' <<'E'
raw
size 0 0
send x^M
wait none
wait standard input
E

# ---- T31: a devpts of its own; T30: the caller's terminal is out of reach

is "$(on_console 'ls -1 /dev/pts; readlink /dev/ptmx; grep -c " /dev/pts devpts" /proc/mounts')" "0
ptmx
pts/ptmx
1" "T31 it has one terminal, in a devpts of its own"
: >log
"$@" -q --console=interactive sh -c 'echo ready; sleep 1' </dev/null >log &
started log ready
is "$(ls /dev/pts)" ptmx "T31 which the host does not see"
wait
host_same "T31 the host's ptys are as before"
# What is typed into the caller's terminal is read there by who comes next.
cat >c/steal.pl <<'E'
open(my $tty, "+<", "/dev/tty");
open(my $console, "+<", "/dev/console");
for my $fd ((map { defined fileno($_) ? fileno($_) : () } $tty, $console), 0, 1, 2) {
	open(my $file, "+<&=", $fd) or next;
	for (1 .. 4000) {
		for my $c (split //, "stolen\n") { ioctl($file, 0x5412, my $x = $c) }
	}
	ioctl($file, 0x541c, my $x = pack("C", 3));
}
open(my $done, ">", "/done");
E
mkdir -p c/usr
for d in lib lib64; do [ ! -e /$d ] || ln -s usr/$d c/$d; done
printf '#!/bin/sh\n/usr/bin/perl /steal.pl\n' >c/init
chmod 755 c/init
chmod 777 c
if [ "$(in_path perl)" ] && "$@" --bind-ro=/usr /usr/bin/perl -e 1 2>/dev/null; then
	for how in "" "--pipe" "-b"; do
		prog="/usr/bin/perl /steal.pl"
		[ "$how" != -b ] || prog=
		on_terminal "T30 TIOCSTI from inside${how:+, $how}" 0 \
			sh -c '"$NS" nspawn -D c -q --bind-ro=/usr '"$how $prog"'; timeout --foreground .3 cat >stolen; :' </dev/null
		is "$(cat stolen; ls c/done)" c/done "T30 types nothing outside${how:+, $how}"
		rm -f c/done
	done
else
	skip "T30 TIOCSTI from inside" "needs perl in a merged /usr"
fi
rm -f c/init c/steal.pl

# ---- T32: termios, size and flags are as before on every way out

set -- "$@" -q
on_terminal "T32 TERM" 143 "$@" sleep 30 <<'E'
raw
kill TERM
E
on_terminal "T32 it hangs up" 129 "$@" sleep 30 <<'E'
raw
kill HUP
E
cat >killer <<'E'
sleep 1 # until it is seen to be raw
for _ in $(busybox seq 200); do
	for p in /proc/[0-9]*; do
		[ "$(tr '\0' ' ' <"$p/cmdline")" != "sleep 31.25 " ] || kill -KILL "${p#/proc/}"
	done 2>/dev/null
	sleep 0.05
done
E
on_terminal "T32 the child is killed" 137 \
	sh -c 'sh killer </dev/null >/dev/null 2>&1 & "$NS" nspawn -qD c sleep 31.25; s=$?; kill $!; wait; exit $s' <<'E'
raw
E
on_terminal "T32 the supervisor's parent is killed" 137 sh -c '"$NS" nspawn -qD c sleep 1; :' <<'E'
raw
kill KILL
E
on_terminal "T32 input is closed" 0 sh -c '"$NS" nspawn -qD c --console=interactive cat <&-' </dev/null
on_terminal "T32 input is from elsewhere" 5 \
	sh -c '"$NS" nspawn -qD c --console=interactive sh -c "stty size; exit 5" </dev/null' <<'E'
wait 24 80
E
on_terminal "T32 a step fails" 111 sh -c '"$NS" nspawn -qD c --chdir=/nosuch true 2>/dev/null' </dev/null
on_terminal "T32 behind the terminal" 127 sh -c '"$NS" nspawn -qD c /nosuch 2>/dev/null' </dev/null
on_terminal "T32 the program does what it likes" 0 "$@" sh -c 'stty raw -echo rows 7; exit 0' </dev/null

# ---- --console

is "$(echo typed | "$@" --console=read-only sh -c 'tty; timeout 1 cat; echo end' 2>&1 | tr -d '\r')" "/dev/console
Terminated
end" "--console=read-only: what is shown is passed on, and nothing is read"
on_terminal "nor does it touch the caller's terminal" 130 "$@" --console=read-only sh -c 'tty; exec sleep 9' <<'E'
wait /dev/console
pause 500
send ^C
E
"$@" --console=passive sh -c 'tty >/tty; yes | head -n 100000; timeout 1 cat >>/tty; exit 7' >out 2>&1 </etc/passwd
is "$? $(cat c/tty) $(wc -c <out)" "7 /dev/console 0" "--console=passive: nothing is read or shown, and nobody waits"
on_terminal "--console=pipe: the caller's" 0 "$@" --console=pipe sh -c 'ls /dev/pts; [ -e /dev/console ] || echo none' <<'E'
wait ptmx
wait none
E
is "$("$@" sh -c 'tty; [ -e /dev/console ] || echo none' </dev/null)" "not a tty
none" "without a terminal it is pipe"
is "$(echo 'echo $((6 * 7))' | "$@" --console=interactive sh 2>&1 | grep -c 42)" 1 \
	"--console=interactive: input that is no terminal"

# ---- what is in the way

# T4, T3: DIR brings a /proc or /dev along that leads elsewhere.
echo mine >c/inside
printf '#!/bin/sh\necho run\n' >c/init
chmod 755 c/init
mount -t tmpfs fake c/proc
mkdir -p c/proc/sys c/proc/self/fd
for i in $(busybox seq 30); do ln -s /inside c/proc/self/fd/"$i"; done
host_mark
for how in "sh" "-b"; do
	# shellcheck disable=SC2086 # words
	fails 111 '^ns: mask .*: not a procfs' "T4 a /proc that is none: $how" "$@" --console=interactive $how
done
umount c/proc
mkdir -p evil/pts evil/shm
mknod evil/ptmx c 5 2
mknod evil/null c 1 5
ln -s ../inside evil/console
mount --bind evil c/dev && mount -t devpts -o newinstance,ptmxmode=666 devpts c/dev/pts
host_mark
is "$(on_console 'tty; head -c 3 /proc/timer_list | wc -c')" "/inside
0" "T3 a /dev/console that is a link, a /dev/null that is none"
is "$(cat c/inside)" mine "T3 and what it leads to is as it was"
host_same "T3 and the host"
umount c/dev/pts c/dev
mount -t tmpfs none c/dev
host_mark
fails 111 '^ns: pty .*/dev/ptmx: No such' "no /dev/ptmx" "$@" --console=interactive true
umount c/dev
done_testing

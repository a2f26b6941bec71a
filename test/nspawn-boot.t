#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-boot.t - nspawn -b: an init, its console, and how it goes down
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps ''
need_applet nspawn pty
need_cmd busybox
need_tool attest terminal

new_root c
need_users c
for a in halt poweroff reboot tty; do ln -s busybox c/bin/$a; done
mkdir c/sbin
ln -s ../bin/busybox c/sbin/init
printf 'console::respawn:-/bin/sh\n::shutdown:/bin/touch /down\n' >c/etc/inittab
printf 'root:x:0:0::/root:/bin/sh\n' >c/etc/passwd
set -- "$ns" nspawn -D c --timezone=off

# ---- busybox init, on a terminal

kexec=/proc/sys/kernel/kexec_load_disabled
boot=--capability=sys_boot
for line in "poweroff 130" "halt 130" "reboot 129" "poweroff -f 130"; do
	rm -f c/down
	"$TEST_BIN/terminal" "$@" -q -b $boot >got 2>&1 <<E
raw
wait # 
send tty^M
wait /dev/console
wait # 
send sleep 100^M
pause 200
send ^C
wait # 
send sleep 100^M
pause 200
send ^Z
wait Stopped
send ^M
wait # 
send ${line% *}^M
E
	is "$(cat got) $(ls c/down 2>/dev/null)" "status ${line##* } $([ "$line" = "poweroff -f 130" ] || echo c/down)" \
		"busybox's init: a shell with job control, ${line% *} ends it with ${line##* }"
done
on_terminal "^]^]^] ends it too" 137 "$@" -q -b <<'E'
raw
wait # 
send ^]^]^]
E

# ---- its terminal is closed: none goes on unseen

closes() { # NAME WANT PROG...
	name=$1 want=$2
	shift 2
	rm -f c/down
	printf '%s\n' raw 'wait # ' hangup | "$TEST_BIN/terminal" "$@" >got 2>/dev/null
	is "$(head -n 1 got) $(ls c/down 2>/dev/null)" "status $want" "$name"
}
closes "its terminal is closed: it ends" "143 " "$@" -q -b
closes "as after TERM, in order" "130 c/down" "$@" -q -b --kill-signal=USR2 $boot
closes "nor does an init that we are not told of go on" "129 c/down" "$@" -q $boot /sbin/init

# ---- from outside

outside() { # NAME WANT SIGNALS OPTIONS...: when it is up these signals come in turn
	name=$1 want=$2 signals=$3
	shift 3
	rm -f c/down
	: >log
	"$ns" nspawn -D c --timezone=off -q --console=interactive -b "$@" </dev/null >log 2>&1 & pid=$!
	started log "$up"
	for s in $signals; do
		kill -"$s" $pid
		sleep 0.3
	done
	wait $pid
	is "$? $(ls c/down 2>/dev/null)" "$want" "$name"
}
up=built-in
outside "TERM: a signal that busybox's init does not know, and the end" "143 " TERM
outside "--kill-signal=USR2: it powers off in order" "130 c/down" TERM --kill-signal=USR2 $boot
printf '#!/bin/sh\ntrap "echo asked" USR1\necho ready\nwhile :; do sleep 0.1; done\n' >c/etc/init
chmod 755 c/etc/init
rm c/sbin/init
up=ready
outside "a second TERM kills one that goes on" "143 " "TERM TERM" --kill-signal=USR1
has log asked "which the first has asked"
printf '#!/bin/sh\ntrap "" USR1\necho ready\nsleep 3\n' >c/etc/init
outside "one that ignores what it gets for TERM, as sysvinit does the default: the end" "143 " TERM --kill-signal=USR1
outside "but the same signal, if it is not for TERM, is its own business" "0 " USR1
outside "INT" "130 " INT
outside "HUP" "129 " HUP
rm c/etc/init

# ---- what it is given

cp "$TEST_BIN/attest" c/init
"$@" -b -- -o process,cap,dev >got
"$@" /attest -o process,cap,dev >want
sed -i 's/^session own/session outside/; s/^group own/group outside/' want
if [ ! -e $kexec ]; then
	sys_boot=400000 # bit 22
	for set in permitted effective bounding; do
		value=$(sed -n "s/^cap $set //p" want)
		sed -i "s/^cap $set .*/cap $set $(printf %016x $((0x$value | 0x$sys_boot)))/" want
	done
fi
same got want "as any program, but for its session, and CAP_SYS_BOOT where no other kernel can be loaded"
"$@" -b --drop-capability=sys_boot -- -o cap >got
"$@" --drop-capability=sys_boot /attest -o cap >want
same got want "--drop-capability"
is "$("$@" -b -- -o fd </dev/null | cut -d' ' -f2 | tr '\n' ' ')" "0 1 2 " "and its descriptors (T5)"
done_testing

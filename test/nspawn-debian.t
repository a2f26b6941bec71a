#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-debian.t - a Debian tree: entered, and booted by sysvinit and
# by runit to a login prompt
#
# The tree comes from the mirror that apt is set up for, once: see
# scripts/debian-tree.  DEBIAN_TREE=FILE says where it is kept.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
need_applet nspawn pty
need_tool terminal
need_cmd mmdebstrap
: "${DEBIAN_TREE:=$top/obj/debian.tar}"
"$top/scripts/debian-tree" "$DEBIAN_TREE" >mirror 2>&1 </dev/null || skip_all "no Debian mirror in reach: $(tail -n 1 mirror)"
mkdir d && tar -C d --exclude='./dev/*' -xf "$DEBIAN_TREE" || exit 1
# One getty, on the console, and no password.
sed -i '/getty/d' d/etc/inittab
echo 'co:2345:respawn:/sbin/getty --noclear --keep-baud console 115200 linux' >>d/etc/inittab
sed -i 's/^root:[^:]*:/root::/' d/etc/passwd

set -- "$ns" nspawn -D d -M deb
host_mark
is "$("$@" cat /etc/debian_version)" "$(cat d/etc/debian_version)" "it is entered"
# shellcheck disable=SC2016 # for the shell inside
is "$(echo 'echo $0 $PWD $HOSTNAME; dpkg -s base-files | grep ^Status' | "$@")" "-bash /root deb
Status: install ok installed" "a login shell is bash"
is "$("$@" -u daemon id)" "uid=1(daemon) gid=1(daemon) groups=1(daemon)" "a user of its own"
is "$("$@" --read-only --tmpfs=/tmp sh -c 'touch /x 2>/dev/null || touch /tmp/x && ls /tmp')" x "read-only"
host_same "and the host is as it was"

on_terminal "sysvinit boots to a login with job control, and poweroff ends it" 130 "$@" -q -b --capability=sys_boot <<'E'
raw
wait INIT: version
wait Entering runlevel: 2
wait login: 
send root^M
wait # 
send tty; stty size^M
wait /dev/console
wait 24 80
wait # 
size 30 100
send sleep 100^M
pause 500
send ^Z
wait Stopped
send stty size^M
wait 30 100
wait # 
send poweroff^M
wait in runlevel 0
wait to terminate
wait ll 
wait Unmounting
wait Will now halt
E
down() { # NAME WANT LAST OPTION...: TERM when it is up
	name=$1 want=$2 last=$3
	shift 3
	: >log
	"$ns" nspawn -D d -q -b --console=interactive --capability=sys_boot "$@" >log 2>&1 </dev/null & pid=$!
	started log login:
	kill -TERM $pid
	wait $pid
	is "$? $(grep -c "$last" log)" "$want 1" "$name"
	[ "$failures" = 0 ] || note "$(tail -n 40 log)"
}
down "TERM from outside: it goes down in order" 129 'Will now restart' --kill-signal=INT

# The same tree with another init, and the getty as a service of its.
ln -sf /lib/runit/runit-init d/sbin/init
mkdir d/etc/sv/console
printf '#!/bin/sh\nexec chpst -P getty --noclear --keep-baud console 115200 linux\n' >d/etc/sv/console/run
chmod 755 d/etc/sv/console/run
ln -s /etc/sv/console d/etc/runit/runsvdir/default/
cat >lines <<'E'
raw
wait enter stage: /etc/runit/2
wait login: 
send root^M
wait # 
send tty; sv status console^M
wait /dev/console
wait run: console
wait # 
send sleep 100^M
pause 500
send ^Z
wait Stopped
send init 0^M
wait enter stage: /etc/runit/3
E
# The login of util-linux (Debian 13) hangs the terminal up, and so nothing of stage 3 is seen.
grep -q '^Version: .*+really2' d/var/lib/dpkg/status || printf 'wait %s\n' 'ok: down: ' 'Will now halt' >>lines
on_terminal "runit boots to a login with job control, and init 0 ends it" 130 "$@" -q -b --capability=sys_boot <lines
down "as it does at TERM" 130 'Will now halt' --kill-signal=PWR
host_same "and leaves nothing"
done_testing

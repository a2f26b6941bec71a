# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
#
# lib.sh - TAP for POSIX sh; sourced first, "done_testing" comes last
#
# As root, a test file runs again in mount, UTS, IPC and PID namespaces of its
# own: what a broken launcher leaves there is seen and then gone.  There / is
# shared, as systemd hosts have it (on a private / nothing could leak and the
# tests would prove nothing), and $dir is an empty tmpfs.  So does an ordinary
# user with those that need_caps, in a user namespace as well.  The last two
# results of each file: the mounts are as at the start, and no process is left.
# TEST_FIRST=1: end at the first that fails.
set -u

: "${TEST_TOP:=$(cd "${0%/*}/.." && pwd)}"
top=$TEST_TOP
case $0 in /*) self=$0 ;; *) self=$PWD/$0 ;; esac
: "${TEST_NS:=$top/ns}" "${TEST_BIN:=$top/obj/test/bin}" "${TEST_CONFIG:=all}"
export TEST_TOP TEST_NS TEST_BIN TEST_CONFIG
ns=$TEST_NS
tap=0 failures=0

skip_all() { # REASON...: the whole file
	echo "1..0 # SKIP $*"
	exit 0
}
is_root() { [ "$(id -u)" = 0 ]; }
# What is found nowhere is "Permission denied" where a directory is closed.
is_root || PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
in_path() { # NAME: its path; busybox's "command -v" answers for its own applets
	IFS=:
	for p in $PATH; do [ -x "$p/$1" ] && echo "$p/$1" && break; done
	unset IFS
}

new_namespaces() { # LINE...: those that are new for what it runs, or why it does not
	"$@" "$TEST_BIN/attest" -o ns 2>&1 | sed -n 's/ns \(.*\) new/\1/p; /^ns: /p' | tr '\n' ' '
}

# ---- a world of its own

inside() { # [OPTION...]: this file again, in new namespaces; ends as it does
	[ -x "$ns" ] || skip_all "there is no $ns"
	TEST_DIR=$(mktemp -d) || exit 1
	export TEST_DIR TEST_INSIDE=1
	if unshare --version 2>/dev/null | grep -q util-linux; then
		set -- unshare "$@"
	else
		set -- "$ns" unshare "$@"
	fi
	# shellcheck disable=SC2086 # TEST_SHELL may be "busybox ash"
	# What this shell was given above 2 is not the tests' to pass on.
	"$@" -muipf --kill-child --mount-proc ${TEST_SHELL:-sh} "$self" 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
	status=$?
	rmdir "$TEST_DIR"
	exit $status
}
if [ ! "${TEST_INSIDE-}" ] && is_root; then
	unset TEST_ROOTLESS
	inside
fi

# open_up PATH...: where others may not enter a directory above, such as /root, it is
# hidden by one that they may, which has these paths alone
open_up() {
	for o_path; do
		o_closed='' o_above=$o_path
		while o_above=${o_above%/*} && [ "$o_above" ]; do
			case $(stat -c %A "$o_above") in *[xt]) ;; *) o_closed=$o_above ;; esac
		done
		[ "$o_closed" ] || continue
		case $dir in "$o_closed"/*) continue ;; esac # TMPDIR: they cannot go there either
		mount --bind "$o_closed" "$dir" && mount -t tmpfs -o mode=755 open "$o_closed" || exit 1
		for o_below; do
			case $o_below in "$o_closed"/*) ;; *) continue ;; esac
			[ -e "$o_below" ] || mkdir -p "$o_below" && mount --bind "$dir${o_below#"$o_closed"}" "$o_below" || exit 1
		done
		umount "$dir"
	done
}
if [ "${TEST_INSIDE-}" ]; then
	dir=$TEST_DIR
	[ "${TEST_ROOTLESS-}" ] || open_up "$top" "${ns%/*}" "$TEST_BIN"
	mount --make-rshared / && mount -t tmpfs -o mode=755 test "$dir" || exit 1
	mount --make-shared "$dir"
	# What mount(8) of util-linux notes there is not the host's.
	mkdir -p /run/mount 2>/dev/null && mount -t tmpfs run /run/mount
	# Ptys of our own too, to count them where others use the host's.
	mount -t devpts -o newinstance,ptmxmode=666 devpts /dev/pts
else
	dir=$(mktemp -d) || exit 1
	trap 'rm -rf "$dir"' EXIT
fi
unset TEST_INSIDE TEST_DIR HOST NS_ROOT NS_TMPFS NS_BIN NS_EXTRA NS_FSTAB NS_NO_PID1 NS_SHELL
cd "$dir" || exit 1
umask 022
# shellcheck disable=SC2034 # attest(1) reads it
HOSTNS=$(for n in /proc/self/ns/*; do readlink "$n"; done | tr '\n' ' ')
export HOSTNS

# ---- results

named() { # NAME REGEX: which may be none
	[ "$2" ] && printf '%s\n' "$1" | grep -Eq -- "$2"
}
put() { printf '%s\n' "$1"; } # echo of some takes \c in a name for the end
result() { # ok|not-ok NAME
	tap=$((tap + 1))
	if named "$2" "${takes_root-}"; then
		put "ok $tap - $2 # SKIP needs root"
		return
	fi
	if named "$2" "${takes_users-}"; then
		put "ok $tap - $2 # SKIP needs root, or users from /etc/subuid"
		return
	fi
	case $1 in
	ok) put "ok $tap - $2" ;;
	*)
		put "not ok $tap - $2"
		failures=$((failures + 1))
		[ ! "${TEST_FIRST-}" ] || exit 1
		;;
	esac
}
note() { printf '%s\n' "$@" | head -n 100 | cut -c 1-300 | sed 's/^/# /'; }
skip() { # NAME REASON: one result
	tap=$((tap + 1))
	put "ok $tap - $1 # SKIP $2"
}
# A configuration may say less: what is wanted has then no hint at the end of a
# line, in " (words)" or, a regex, from " \(" on; and in what is got a number
# stands for the text of an error.
less=
[ "$("$ns" 2>&1)" = "ns: an applet is missing (see ns --list)" ] || less=" hints"
[ "$("$ns" --list 2>&1 >/dev/full)" = "ns: write: No space left on device" ] || less="$less errors"
as_configured() { # GOT WANT: sets t_got and t_want
	t_got=$1 t_want=$2
	case $less:$1 in *errors:*': error '*) t_got=$(printf '%s\n' "$1" | "$TEST_BIN/errors") ;; esac
	case $less:$2 in ' hints'*:*' '*\(*)
		t_want=$(printf '%s\n' "$2" | sed -e 's/ \\(.*/$/' -e 's/^\([a-z_-]*: .*\) ([^()]*)$/\1/') ;;
	esac
}
matches() { # FILE REGEX: somewhere
	if [ ! "$less" ]; then grep -Eq -- "$2" "$1"; return; fi
	as_configured "$(cat "$1")" "$2"
	printf '%s\n' "$t_got" | grep -Eq -- "$t_want"
}
is() { # GOT WANT NAME
	[ ! "$less" ] || { as_configured "$1" "$2" && set -- "$t_got" "$t_want" "$3"; }
	if [ "$1" = "$2" ]; then result ok "$3"; return; fi
	result not-ok "$3"
	note "got:" "$1" "want:" "$2"
}
ok() { # NAME COMMAND...
	name=$1
	shift
	if "$@"; then result ok "$name"; else result not-ok "$name"; fi
}
like() { # TEXT REGEX NAME
	[ ! "$less" ] || { as_configured "$1" "$2" && set -- "$t_got" "$t_want" "$3"; }
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then result ok "$3"; return; fi
	result not-ok "$3"
	note "got:" "$1" "want, somewhere: $2"
}
has() { # FILE REGEX NAME
	if matches "$1" "$2"; then result ok "$3"; return; fi
	result not-ok "$3"
	note "no $2 in:" "$(cat "$1")"
}
same() { # GOT-FILE WANT-FILE NAME
	if cmp -s "$1" "$2"; then result ok "$3"; return; fi
	result not-ok "$3"
	note "$(diff "$2" "$1")"
}

# fails STATUS REGEX NAME COMMAND...: with this status, nothing on stdout, and
# on stderr one line that matches and has no raw control bytes; and the host is
# as at host_mark.
fails() {
	want=$1 regex=$2 name=$3
	shift 3
	"$@" >"$dir/out" 2>"$dir/err" </dev/null
	refused $? "$want" "$regex" "$name"
}
refused() { # GOT-STATUS STATUS REGEX NAME, after $dir/out and $dir/err are written
	why=
	# shellcheck disable=SC2254 # the status may be a pattern, for what is open
	case $1 in $2) ;; *) why="status $1, not $2" ;; esac
	[ ! -s "$dir/out" ] || why="$why; output"
	[ "$(wc -l <"$dir/err")" -eq 1 ] && [ -z "$(tail -c 1 "$dir/err")" ] || why="$why; not one line"
	[ -z "$(tr -d '\n\040-\176' <"$dir/err" | LC_ALL=C tr -d '\200-\377')" ] || why="$why; control bytes"
	matches "$dir/err" "$3" || why="$why; no /$3/"
	host_now >"$dir/.now"
	cmp -s "$dir/.mark" "$dir/.now" || why="$why; the host differs"
	if [ ! "$why" ]; then result ok "$4"; return; fi
	result not-ok "$4"
	note "$why" "stdout:" "$(head -c 500 "$dir/out")" "stderr:" "$(head -c 500 "$dir/err" | cat -v)" \
		"host:" "$(diff "$dir/.mark" "$dir/.now")"
}

# ---- what is needed

need_root() { is_root && [ ! "${TEST_ROOTLESS-}" ] || skip_all "needs root"; }
has_users() { # 65,536 of each, and an unshare that can ask for them
	# shellcheck disable=SC2016 # awk's $
	unshare -Ur --map-auto awk '{ n += $3 } END { exit n < 131072 }' /proc/self/uid_map /proc/self/gid_map 2>/dev/null
}
# need_caps [USERS [ROOT]]: what root of a user namespace can do as well, who has no
# devices and no mounts to change but his own: an ordinary user runs the file in one,
# with the users and groups that /etc/subuid and /etc/subgid give him, or alone.
# Results whose names match USERS take those, and such as ROOT the real root.
need_caps() {
	if ! is_root; then
		unshare -Urm true 2>/dev/null || skip_all "needs root, or user namespaces"
		export TEST_ROOTLESS=alone
		! has_users || TEST_ROOTLESS=users
		[ $TEST_ROOTLESS = alone ] || inside -Ur --map-auto
		inside -Ur
	fi
	case ${TEST_ROOTLESS-} in alone) takes_users=${1-} ;; *) takes_users= ;; esac
	takes_root=${TEST_ROOTLESS:+${2-}}
}
need_cmd() {
	for c in "$@"; do [ "$(in_path "$c")" ] || skip_all "needs $c"; done
}
need_tool() { # of ours, in TEST_BIN
	for c in "$@"; do [ -x "$TEST_BIN/$c" ] || skip_all "needs the test tool $c"; done
}
need_nodes() { # behind need_caps: a /dev, also in a user namespace, which makes none
	[ ! "${TEST_ROOTLESS-}" ] || "$ns" -n dev -b dev >/dev/null 2>&1 || skip_all "in a user namespace dev needs its -b"
}
need_users() { # DIR, behind need_caps: nspawn for who is not root out here
	[ ! "${TEST_ROOTLESS-}" ] || "$ns" -n nspawn -U -D "$1" true >/dev/null 2>&1 || skip_all "without root nspawn needs its -U"
}
need_applet() {
	for c in "$@"; do "$ns" --list | grep -qx -- "$c" || skip_all "no applet $c"; done
}
has_time() { [ -e /proc/self/ns/time ]; } # time namespaces, Linux 5.6
need_fork() { # behind need_applet unshare
	"$ns" -n unshare -f true >/dev/null 2>&1 || skip_all "unshare does not fork"
}

# ---- the host

# What a launch must leave alone.  Set $watch to directories to list too
# ("-t DIR..." with their times).
watch=
host_now() {
	cat /proc/self/mountinfo /proc/self/cgroup
	hostname
	ls /dev/pts
	ls -d /sys/fs/cgroup/*"${dir##*/}"* /sys/fs/cgroup/*/*"${dir##*/}"* 2>/dev/null # others come and go
	# shellcheck disable=SC2086 # several words
	[ ! "$watch" ] || "$TEST_BIN/tree" $watch | sort
	others
}
host_mark() { host_now >"$dir/.mark"; }
host_same() { # NAME; who was killed may take a moment to be gone
	for _ in 1 2 3 4 5 6 7 8 9; do
		host_now >"$dir/.now"
		! cmp -s "$dir/.now" "$dir/.mark" || break
		sleep 0.3
	done
	same "$dir/.now" "$dir/.mark" "$1"
}
# Processes other than this shell and its parts; exited ones may take a moment.
others() {
	[ "$$" = 1 ] || return 0
	for p in /proc/[0-9]*; do
		read -r _ _ state ppid _ 2>/dev/null <"$p/stat" || continue
		case $(tr '\0' ' ' <"$p/cmdline" 2>/dev/null) in
		"$(tr '\0' ' ' </proc/1/cmdline)") continue ;; # our own subshells
		esac
		echo "process ${p#/proc/} of $ppid, $state: $(tr '\0' ' ' <"$p/cmdline")"
	done 2>/dev/null
}
# settle [N]: wait until they are gone, for N fiftieths of a second or ten seconds
# (what is to be killed must live longer), and return what $? was.  Not within
# $(...): zombies of others are this shell's to reap, while it waits for sleep.
settle() {
	s_status=$?
	for _ in $(seq "${1-500}"); do
		[ "$(others)" ] || break
		sleep 0.02
	done
	return $s_status
}

# ended PID: wait until it is gone, for 3 s at most
ended() {
	for _ in $(seq 150); do
		kill -0 "$1" 2>/dev/null || return 0
		sleep 0.02
	done
	return 1
}

# new_root DIR: a busybox root with the directories a container needs
new_root() {
	mkdir -p "$1/bin" "$1/dev" "$1/proc" "$1/sys" "$1/run/shm" "$1/tmp" "$1/etc" "$1/mnt/ns" "$1/opt" "$1/root"
	chmod 1777 "$1/run/shm" "$1/tmp"
	cp "$(in_path busybox)" "$1/bin/busybox"
	for a in sh cat cut echo env false grep head hostname id kill ls mount od ps readlink seq sleep sort stat \
		tail test touch true umount wc; do
		ln -s busybox "$1/bin/$a"
	done
	[ ! -x "$TEST_BIN/attest" ] || cp "$TEST_BIN/attest" "$1/attest"
}

# facts: the mounts of attest(1) without what differs from kernel to kernel, and in a
# user namespace without whose a tmpfs is, and the host's device nodes
facts() {
	sed "s/- devtmpfs devtmpfs .*/- devtmpfs/; s/,inode64//; s/,size=[^, ]*//; s/,nr_inodes=[^, ]*//${TEST_ROOTLESS:+
		s/,[ug]id=[0-9]*//g; /\\/\\(full\\|null\\|u*random\\|tty\\|zero\\) ro,nosuid,noexec,relatime - devtmpfs/d}"
}

# own_users DIR: the users and groups of that root are this host's too: root, and
# www (33), of the groups 34 and web (77)
own_users() {
	printf '%s\n' root:x:0:0::/root:/bin/sh www:x:33:34::/:/bin/sh >"$1/etc/passwd"
	printf '%s\n' web:x:77:x,www >"$1/etc/group"
	mount --bind "$1/etc/passwd" /etc/passwd
	mount --bind "$1/etc/group" /etc/group
}

# started FILE [REGEX]: wait until FILE is there, with a line that matches (any: "");
# for 20 s at most
started() {
	s_left=1000
	until [ -e "$1" ] && { [ $# -eq 1 ] || grep -q -- "$2" "$1"; }; do
		[ $s_left -gt 0 ] || return 1
		s_left=$((s_left - 1))
		sleep 0.02
	done
}

# ---- faults: the tool inject

# sets errors and kills: two of each, or one where it is only about what is configured
# shellcheck disable=SC2034 # for fault.t and fault-nspawn.t
choose_faults() {
	errors=EPERM,ENOMEM kills=KILL,KILL-LAUNCHER
	[ "$TEST_CONFIG" != random ] || errors=EPERM kills=KILL
}

# ---- while somebody changes the image: the tool swap

# swapped NAME PATH MOUNTS COMMAND...: PATH and c/evil change places meanwhile;
# COMMAND has "attest -o mount" print MOUNTS of them, or says why not.
swapped() {
	what=$1 expected=$3
	host_mark
	"$TEST_BIN/swap" 60 "$2" c/evil &
	swap=$!
	shift 3
	n=0 ran=0
	while [ $n -lt 100 ]; do
		n=$((n + 1))
		"$TEST_BIN/caller" -t 5 "$@" >out 2>err </dev/null
		status=$?
		case $status in
		0) # /proc may be gone again when the program looks
			ran=$((ran + 1))
			grep -q '^mount ?' out || [ "$(facts <out | grep -c '^mount')" = "$expected" ] || break
			;;
		111) if [ "$(wc -l <err)" != 1 ] || [ -s out ]; then break; fi ;;
		*) break ;;
		esac
	done
	kill $swap
	wait $swap 2>/dev/null
	host_now >.now
	is "$n $(diff .mark .now)" "100 " "$what swapped with a symlink: $ran of 100 ran, the others said why"
	[ "$n" = 100 ] || note "status $status: $(cat out err)"
}

# ---- at a terminal: the tool of that name

# on_terminal NAME STATUS COMMAND..., the script on stdin: it is left as it was
on_terminal() {
	what=$1 want="status $2"
	shift 2
	"$TEST_BIN/terminal" "$@" >got 2>&1
	is "$(cat got)" "$want" "$what"
}

# ---- the end

done_testing() {
	watch=
	if [ "$$" = 1 ]; then
		for _ in 1 2 3 4 5; do # what a process holds goes with it
			cat /proc/self/mountinfo >"$dir/.now"
			! cmp -s "$dir/.now" "$dir/.start" || break
			sleep 0.1
		done
		same "$dir/.now" "$dir/.start" "no mount is left"
		settle 50
		is "$(others)" "" "no process is left"
	fi
	echo "1..$tap"
	exit $((failures != 0))
}
cat /proc/self/mountinfo >"$dir/.start"

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-bad.t - what nspawn refuses: one clear line, an untouched host
# shellcheck source=lib.sh disable=SC2016,SC2046,SC2086,SC2094
. "${0%/*}/lib.sh"
need_caps ''
need_applet nspawn
need_tool attest caller tree
need_cmd busybox
# shellcheck source=nspawn.sh
. "$top/test/nspawn.sh"
mkdir src

# ---- what it refuses

host_mark
./nspawn --help >help 2>err </dev/null
is $? 0 "--help"
refuses() { # REGEX NAME OPTIONS...: status 1 under the tool's name, else 100 or 111
	text=$1 what=$2
	shift 2
	fails 1 "^nspawn(( --?[A-Za-z-]+)?: .*| )$text" "$what" ./nspawn "$@"
	fails '1[01][01]' "^ns: (nspawn: )?.*$text" "$what, as ns nspawn" "$ns" nspawn "$@"
}
wrong() { # the same, with 100
	text=$1 what=$2
	shift 2
	fails 100 "^ns: .*$text" "$what" "$ns" nspawn "$@"
}
mkdir empty
: >file
refuses "is the host's: /" "/" -D /
refuses "is the host's: /proc/self/root" "a link to it" -D /proc/self/root
refuses 'no OS tree: .*/empty' "no OS tree" -D empty
refuses 'no OS tree: .*/empty' "no OS tree, nor the program" -D empty /bin/true
refuses 'no OS tree: .*/empty' "no OS tree, nor a program without a name" -D empty ''
for step in 'mount --bind c empty' 'chroot c' 'run c' 'inside c'; do
	# shellcheck disable=SC2086 # words
	"$ns" -n $step true >/dev/null 2>&1 || continue
	# shellcheck disable=SC2086
	fails 100 '^ns: nspawn: not behind: (mount|chroot|clean|inside)$' "behind $step" "$ns" $step ns nspawn -D c /attest
done
mkdir -p dirs/bin/sh dirs/sbin/init
refuses 'no OS tree: .*/dirs' "directories that are called as programs" -D dirs
refuses 'no OS tree: .*/dirs' "one of them for the program" -D dirs /bin/sh
refuses 'no init in: .*/dirs' "or for the init" -D dirs -b
refuses 'nonesuch' "no such directory" -D nonesuch
fails 111 '^ns: nspawn: c: Too many open files' "no descriptor to be had" \
	sh -c 'ulimit -n 3; exec "$@"' sh "$ns" nspawn -D c /attest 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
refuses 'file' "a file" -D file
fails 111 '^ns: nspawn: /proc/self/fd: No such file or directory \(is /proc mounted' "no /proc to say where it is" \
	unshare -m sh -c 'mount -t tmpfs x /proc && exec "$0" nspawn -D c /attest' "$ns"
refuses 'no init in: .*/c' "no init" -D c -b
refuses 'not a host name' "a host name of 65 bytes" -D c -M aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
refuses 'not a host name' "one with a slash" -D c -M a/b
refuses 'nonesuch.*: No such file' "a bind's source is missing" -D c --bind=nonesuch:/opt /attest
refuses '/dev: Not a directory' "a bind of a file over a directory" -D c --bind=file:/dev /attest
refuses '/inside: Not a directory' "and of a directory over a file" -D c --bind=src:/inside /attest
refuses 'option of a bind: idmap' "a bind's option" -D c --bind=src:/opt:idmap /attest
refuses 'file: Not a directory' "an overlay of a file" -D c --overlay-ro=file:src:/opt /attest
wrong 'overlayfs cannot' "a comma in an overlay" -D c --overlay=a,b:src:/opt /attest
wrong 'wants directories' "an overlay of one" -D c --overlay=src /attest
wrong 'too many directories: src:src' "an overlay of 31" -D c --overlay=$(printf 'src:%.0s' $(seq 31))/opt /attest
is "$("$ns" -n nspawn -D c --overlay=$(printf 'src:%.0s' $(seq 30))/opt /attest | grep -o "$dir/src" | wc -l)" 31 "of 30, and a workdir"
for o in bind=:/opt bind=+:/opt bind-ro=+ tmpfs=: tmpfs=:ro overlay=: overlay=src: overlay=:src:/opt \
	overlay-ro=src::/opt overlay=src:src: bind=src:; do
	wrong "nspawn --${o%%=*}: not an absolute path: " "a path is empty in --$o" -D c --$o /attest
done
for o in bind=src:opt bind-ro=+opt bind=+opt:/opt tmpfs=opt overlay=src:opt overlay-ro=src:src:opt chdir=opt; do
	wrong "nspawn --${o%%=*}: not an absolute path: " "a place is relative in --$o" -D c --$o /attest
done
for o in directory user machine hostname uuid setenv chdir kill-signal rlimit capability drop-capability \
	no-new-privileges console resolv-conf timezone network-namespace-path memory cpus pids cgroup-parent \
	bind bind-ro tmpfs overlay overlay-ro; do
	wrong "nspawn: no argument for: --$o" "--$o=''" -D c --$o= /attest
done
refuses 'no such capability: frob' "no capability" -D c --capability=frob /attest
refuses '--no-new-privileges: not one of its words: maybe' "no truth" -D c --no-new-privileges=maybe /attest
refuses '--rlimit: not a limit: x' "no limit" -D c --rlimit=NOFILE=x /attest
refuses 'not a signal' "no signal" -D c --kill-signal=FOO /attest
fails 100 '^ns: nspawn --kill-signal: not a signal: FOO$' "said by who was asked" "$ns" nspawn -D c --kill-signal=FOO /attest
fails 1 '^nspawn --kill-signal: not a signal: FOO$' "once, by the tool's name" ./nspawn -D c --kill-signal=FOO /attest
for name in = =x 1A=x A-B=x A.B 1A; do
	wrong "nspawn -E: not a variable: $name" "no variable: $name" -D c -E "$name" /attest
done
refuses 'no such capability: 64' "no capability's number" -D c --capability=64 /attest
refuses 'no such capability: 63' "none that the kernel has" -D c --drop-capability=63 /attest
for id in x 00000000-0000-0000-0000-000000000000 01234567-89ab-cdef-0123-456789abcdeg 01234567-89ab-cdef-0123-456789abcdef0 \
	0123456789abcdef0123456789abcde 0123456-789abcdef0123456789abcdef 01234567-89ab-cdef-0123-456789abcdef-; do
	wrong "nspawn --uuid: malformed: $id" "--uuid '$id'" -D c --uuid "$id" /attest
done
! "$ns" -n nspawn -U -D c /attest >/dev/null 2>&1 ||
	wrong "nspawn --private-users: not a number we can take: ''" "--private-users=''" -D c --private-users= /attest
for range in 5:0 4294967290 4294967290:6 4294967294:2; do
	! "$ns" -n nspawn -U -D c /attest >/dev/null 2>&1 || wrong "nspawn --private-users: malformed: $range" "users $range" -D c --private-users=$range /attest
done
wrong 'not with --as-pid2: --boot' "-a and -b" -a -D c -b
wrong 'nspawn --pids: not a number we can take: x' "no number of processes" -D c --pids=x /attest
wrong 'nspawn --cpus: not a number of CPUs: 0.00999' "less of a CPU than the kernel gives" -D c --cpus 0.00999 /attest
refuses '--console: not one of its words: foo' "no console" -D c --console=foo /attest
refuses 'one of its words' "no resolv.conf" -D c --resolv-conf=foo /attest
refuses 'nonesuch' "no network namespace" -D c --network-namespace-path=nonesuch /attest
refuses 'unknown option' "an unknown option" -D c --frob /attest
refuses 'cd .*nonesuch' "no such directory in it" -D c --chdir=/nonesuch /attest
rmdir c/proc && host_mark
refuses 'proc: Read-only file system \(a directory cannot be reached, or made' "nor a mount point" -D c --read-only
mkdir c/proc && host_mark
"$caller" -o 0=/ ./nspawn -D c /attest >out 2>err
refused $? 1 'descriptor 0 to 2: Is a directory' "a directory on descriptor 0 (T5)"
if [ ! "${TEST_ROOTLESS-}" ]; then # who speaks, where he may not look
	chmod 711 . && mkdir -p closed/in half/etc && chmod 700 closed half/etc && ln -s loop loop
	host_mark
	for d in closed/in loop; do
		fails 111 "^ns: nspawn: $d: (Permission denied|Too many levels)" "$d" "$caller" -u 1000 "$ns" nspawn -D $d
	done
	fails 111 "^ns: nspawn: etc/group: Permission denied" "a file in it" "$caller" -u 1000 "$ns" nspawn -D half
	fails 1 "^nspawn: closed/in: Permission denied" "as nspawn" "$caller" -u 1000 ./nspawn -D closed/in
	fails 111 "^ns: nspawn: closed/in: Permission denied" "a directory of an overlay" \
		"$caller" -u 1000 "$ns" nspawn -D c --overlay-ro=closed/in:src:/opt
fi
"$ns" -n nspawn -U -D c /attest >/dev/null 2>&1 || # else see rootless.t
	is "$("$caller" -u 1000 "$ns" nspawn -D c /attest 2>&1; echo $?)" \
	"ns: unshare -m -u -i -p -f --kill-child --forward-signals: Operation not permitted (needs root, or a user namespace: unshare -r)
111" "not root"
done_testing

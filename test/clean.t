#!/bin/sh
# SPDX-License-Identifier: 0BSD
# clean.t - descriptors, signals and variables that are left behind
# shellcheck source=lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
need_applet clean if
need_tool caller attest enosys

caller=$TEST_BIN/caller attest=$TEST_BIN/attest
fds() { # KERNEL OPTIONS...: the descriptors that are left of 4 pipe, 5 socket, 6 directory, 7 file
	old=${1:+"$TEST_BIN/enosys $1 --"}
	shift
	$caller -p 4 -s 5 -o 6=/ -o 7=/etc/passwd $old "$ns" clean "$@" "$attest" -o fd </dev/null 2>&1 |
		sed -n 's/^fd \([0-9]*\).*/\1/p; /^ns: /p' | tr '\n' ' '
}
for kernel in "" close_range; do
	is "$(fds "$kernel")" "0 1 2 4 5 6 7 " "nothing asked, nothing closed $kernel"
	is "$(fds "$kernel" -d)" "0 1 2 " "-d $kernel"
	is "$(fds "$kernel" -d -k 4)" "0 1 2 4 " "-d -k $kernel"
	is "$(fds "$kernel" -dk 5,7,4)" "0 1 2 4 5 7 " "-k with several $kernel"
	is "$(fds "$kernel" -D)" "0 1 2 4 5 7 " "-D: directories alone $kernel"
done
if is_root; then
	is "$(unshare -m sh -c "while umount -l /proc 2>/dev/null; do :; done; $caller -p 4 -o 6=/ -o 900=/ $TEST_BIN/enosys close_range -- '$ns' clean -d sh -c '(: <&4) 2>/dev/null || echo closed; [ ! -e /proc/self ] && echo no proc'")" \
		"closed
no proc" "-d without close_range and /proc"
fi
is "$($caller -b -i 17 -i 13 "$ns" clean -s "$attest" -o signal)" "signal 13 ignored" "-s: none blocked, SIGCHLD by default, others ignored still"
is "$($caller -b "$ns" clean "$attest" -o signal | grep -c blocked)" "$($caller -b "$attest" -o signal | grep -c blocked)" "without -s they stay"
env=$(env -i A=1 AB=2 B=3 NS_X=4 NS_=5 "N*=6" X= "$ns" clean -u 'A,NS_*,X' "$attest" -o env)
is "$env" 'env "AB=2"
env "B=3"
env "N*=6"' "-u: names, and all that begin so"
is "$(env -i A=1 AB=2 "$ns" clean -u '*' "$attest" -o env)" "" "-u '*': all"
is "$(env -i A=1 AB=2 "$ns" clean -u 'B,,C' "$attest" -o env | wc -l)" 2 "-u: what is not there"
exe() { "$ns" "$@" sh -c 'readlink /proc/$PPID/exe' 2>&1; }
like "$(exe clean -x ns if ' sh' ' -c' ' readlink /proc/$PPID/exe; false' '' true)" '^/memfd:ns' "-x: we run from a copy in memory"
is "$("$ns" clean -x "$attest" -o arg,env,fd a '' b </dev/null | grep -v '^fd 1 ')" \
	"$("$ns" clean "$attest" -o arg,env,fd a '' b </dev/null | grep -v '^fd 1 ')" "-x: and the program sees nothing of it"
writes='exec 9</proc/$PPID/exe; (sleep 0.2; { echo x >>/proc/self/fd/9 || echo x 1<>/proc/self/fd/9; } 2>/dev/null && echo written || echo sealed) &'
host_mark
fails 111 '^ns: clean -x: copying /proc/self/exe: No such file or directory \(is /proc mounted' "-x: without /proc" \
	unshare -m sh -c 'mount -t tmpfs x /proc && exec "$0" clean -x true' "$ns"
is "$("$ns" clean -x ns if sh -c "$writes" '' true)" sealed "-x: that nothing can write, even when it no longer runs"
if is_root; then
	mkdir ro && mount -t tmpfs ro ro && cp "$ns" ro/ns && mount -o remount,ro ro
	is "$(ro/ns clean -x ns if ' sh' ' -c' ' readlink /proc/$PPID/exe; false' '' true)" "$dir/ro/ns" "-x: not where nobody can write it"
	umount ro
fi
if "$ns" -n cd / >/dev/null 2>&1; then
	mkdir d
	is "$($caller -o 0=/ "$ns" cd d ns clean -d 2>&1; echo $?)" "ns: clean -d: descriptor 0 to 2: Is a directory
111" "a directory on 0 is refused, first of all"
	for fd in 1 2; do
		$caller -o $fd=/ "$ns" clean -D true 2>err >out
		is "$?" 111 "and on $fd"
	done
	is "$($caller -o 0=/ "$ns" clean -s echo fine)" fine "where nothing is to be closed, it is not"
fi
host_mark
fails 111 'clean -k 3.*: Bad file descriptor' "-k of a closed one" "$caller" "$ns" clean -k 300 true
fails 100 'clean -k: not a number we can take: x' "-k of none" "$ns" clean -d -k x true
fails 111 '6: Is a directory' "-k of a directory" "$caller" -o 6=/ "$ns" clean -k 6 true
fails 100 'unknown option: -Z' "an unknown option" "$ns" clean -Z true
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# trust.t - what the launcher does not believe: an image, and a /proc that is none
# shellcheck source=lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
need_caps '' 'no file of it is opened'
need_applet run clean setpriv umount-all nsenter unshare
need_nodes
need_cmd strace
need_tool attest caller enosys

caller=$TEST_BIN/caller attest=$TEST_BIN/attest
fds() { "$@" "$ns" clean -d "$attest" -o fd 2>&1 </dev/null | sed -n 's/^fd \([0-9]*\).*/\1/p' | tr '\n' ' '; }

# ---- T4: files of that name, where /proc should be

mkdir proc proc/self proc/self/fd proc/self/ns proc/self/attr proc/1 proc/1/ns
cp /proc/self/mountinfo proc/self/
cp /bin/true proc/self/exe
for file in self/attr/exec self/attr/current self/uid_map self/setgroups self/ns/mnt 1/ns/mnt 1/ns/uts; do
	: >"proc/$file"
done
find proc -type f -exec md5sum {} + | sort >before
false_proc() { unshare -m sh -c 'mount --bind proc /proc && exec "$@"' sh "$@"; }
believes() { # NAME COMMAND...: refused, and nothing was written there
	name=$1
	shift
	false_proc "$@" >out 2>err </dev/null
	is "$? $(wc -l <err) $(cat out)" "111 1 " "T4: $name"
	# A walk asks /proc/self/fd for the name of what it found.
	has err 'not a procfs|No such file' "T4: $name: says why"
}
believes "the label of the program" "$ns" setpriv --apparmor-profile x echo no
believes "what is mounted" "$ns" umount-all
believes "namespaces to enter" "$ns" nsenter -t 1 -m echo no
believes "our own file" "$ns" clean -x echo no
! "$ns" -n unshare -r >/dev/null 2>&1 || believes "maps of ids" "$ns" unshare -r echo no
is "$(fds false_proc "$caller" -p 4 -o 900=/ "$TEST_BIN/enosys" close_range --)" "0 1 2 " "T4: descriptors are closed all the same"
find proc -type f -exec md5sum {} + | sort >after
same after before "T4: nothing was written there"

# ---- T7: an image full of settings

new_root c
"$ns" run c /attest 2>&1 | cat >want
echo 'none /tmp tmpfs size=1m 0 0' >c/etc/fstab
echo evil >c/etc/hostname
for file in etc/ns.conf etc/ns_run etc/default/ns etc/environment root/.nsrc; do
	mkdir -p "c/${file%/*}"
	printf '%s\n' HOST=evil NS_ROOT=/ NS_EXTRA='touch /evil' NS_FSTAB=/etc/fstab >"c/$file"
done
echo /evil.so >c/etc/ld.so.preload
echo 'root:x:7:7::/:/evil' >c/etc/passwd
"$ns" run c /attest 2>&1 | cat >got
same got want "T7: the state is the same"
strace -f -o trace -e trace=open,openat,openat2,read,pread64,readv,mmap,execve "$ns" run c /bin/true
# From the exec of the launcher to that of the program.
awk '/execve\("\/bin\/true"/ { exit } { print }' trace >ours
is "$(grep -E 'open' ours | grep -Ev 'O_PATH|O_DIRECTORY|ENOSYS|ENOENT|"/proc/self/ns/mnt"')" "" "T7: no file of it is opened"
is "$(grep -E '(read|pread64|readv)\(' ours)" "" "T7: nor is anything read"
[ "$(grep -c openat ours)" -gt 2 ]
is $? 0 "T7: (the trace has what we look for)"
done_testing

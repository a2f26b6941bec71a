#!/bin/sh
# SPDX-License-Identifier: 0BSD
# mask.t - nothing to be seen of a file or a directory, and read-only for sure
# shellcheck source=lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
need_caps 'that did nothing|so is bind,ro|and a mask|inside it is the one there'
need_applet mask inside mount
need_cmd busybox mknod
need_tool enosys

new_root c
mkdir -p c/d/sub
echo secret | tee c/f c/d/in c/d/sub/in >c/g
chmod 600 c/f
cp "$ns" c/ns
apart() { unshare -m sh -c 'mount --make-rprivate / && exec "$@"' sh "$@"; }
host_mark

# ---- what it does, on this kernel and on old ones

for old in '' 'open_tree move_mount' 'open_tree mount_setattr openat2'; do
	on=${old:+ without $old}
	is "$(apart "$TEST_BIN/enosys" $old -- "$ns" mask c/f sh -c 'cat c/f && ls -l c/f | cut -c1-10')" "crw-rw-rw-" "a file is empty$on"
	is "$(apart "$TEST_BIN/enosys" $old -- "$ns" mask c/f sh -c 'echo x >c/f && chmod 777 c/f || touch c/f' 2>&1 | grep -c Read-only)" 2 \
		"takes what is written and nothing else$on"
	is "$(apart "$TEST_BIN/enosys" $old -- "$ns" mask c/d sh -c 'busybox find c/d; mkdir c/d/x' 2>&1 | sed 's/.*: //')" "c/d
Read-only file system" "a directory is empty and read-only$on"
	is "$(apart "$TEST_BIN/enosys" $old -- "$ns" mask c/d ns mask c/f sh -c 'grep -o "c/[fd] r.*relatime" /proc/self/mountinfo')" "c/d ro,nosuid,nodev,noexec,relatime
c/f ro,nosuid,noexec,relatime" "with these flags$on"
	ln -sf /f c/link
	is "$(apart "$TEST_BIN/enosys" $old -- "$ns" inside c ns mask /link ns mask d cat f g)" secret "inside it stays inside$on"
	rm c/link
done
is "$(cat c/f c/d/in c/d/sub/in)" "secret
secret
secret" "nothing is gone"
is "$(apart sh -c 'mount -t tmpfs t c/d/sub && >c/d/sub/x && exec "$@"' sh "$ns" mask c/d busybox find c/d)" c/d "submounts are under it"
is "$("$ns" mask -t c/none echo ran)" ran "-t: it may be missing"
is "$(apart "$ns" mask -t c/f cat c/f)" "" "-t: or not"
is "$("$ns" -n mask -t -- -x ns mask 'a b' true)" "ns mask -t -- -x \\
ns mask 'a b' \\
 true" "-n shows it"
host_same "the host is as it was"

# ---- -p: the first name is a procfs, whoever renames directories meanwhile

mkdir c/p c/p2
ln -s p c/link
ln -s p/sys c/part
with_proc() { apart sh -c 'mount -t proc proc c/p && exec "$@"' sh "$@"; }
for old in '' 'open_tree move_mount' 'open_tree mount_setattr openat2'; do
	is "$(with_proc "$TEST_BIN/enosys" $old -- "$ns" inside c ns mask -p p/uptime ns mask -p link/version ns mask -pr p/sys ns mask -pt p/none \
		sh -c 'cat p/uptime p/version; grep -o "c/p/.* r.,nosuid" /proc/self/mountinfo')" "c/p/uptime ro,nosuid
c/p/version ro,nosuid
c/p/sys ro,nosuid" "-p: masked${old:+ without $old}"
done
for path in p2/none d/in part/none; do
	fails 111 "mask -t -p $path: not a procfs" "-p: not what is no procfs, or below one: $path" with_proc "$ns" inside c ns mask -pt $path true
done
fails 111 'mask -t -p none/x: No such file' "-p -t: it is to be there" "$ns" inside c ns mask -pt none/x true
is "$(with_proc "$ns" inside c ns mask -pt p/none,uptime,version,none ns mask -prt p/none,sys,fs \
	sh -c 'cat p/uptime p/version; grep -o "c/p/.* r.,nosuid" /proc/self/mountinfo')" "c/p/uptime ro,nosuid
c/p/version ro,nosuid
c/p/sys ro,nosuid
c/p/fs ro,nosuid" "-p: several"
fails 111 'mask -p p/uptime,none,version: none: No such file' "-p: which of them failed" with_proc "$ns" inside c ns mask -p p/uptime,none,version true
for path in p p/ p/. p/uptime,. p/uptime,./; do
	fails 111 "mask -p $path: (.*: )?(Device or resource busy|No such file)" "-p: nor the procfs: $path" with_proc "$ns" inside c ns mask -p $path true
done
if "$ns" --list | grep -qx nspawn && [ ! "${TEST_ROOTLESS-}" ]; then
	like "$("$ns" -n nspawn -D c sh | grep -c 'mask .*proc/') $("$ns" -n nspawn -D c sh | grep -c 'mask .*-p proc/')" '^([1-9]) \1$' "as nspawn has it"
fi
rm -r c/p c/p2 c/link c/part

# ---- refused

for path in / . c/.. ./ /./; do
	fails 111 "mask (-r )?$path: Device or resource busy" "what would hide nothing: $path" apart "$ns" mask -r $path touch c/there
	fails 111 "mask $path: Device or resource busy" "nor empty: $path" apart "$ns" mask $path touch c/there
done
fails 111 'mask c/none: No such file' "what is not there" "$ns" mask c/none true
fails 111 'mask c/none/x: No such file' "nor its directory" "$ns" mask c/none/x true
fails 111 'c/f/x: Not a directory' "below a file" "$ns" mask -t c/f/x true
fails 100 'missing: PATH' "without a path" "$ns" mask
fails 100 'mask: missing: PATH' "an empty path" "$ns" mask -t '' true
fails 100 'begins with no procfs: /proc/x' "-p: from the root on" "$ns" mask -p /proc/x true
planted() { # WHAT COMMAND...: c/dev/null is made by this
	name=$1
	shift
	rm -f c/dev/null
	"$@"
	apart chroot c /ns mask /f /bin/cat /f >out 2>err
	refused $? 111 'mask /f: /dev/null: (not the null device|No such)' "T3: /dev/null that is $name masks nothing"
}
planted "missing" true
planted "a symlink to a file" ln -s ../g c/dev/null
planted "a file" cp c/g c/dev/null
planted "a FIFO" mkfifo c/dev/null
planted "another device" mknod c/dev/null c 1 5
planted "a block device" mknod c/dev/null b 1 3
planted "a symlink to the null device" sh -c 'mknod c/dev/real c 1 3 && ln -s real c/dev/null'
rm -f c/dev/null
mknod -m 666 c/dev/null c 1 3
mount -t proc proc c/proc
is "$(apart chroot c /ns mask /f /bin/cat /f)" "" "T3: the null device itself does"
umount c/proc
node_of() { apart "$@" "$ns" inside c ns mask f sh -c 'for n in c/dev/null /dev/null; do [ f -ef ${n#c/} ] && echo $n; done'; }
for old in '' 'open_tree mount_setattr openat2'; do
	on=${old:+ without $old}
	is "$(node_of "$TEST_BIN/enosys" $old --)" c/dev/null "inside it is the one there$on"
	mv c/dev/null c/dev/real
	is "$(node_of "$TEST_BIN/enosys" $old --)" /dev/null "or the host's$on"
	ln -s real c/dev/null
	is "$(node_of "$TEST_BIN/enosys" $old --)" /dev/null "T3: or if it is something else$on"
	mv c/dev/real c/dev/null
done

# ---- read-only that is looked at

try() { apart sh -c 'mount -t tmpfs t c/d && mount --bind c/d c/d && mkdir -p c/d/sub && mount -t tmpfs s c/d/sub && exec "$@"' sh "$@"; }
is "$(try "$ns" mount -o remount,bind,ro c/d sh -c 'mkdir c/d/x; mkdir c/d/sub/x' 2>&1 | grep -c Read-only)" 1 "T12: remount,bind,ro: one"
is "$(try "$ns" mount -o remount,bind,ro,recursive c/d sh -c 'mkdir c/d/x; mkdir c/d/sub/x' 2>&1 | grep -c Read-only)" 2 "T12: recursive: all"
is "$(try sh -c 'mount -o remount,bind,ro c/d/sub && exec "$@"' sh "$ns" mount -o remount,bind,ro,recursive c/d echo ran)" ran \
	"T12: what is beneath another mount does not count"
idle="$TEST_BIN/enosys mount_setattr=0 remount --" # the one or the other of them
# shellcheck disable=SC2086 # several words
for how in remount,bind,ro remount,bind,ro,recursive; do
	try $idle "$ns" mount -o $how c/d echo ran >out 2>err
	refused $? 111 'Input/output error \(bad medium, or the flags did not take' "T12: $how that did nothing is a failure"
done
# shellcheck disable=SC2086
try $idle "$ns" mount -o bind,ro c/d c/tmp echo ran >out 2>err
refused $? 111 'Input/output error \(bad medium, or the flags did not take' "T12: so is bind,ro"
# shellcheck disable=SC2086
try $idle "$ns" mask c/f echo ran >out 2>err
refused $? 111 'Input/output error \(bad medium, or the flags did not take' "T12: and a mask"
done_testing

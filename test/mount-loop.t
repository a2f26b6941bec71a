#!/bin/sh
# SPDX-License-Identifier: 0BSD
# mount-loop.t - images in files, through loop devices that free themselves
# shellcheck source=lib.sh disable=SC2015
. "${0%/*}/lib.sh"
need_root
need_applet mount
need_cmd mksquashfs mkfs.ext4 losetup
"$ns" -n mount -o loop img d | grep -q . || skip_all "no mount"
[ -e /dev/loop-control ] && free=$(losetup -f 2>/dev/null) && [ -b "$free" ] || skip_all "no loop devices"

mkdir d d2 tree
echo inside >tree/file
mksquashfs tree sq -quiet -no-progress >/dev/null 2>&1 || skip_all "mksquashfs fails"
truncate -s 2M ext && mkfs.ext4 -q -F -d tree ext >mkfs.out 2>&1 || skip_all "mkfs.ext4 fails: $(tail -n 1 mkfs.out)"
backed() { cat /sys/block/loop*/loop/backing_file 2>/dev/null | grep -c "^$dir/"; }
"$ns" mount -t squashfs ./sq d 2>err || {
	grep -Eq 'No such device|error 19' err && skip_all "the kernel has no squashfs"
	grep -Eq 'Block device required|error 15' err && skip_all "no MOUNT_LOOP"
}
is "$(cat d/file)" inside "a squashfs in a file"
is "$(backed)" 1 "on one loop device"
umount d
is "$(backed)" 0 "which is free when it is unmounted"
is "$(unshare -m "$ns" mount -o loop,ro -t squashfs sq d cat d/file)" inside "-o loop"
is "$(unshare -m "$ns" mount -o loop sq d cat d/file)" inside "without a type: what the kernel knows is tried"
is "$(unshare -m "$ns" mount -t ext4 ./ext d sh -c 'echo x >d/new && cat d/new')" x "an ext4 that can be written"
is "$(unshare -m "$ns" mount -t ext4 ./ext d cat d/new)" x "and has it the next time"
is "$(unshare -m "$ns" mount -t ext4 -o ro ./ext d sh -c '(echo y >d/new) 2>/dev/null || cat d/new')" x "or not, with ro"
is "$(unshare -m "$ns" mount -t ext4 ./ext d ns mount -o loop -t squashfs sq d2 cat d2/file d/new)" "inside
x" "two at once"
mkdir ro && mount -t tmpfs ro ro && cp ext ro/ext && mount -o remount,ro ro
like "$(unshare -m "$ns" mount -t ext4 -o noload ro/ext d grep " $dir/d " /proc/self/mountinfo 2>&1)" " $dir/d ro," \
	"a file on a read-only filesystem: so is its mount"
umount ro
echo "$dir/sq $dir/d squashfs loop,ro 0 0
$dir/ext $dir/d2 ext4 defaults 0 0" >fstab
if "$ns" -n mount -a >/dev/null 2>&1; then
	is "$(unshare -m "$ns" mount -a -T fstab cat d/file d2/new 2>&1)" "inside
x" "rows of an fstab"
fi
if "$ns" -n mount -a >/dev/null 2>&1; then
	echo "$dir/sq $dir/d squashfs remount,ro,nosuid 0 0" >fstab
	is "$(unshare -m "$ns" mount -o loop -t squashfs sq d ns mount -t tmpfs none /dev ns mount -a -T fstab \
		grep -c " $dir/d ro,nosuid" /proc/self/mountinfo 2>&1)" 1 "what is mounted again takes no other device"
fi
if device=$(losetup -f --show -r sq 2>/dev/null); then
	is "$(unshare -m "$ns" mount -r -t squashfs "$device" d sh -c 'cat d/file; cat /sys/block/loop*/loop/backing_file' |
		grep -c -e inside -e "$device" -e "^$dir/sq")" 2 "a device is mounted as it is"
	losetup -d "$device"
fi
if device=$(losetup -f --show -r ext 2>/dev/null); then
	host_mark
	fails 111 'd: (Permission denied|error 13|Read-only file system|error 30) \(.*; or a disk wants -o ro\)' "of one that is write-protected that is said" \
		"$ns" mount -t ext4 "$device" d
	losetup -d "$device"
fi
# As a /dev that ns-dev(8) made has none.
mkdir nodev && host_mark
fails 111 'loop sq d: .*(No such device or address|error 6) \(is there a /dev/loop-control' "no loop devices: it is not said of the file" \
	unshare -m sh -c 'mount -t tmpfs none /dev && exec "$@"' sh "$ns" mount -o loop sq d
fails 111 'loop none d: No such file or directory' "nor of them, where there is no file" "$ns" mount -o loop none d
is "$(backed)" 0 "none of these is left"
# Before Linux 5.8 LOOP_CONFIGURE fails, and it takes two calls.
set -- "$ns" mount -t squashfs -o loop sq d cat d/file
if "$TEST_BIN/inject" -l log -- "$@" >out 2>&1 && umount d && at=$(sed -n 's/ ioctl([0-9]*, 0x4c0a, .*//p' log) && [ "$at" ]; then
	is "$("$TEST_BIN/inject" -a "$at" -f EINVAL -- "$@" | sed 's/.*status/status/; s/([0-9]*/(N/')" \
		"status=exit:0 hang=0 survivors=0 hit=ioctl(N, 0x4c0a, *)
inside" "before Linux 5.8"
	umount d
	is "$(backed)" 0 "and it frees itself"
fi
host_mark
head -c 65536 /dev/zero >junk
fails 111 'junk' "no filesystem in the file" "$ns" mount -t squashfs ./junk d
fails 111 'junk' "no filesystem, no type" "$ns" mount ./junk d
fails 111 'nosuch' "-o loop, no file" "$ns" mount -o loop -t ext4 nosuch d
fails 111 'nosuch' "no place" "$ns" mount -t squashfs sq nosuch
fails 111 'Is a directory|Not a directory|Invalid argument|Block device' "-o loop on a directory" "$ns" mount -o loop -t ext4 tree d
: >empty
fails 111 'empty' "an empty file" "$ns" mount -t squashfs ./empty d
is "$(backed)" 0 "failures leave no loop device either"
done_testing

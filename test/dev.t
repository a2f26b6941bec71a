#!/bin/sh
# SPDX-License-Identifier: 0BSD
# dev.t - a /dev with what programs expect, and nothing of the host's
# shellcheck source=lib.sh disable=SC2016,SC2012,SC2094
. "${0%/*}/lib.sh"
need_caps '' 'its files|the classic ones|its mounts|its devices work'
need_applet dev
need_nodes
need_tool enosys

apart() { unshare -m "$@"; }
cat >list <<'E' # DIR: what stands in it
cd "$1" && for f in . *; do
	stat -c "%a %F %t:%T $f $(readlink "$f")" "$f" | sed 's/ 0:0 / /; s/ $//; s/symbolic link //'
done
E
common='755 directory .
755 directory block
755 directory bus
755 directory char
755 directory dri'
nodes='755 directory input
755 directory loop
1777 directory mqueue
755 directory net
666 character special file 1:3 null
666 character special file 5:2 ptmx
755 directory pts
666 character special file 1:8 random
777 shm ../run/shm
755 directory snd
777 stderr /proc/self/fd/2
777 stdin /proc/self/fd/0
777 stdout /proc/self/fd/1
666 character special file 5:0 tty
666 character special file 1:9 urandom
755 directory usb
666 character special file 1:5 zero'
case $(uname -r) in
[0-3].* | 4.[0-6].*) # a node would be one of the host's terminals, before Linux 4.7
	nodes=$(echo "$nodes" | sed 's,.* 5:2 ptmx,777 ptmx pts/ptmx,')
	;;
esac
mkdir d
for mask in 022 077 000; do
	is "$(umask $mask; apart "$ns" dev d sh list d 2>&1)" "$common
777 fd /proc/self/fd
666 character special file 1:7 full
$nodes" "its files, umask $mask"
done
is "$(umask 077; apart "$ns" dev -c d sh list d 2>&1)" "$(printf '%s\n' "$common" "666 character special file 1:7 full" "$nodes" |
	grep -v ' /proc/self' | sed '/random$/s/^666/644/')" "-c: the classic ones"
is "$(umask 077; apart "$ns" dev d sh -c 'umask')" 0077 "the umask stays"
is "$(apart "$ns" dev d awk -v d="$dir/d" 'index($5, d) == 1 { sub(d, "", $5); sub(/,size=.*|,inode64/, "", $NF); print $5, $6, $(NF - 2), $(NF - 1) }' /proc/self/mountinfo)" \
	" rw,nosuid,relatime tmpfs dev
/pts rw,relatime devpts devpts
/mqueue rw,nosuid,nodev,noexec,relatime mqueue mqueue" "its mounts"
is "$(apart "$ns" dev d sh -c 'echo x >d/null && head -c 2 d/zero | od -An -tx1 && head -c 1 d/urandom | wc -c; echo x >d/full' 2>/dev/null)" " 00 00
1" "the devices work"
is "$(apart "$ns" dev d ls d/pts)" ptmx "its pts are its own"
is "$(apart "$ns" dev d pwd)" "$dir" "the working directory is what it was"
is "$(apart "$ns" dev new/dir ls -d new/dir/null && stat -c %a new/dir)" "new/dir/null
755" "DIR is made if it is missing"
rm -r new
ln -s d link
is "$(apart "$ns" dev link ls -d d/null)" d/null "through a symlink"
rm link
: >d/hidden
is "$(apart "$ns" dev d ls d | grep -c hidden)" 0 "what is below is hidden"
is "$(apart "$ns" dev d ns dev d ls d | wc -l)" 23 "twice"
is "$(apart "$ns" dev d sh -c 'mount -o remount,ro,nosuid d; (: >d/x) 2>/dev/null || echo ro; echo x >d/null && echo works')" "ro
works" "a remount makes it read-only, and its devices work"
host_mark
if "$ns" -n dev -b d >/dev/null 2>&1; then
is "$(unshare -m "$ns" dev -b /dev sh -c 'echo x >/dev/null && head -c 1 /dev/zero | od -An -tx1' 2>&1)" " 00" \
	"-b: over what it binds"
is "$(unshare -Urmi "$ns" dev /dev sh -c 'echo x >/dev/null && stat -c %t:%T /dev/zero' 2>&1)" "1:5" "where nodes cannot be made, too"
is "$(unshare -Urmi "$ns" dev -b d sh -c 'echo x >d/null && head -c 1 d/zero | od -An -tx1; stat -c %t:%T d/null')" " 00
1:3" "-b: in a user namespace too"
is "$(unshare -Urmi "$ns" dev d sh -c 'echo x >d/null; ls -l d/ptmx | sed "s/.*d.ptmx/ptmx/"' 2>&1; apart "$ns" dev -b d sh -c 'readlink d/ptmx; echo x >d/null; chmod 600 d/null' 2>&1 | sed 's/changing permissions of //; s/.d.null.:/d\/null:/')" \
	"ptmx -> pts/ptmx
pts/ptmx
chmod: d/null: Read-only file system" "there it is the same without -b; ptmx is a link, and the host's nodes stay as they are"
	fails 111 'dev d: mqueue .*: Operation not permitted \(needs CAP_SYS_ADMIN, CAP_MKNOD; in a user namespace -i' "in a user namespace without an IPC namespace" \
		unshare -Urm "$ns" dev d
else
	fails 100 'dev: unknown option: -b' "no -b here" "$ns" dev -b d
	fails 100 'dev: unknown option: -n' "nor -n" "$ns" dev -n d
	fails 111 'dev d: null: Operation not permitted' "nor in a user namespace" unshare -Urmi "$ns" dev d
fi
is "$(apart "$TEST_BIN/enosys" openat2 open_tree move_mount mount_setattr -- "$ns" dev d ls d | wc -l)" 23 "on an old kernel"
if "$ns" -n inside . >/dev/null 2>&1; then
	mkdir -p root/real "root$dir/d" && ln -s "$dir/d" root/out && ln -s /real root/in
	is "$(apart "$ns" inside root ns dev in ls real | wc -l)" 23 "inside a directory: a link there stays there"
	host_mark
	apart "$ns" inside root ns dev out ls "$dir/root$dir/d" >out 2>err
	is "$(wc -l <out) $(ls d | wc -l)" "23 1" "and one that would lead out does not"
	rm -r root
fi
host_mark
fails 111 'dev /proc/nosuch' "where nothing can be made" "$ns" dev /proc/nosuch
: >file
host_mark
fails 111 'file: Not a directory' "on a file" "$ns" dev file
fails 100 'DIR' "no words" "$ns" dev
fails 100 'unknown option: -Z' "an unknown option" "$ns" dev -Z d
done_testing

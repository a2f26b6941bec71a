#!/bin/sh
# SPDX-License-Identifier: 0BSD
# template.t - launches that do not begin with a copy of the host's mounts
# shellcheck source=lib.sh disable=SC2016,SC2086
. "${0%/*}/lib.sh"
need_root
need_applet template run unshare
need_tool attest caller enosys escape tree mounts swap
need_cmd busybox

new_root c
cp "$TEST_BIN/escape" c
: >c/inside
mkdir tools && cp c/bin/busybox tools
mkdir pins && mount -t tmpfs pins pins
host_mark
fails 111 '^ns: template pins/none/t: No such file' "no directory for FILE" "$ns" template pins/none/t
fails 111 '^ns: template pins/t: Function not implemented \(needs Linux 5.2' "before Linux 5.2" \
	"$TEST_BIN/enosys" open_tree -- "$ns" template pins/t
fails 111 '^ns: template pins/t: No such file or directory \(is /proc mounted' "without /proc" \
	unshare -m sh -c 'mount -t tmpfs x /proc && exec "$0" template pins/t' "$ns"
fails 100 'missing' "no FILE" "$ns" template
fails 100 'template: missing: FILE' "an empty one" "$ns" template ''
is "$(ls pins)" "" "and nothing is left"
cp "$ns" ours
fails 111 '^ns: template' "not root" "$TEST_BIN/caller" -u 1234 ./ours template pins/t
rm ours
fails 111 '^ns: template pins/t: No space left on device \(a limit in /proc/sys/user' "a limit is no full disk" \
	unshare -Urm sh -c 'echo 0 >/proc/sys/user/max_mnt_namespaces && exec "$0" template pins/t' "$ns"
fails 100 'too many operands: true' "a program behind it: it would outlive that" "$ns" template pins/t true
fails 100 'too many operands: ns' "an applet behind it" "$ns" template pins/t ns run --template pins/t c /attest
: >pins/u
echo text >pins/v
mkfifo pins/fifo
ln -s nowhere pins/link
watch="-t $dir/pins"
host_mark
for file in u v fifo link .; do
	fails 111 "^ns: template pins/$file: File exists" "$file is there: nothing is hidden" "$ns" template pins/$file
done
rm pins/v pins/fifo pins/link
watch=
is "$("$TEST_BIN/caller" -i 17 "$ns" template pins/t 2>&1; echo $?)" 0 "SIGCHLD ignored by the caller"
umount pins/t && rm pins/t
is "$("$ns" template pins/t 2>&1; echo $?)" 0 "it is made"
host_mark
fails 111 '^ns: template pins/t: File exists' "once: no template lies on another" "$ns" template pins/t
is "$(awk -v d="$dir/pins/t" '$5 == d { print $9 }' /proc/self/mountinfo | head -n 1)" nsfs "and is a namespace"
for _ in $(busybox seq 20); do "$ns" template pins/w 2>/dev/null && echo made & done >got
wait
is "$(cat got) $(grep -c " $dir/pins/w " /proc/self/mountinfo)" "made 1" "20 at once: one makes it"
umount pins/w && rm pins/w
watch="$dir/c $dir/pins /dev/pts"
host_mark

# ---- the same state as without it

all="-o dev,cap,ids,map,limit,mount,ns,process,root,signal"
for opts in "" "-n -H box" "-P" "-b tools -t tmp"; do
	"$ns" run $opts c /attest $all >want 2>&1
	"$ns" run $opts --template pins/t c /attest $all >got 2>&1
	same got want "run $opts: reaches the same state (T10)"
done
is "$("$TEST_BIN/caller" -O 3-1023=/ "$ns" run --template pins/t c /attest -o fd </dev/null 2>&1 | cut -d' ' -f2 | tr '\n' ' ')" \
	"0 1 2 " "no descriptor gets in (T5)"
"$ns" run --template pins/t c /escape -o "$dir/tools/busybox" >got 2>&1
is "$(cat got)" "chroot and climb: no
setns: no
umount of / and setns: no
root of PID 1: no" "nor a way out (T9)"
mkdir c/vol && mount -t tmpfs vol c/vol
for old in "" "$TEST_BIN/enosys openat2 mount_setattr close_range --"; do
	is "$($old "$ns" run --template pins/t c /attest -o mount | grep -c ' /vol ')" 1 "mounts below DIR come along${old:+, on an older kernel}"
done
umount c/vol && rmdir c/vol
"$ns" run --template pins/t c /bin/sh -c 'mount -t tmpfs inner /mnt && touch /tmp/ready; sleep 5' &
started c/tmp/ready
is "$(ls c/tmp) $(grep -c inner /proc/self/mountinfo)" "ready 0" "what is mounted there does not show here (T11)"
kill $! && wait $! 2>/dev/null
rm c/tmp/ready
"$ns" run --template pins/t c /attest -o process -w 5000 >ready &
started ready ''
mount -t tmpfs late c/opt
is "$(grep -c ' late ' "/proc/$(cat "/proc/$!/task/$!/children" | tr -d ' ')/mountinfo")" 0 "and what is mounted here does not show there"
umount c/opt
kill -9 $!
wait $! 2>/dev/null
host_same "the host is as before"

# ---- hostile, and many

mkdir outside
for link in proc dev run; do
	mv c/$link saved && ln -s "$dir/outside" c/$link
	"$ns" run --template pins/t c /attest -o none >/dev/null 2>&1
	is "$(ls outside)" "" "$link as a link that leads out touches nothing there (T1)"
	rm c/$link && mv saved c/$link && rm -rf "c$dir"
done
rmdir outside
# Of the host's, what is in reach in there is the tools alone.
mkdir -p tools/proc tools/dev tools/run/shm tools/mnt/ns
watch="-t $dir/tools"
for path in proc dev run run/shm mnt mnt/ns; do
	rm -rf c && new_root c && ln -s "/ns-bin/$path" c/evil
	swapped "T2: $path" "c/$path" 7 "$ns" run -b tools -t mnt/ns --template pins/t c /attest -o mount
done
watch=
rm -rf c tools/[!b]* && new_root c
for _ in $(busybox seq 20); do "$ns" run --template pins/t c /attest -o root & done >got 2>&1
wait
is "$(sort -u got | wc -l) $(wc -l <got)" "1 20" "20 at once"
mkdir many && mount --bind many many && "$TEST_BIN/mounts" 2000 "$dir/many"
is "$("$ns" run --template pins/t c /attest -o mount | grep -c .)" 5 "from a host with 2,000 mounts"
umount -l many && rmdir many/[0-9]* many
host_mark

# ---- what is none

refuses() { # REGEX NAME FILE
	fails 111 "^ns: template -e $dir/c .*: $1" "$2" "$ns" run --template "$3" c /attest
}
refuses 'pins/x: No such file' "no such file" pins/x
refuses 'pins/u: Invalid argument \(no mount namespace' "an empty file, whose namespace has gone" pins/u
refuses '/proc/self/ns/net: Invalid argument \(no mount namespace' "another kind of namespace" /proc/self/ns/net
refuses '/proc/self/ns/mnt: no template, or not ours' "a mount namespace of another kind" /proc/self/ns/mnt
refuses '/.*: Invalid argument|Is a directory' "a directory" /
mkfifo fifo
host_mark
refuses 'fifo: Invalid argument \(no mount namespace' "a FIFO" fifo
if "$ns" -n unshare -r true >/dev/null 2>&1 && unshare -U true 2>/dev/null; then
	fails 111 ': Operation not permitted \(needs CAP_SYS_ADMIN, and that of who made it' "from another user namespace" \
		"$ns" unshare -r ns run --template pins/t c /attest
	mkdir theirs && chown 100000 theirs
	"$ns" unshare --map-users 0:100000:1 --map-groups 0:100000:1 -S 0 -G 0 -mp --kill-child --mount-proc sh -c \
		"'$ns' template theirs/t && touch theirs/ready && sleep 5" 2>got &
	started theirs/ready
	inner=$(cat "/proc/$!/task/$!/children" | tr -d ' ')
	host_mark
	fails 111 'no template, or not ours' "one of another user namespace" "$ns" run --template "/proc/$inner/root$dir/theirs/t" c /attest
	kill -9 "$inner" # and not who waits for it: that one ends when all in there are gone
	wait $! 2>/dev/null
	rm -r theirs
	host_mark
fi
fails 111 'Function not implemented \(needs Linux 5.2' "run before Linux 5.2" \
	"$TEST_BIN/enosys" open_tree -- "$ns" run --template pins/t c /attest
fails 111 'Function not implemented \(needs Linux 5.2' "without move_mount" \
	"$TEST_BIN/enosys" move_mount -- "$ns" run --template pins/t c /attest
fails 111 'template -e .*none pins/t: .*/none: No such file' "no such DIR" "$ns" run --template pins/t none /attest
for o in "-e true" "-f fstab" "-r c"; do
	fails 100 'no -e, -f, -r goes with: --template' "$o goes not with it: the host is out of reach" "$ns" run $o --template pins/t c /attest
done
cat >want <<E
ns clean -d -s -u 'NS_*' \\
ns unshare -u -i -p -f --kill-child --forward-signals \\
ns hostname container \\
ns template -e $dir/c -b $dir/tools pins/t \\
E
"$ns" -n run -b tools --template pins/t c /attest $all >shown
head -n 4 shown >got
same got want "what -n shows"
mkdir path && ln -s "$ns" path/ns
PATH=$dir/path:$PATH sh ./shown >got 2>&1
"$ns" run -b tools c /attest $all >want 2>&1
same got want "reaches the same state"
umount pins/t
umount pins
rmdir pins
done_testing

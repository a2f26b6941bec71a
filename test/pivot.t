#!/bin/sh
# SPDX-License-Identifier: 0BSD
# pivot.t - another root, and the old one gone
# shellcheck source=lib.sh disable=SC2016,SC2012
. "${0%/*}/lib.sh"
need_caps '^not root' 'nothing of the old one|mounts below come along|the root itself|no /proc'
need_applet pivot
need_cmd busybox

new_root c
cp "$ns" c/ns
: >c/marker
echo host >marker
apart() { unshare -m "$@"; }
new() { # LINE...: in a namespace of its own where c is a mount
	apart sh -c 'mount --rbind c c && exec "$@"' sh "$@"
}
host_mark
is "$(new "$ns" pivot c ls / | tr '\n' ' ')" "$(ls c | tr '\n' ' ')" "the new root"
is "$(new "$ns" pivot c busybox pwd)" / "is where we are"
is "$(new "$ns" pivot c sh -c 'mount -t proc proc /proc; cut -d" " -f4,5 /proc/self/mountinfo')" "/c /
/ /proc" "nothing of the old one is mounted"
is "$(new "$ns" pivot c sh -c 'cd ..; busybox pwd; ls marker; cd /proc/1/root 2>/dev/null || echo no')" "/
marker
no" ".. is the end"
is "$(new sh -c "cd c && exec $ns pivot . ls marker")" marker "pivot ."
is "$(apart sh -c "mount -t tmpfs t c/mnt && mount --rbind c c && exec $ns pivot c sh -c 'mount -t proc proc /proc; cut -d\" \" -f5 /proc/self/mountinfo'")" "/
/mnt
/proc" "mounts below come along"
ln -s c link
is "$(new "$ns" pivot link ls marker)" marker "through a symlink"
rm link
if "$ns" -n mount -a >/dev/null 2>&1 && "$ns" -n unshare -m true >/dev/null 2>&1; then
	is "$("$ns" unshare -m ns mount --rbind c c ns pivot c ls marker)" marker "all in one line"
	is "$("$ns" unshare -m ns mount --rbind c c ns inside c ns pivot . ls marker)" marker "inside, too"
	is "$("$ns" unshare -m ns mount --rbind c c ns pivot c ns pivot / 2>&1; echo $?)" "ns: pivot /: Device or resource busy (it is the root)
111" "the root itself"
fi
is "$(new "$ns" pivot -f c ls marker)" marker "-f where there is no need"
host_same "the host's mounts are as they were"

# ---- a root that is no mount: the kernel refuses

mkdir c/new && cp -r c/bin c/new
cat >c/try <<'E'
mount -t proc proc /proc && mount --bind /new /new && exec "$@"
E
mkdir -p c/dev && : >c/dev/null
apart chroot c sh /try /ns pivot /new ls / >out 2>err
is "$? $(cat out)" "111 " "in a chroot it is refused"
has err 'pivot /new: Invalid argument \(the root is no mount point: a chroot' "and the reason given, and the way"
is "$(apart chroot c sh /try /ns pivot -f /new sh -c 'cd ..; busybox pwd; ls')" "/
bin" "-f: it goes there all the same, and .. is the end"
# has_p: this configuration has it
has_p() { "$ns" -n pivot -p / >/dev/null 2>&1; }
[ "$TEST_CONFIG" != all ] || ok "-p is in all" has_p
if has_p; then
is "$(apart chroot c sh /try /ns pivot -p /new sh -c 'cd ..; busybox pwd; ls')" "/
bin" "-p: there, too"
else
	fails 100 'unknown option: -p' "no -p here" "$ns" pivot -p / true
fi

# ---- refusals

mkdir plain
: >file
host_mark
fails 111 'pivot plain: Invalid argument \(it is no mount point\)' "no mount point" apart "$ns" pivot plain ls
fails 111 'pivot -f plain: Invalid argument \(it is no mount point\)' "-f: no mount point" apart "$ns" pivot -f plain ls
! has_p || fails 111 'pivot -p plain: Invalid argument \(it is no mount point\)' "-p: no mount point" apart "$ns" pivot -p plain ls
mkdir c/plain
fails 111 'pivot /plain: Device or resource busy \(it is no mount point\)' "nor one of the root's own mount" \
	apart sh -c "mount --bind c c && mount -t proc proc c/proc && chroot c /ns pivot /plain /bin/ls"
rmdir c/plain
fails 111 'pivot c: Invalid argument \(.*shared' "shared" apart sh -c "mount --rbind c c && mount --make-shared c && exec '$ns' pivot c ls"
fails 111 'pivot c: Invalid argument \(.*shared' "on a shared mount" \
	apart sh -c "mount --make-shared '$dir' && mount --rbind c c && mount --make-private c && exec '$ns' pivot c ls"
fails 111 'pivot plain: Invalid argument \(it must be a mount point, neither shared' "no /proc to ask" \
	apart sh -c "while umount -l /proc 2>/dev/null; do :; done; exec '$ns' pivot plain ls"
! has_p || fails 111 'pivot -p c: /proc/self: No such file' "-p: no /proc" apart sh -c "mount --rbind c c && while umount -l /proc 2>/dev/null; do :; done; exec '$ns' pivot -p c ls"
fails 111 'pivot nosuch: No such file' "nothing there" apart "$ns" pivot nosuch ls
fails 111 'pivot file: Not a directory' "a file" apart "$ns" pivot file ls
fails 127 'nosuch' "the program is looked up in it" new "$ns" pivot c nosuch
fails 100 'NEW' "no words" "$ns" pivot
fails 100 'unknown option: -x' "an option" "$ns" pivot -x
fails 100 'pivot: missing: NEW' "an empty one" "$ns" pivot '' true
cp "$TEST_BIN/caller" . && cp "$ns" ns && chmod 711 "$dir"
host_mark
fails 111 'pivot c: Operation not permitted \(needs CAP_SYS_ADMIN' "not root" ./caller -u 65534 ./ns pivot c ls
done_testing

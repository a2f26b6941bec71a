#!/bin/sh
# SPDX-License-Identifier: 0BSD
# pivot_root.t - pivot_root(2), exactly
# shellcheck source=lib.sh disable=SC2016,SC1010
. "${0%/*}/lib.sh"
need_caps '' 'the root itself'
need_applet pivot_root
need_cmd busybox unshare

in_path unshare >apart # a name, not busybox's own applet
new_root c
mkdir c/old
: >c/marker
: >marker
ln -s "$ns" pivot_root
cp "$ns" c/ns
# new LINE...: in a namespace where c is a mount that we are in
new() { "$(cat apart)" -m sh -c 'mount --rbind c c && cd c && exec "$@"' sh "$@"; }
host_mark
is "$(new "$ns" pivot_root . old busybox ls /marker "/old$dir/marker")" "/marker
/old$dir/marker" "the new root, and the old one in it"
is "$(new "$ns" pivot_root . old busybox pwd)" / "which we were in"
is "$("$(cat apart)" -m sh -c 'mount --rbind c c && exec "$@"' sh "$ns" pivot_root c c/old /bin/busybox pwd)" "/old$dir" "where we are is not changed otherwise"
is "$(new "$ns" pivot_root . old sh -c 'mount -t proc proc /proc; cut -d" " -f5 /proc/self/mountinfo | grep -c "^/old/"; umount -l /old; ls /old')" \
	"$(new "$ns" pivot_root . old sh -c 'mount -t proc proc /proc; cut -d" " -f5 /proc/self/mountinfo | grep -c "^/old/"')" \
	"nothing is unmounted, and it may be"
is "$(new "$dir/pivot_root" . old && echo done)" "done" "under its name: no program"
is "$(new sh -c "'$dir/pivot_root' . old && cd / && busybox ls marker")" marker "and the shell is in the new root"
is "$(new "$ns" pivot_root . . busybox ls /marker)" /marker "on itself"
is "$("$ns" -n pivot_root a b PROG)" "ns pivot -o b a \\
 PROG" "as it is shown"
is "$("$ns" -n pivot -o b a PROG)" "ns pivot -o b a \\
 PROG" "which reads back"
is "$(new "$ns" pivot -o old . busybox ls /marker)" /marker "pivot -o"
host_same "the host's mounts are as they were"

# ---- refusals

mkdir plain plain/old
host_mark
fails 111 'pivot -o plain/old plain: Invalid argument' "no mount point" "$(cat apart)" -m "$ns" pivot_root plain plain/old true
fails 111 'pivot -o .* c: Invalid argument' "OLD is not below NEW" "$(cat apart)" -m sh -c "mount --bind c c && exec '$ns' pivot_root c plain true"
fails 111 'No such file' "nothing there" "$(cat apart)" -m "$ns" pivot_root c nosuch true
fails 111 'Not a directory' "a file" "$(cat apart)" -m "$ns" pivot_root marker marker true
fails 111 'Device or resource busy' "the root itself" "$(cat apart)" -m "$ns" pivot_root / /
if "$ns" -n inside c >/dev/null 2>&1; then
	fails 111 'not supported' "not inside a directory, from which it could lead" new "$ns" inside . ns pivot_root . old true
fi
fails 1 '^pivot_root: .*Invalid argument' "under its name: 1" "$(cat apart)" -m ./pivot_root plain plain/old
fails 1 '^pivot_root: missing: NEW' "no operand: 1" ./pivot_root
fails 1 '^pivot_root: missing: OLD' "one operand" ./pivot_root plain
fails 1 '^pivot_root: too many operands: x' "three" ./pivot_root plain plain/old x
fails 100 'missing: OLD' "as an applet" "$ns" pivot_root plain
done_testing

# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh disable=SC2034,SC2154
#
# nspawn.sh - the image c, with some users; sourced after lib.sh and the needs

new_root c
need_users c
: >c/inside
for a in cmp pwd tty; do ln -s busybox c/bin/$a; done
cat >c/etc/passwd <<'E'
root:x:0:0::/root:/bin/sh
www:x:33:34::/home/www:/bin/sh
evil:x:0:0::/root:/bin/sh
1000:x:0:0::/root:/bin/sh
nohome:x:40:40:::
E
cat >c/etc/group <<'E'
tty:x:5:
web:x:77:x,www
more:x:78:www
E
ln -s "$ns" nspawn
caller=$TEST_BIN/caller
spawn() { "$ns" nspawn -D c --timezone=off "$@"; }
state() { what=$1; shift; spawn "$@" /attest -o "$what"; }
watch="$dir/c /dev/pts"
host_mark

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-names.t - links called umount, mkdir and so on as those tools have it
# shellcheck source=lib.sh disable=SC1091,SC2016,SC2034,SC2059,SC2086
. "${0%/*}/lib.sh"
takes_users='-a -O'
. "$top/test/parity.sh"
need_applet umount mkdir mknod hostname chroot
nobody='with="setpriv --reuid 7 --clear-groups"'
long=$(printf %065d 1)

# ---- mkdir and mknod of coreutils 9.1
prepare=': >f; mkdir d' after='find . -type d -o -type p -o -type b -o -type c | sort | while read -r f; do stat -c "%n %F %a %t:%T" "$f"; done'
parity_tool /usr/bin/mkdir mkdir
same_run "one" a
same_run "several" a b c
same_run "the others when one fails" d a nosuch/b c
same_run "-p" -p a/b/c d d/e
same_run "-m" -m 1750 a
same_run "-m -p" -pm 700 a/b
same_run "--parents --mode" --parents --mode=711 a/b
same_run "--mode MODE" --mode 711 a
same_run "options behind and between" a/b -p c -m 700
same_run "--" -- -x
same_run "is there" d
same_run "is there, and a file" -p f
same_run "a bad mode" -m 8 a
same_run "below a file" -p f/a
same_run "dots" -p a/../b ./c/d
same_run "a slash at the end" a/ -p b/c/
same_run "the root" /
same_run "the root, and -p" -p / .
same_run "an empty name" ''
same_run "nothing"
same_run "an unknown option" -Q a
same_run "an unknown long one" --nosuch a
for mask in 0 22 77 777; do
	same_run_in "umask $mask" "umask $mask" a
	same_run_in "umask $mask" "umask $mask, -m" -m 2755 a
done
same_run_in 'umask 77' "umask 77, -p" -p a/b/c
same_run_in 'umask 77' "umask 77, -p -m" -p -m 755 a/b/c
same_run_in "$nobody" "not root" a

parity_tool /usr/bin/mknod mknod
for words in 'p' 'c 1 3' 'b 7 1' 'u 1 5' 'c 0 0' 'b 4095 1048575'; do
	same_run "a node" n $words
done
same_run "-m" -m 600 n p
same_run "--mode" --mode=600 n p
same_run "-m behind" n c 1 3 -m 640
for mask in 0 77 777; do
	same_run_in "umask $mask" "umask $mask" n p
	same_run_in "umask $mask" "umask $mask, -m" -m 666 n c 1 3
done
same_run "is there" f p
same_run "not there" nosuch/n p
same_run "nothing"
same_run "no type" n
same_run "an unknown type" n z
same_run "no major" n c
same_run "no minor" n c 1
same_run "numbers for a FIFO" n p 1 3
same_run "too many words" n c 1 3 5
same_run "no number" n c x 3
same_run "too large" n c 4096 3
same_run "a bad mode" -m 9 n p
same_run_in "$nobody" "not root" n c 1 3

# ---- hostname 3.23
prepare='hostname a.b.c; printf "# one\n\n  x\n" >f; : >g; echo y z >h' after='uname -n'
parity_tool /usr/bin/hostname hostname
same_run "the name"
same_run "-s" -s
same_run "--short" --short
same_run "set" new
same_run "a name with dots" x.y.z
same_run "-F" -F f
same_run "--file" --file f
same_run "--file=" --file=f
same_run "-F nothing" -F nosuch
same_run "-F an empty file" -F g
same_run "an empty name" ''
same_run "too long" "$long"
same_run_in "$nobody" "not root" x

# ---- chroot of coreutils 9.1
prepare='mkdir -p r/bin r/proc; cp $state r/state; cp /usr/bin/busybox r/bin/sh' after=''
parity_tool /usr/sbin/chroot chroot
same_run "its root" r /state -o root,ids,fd,process,env
same_run "by a link" ../w/r /state -o root,process
same_run "--" -- r /state -o root
same_run "its status" r sh -c 'exit 7'
same_run "options of the program" r sh -c 'echo "$@"' sh -h --help --
same_run "not there" nosuch /state
same_run "a file" r/state /state
same_run "an empty name" '' /state
same_run "no such program" r nosuch
same_run "cannot run" r /bin
same_run "below a file" r /state/x
same_run "nothing"
same_run_in 'SHELL=/state; export SHELL' 'no program: $SHELL -i' r
same_run_in "$nobody" "not root" r /state

# ---- umount of util-linux 2.38
prepare='mkdir a b; mount -t tmpfs a a; mount -t tmpfs b b' after='mounts'
parity_tool /usr/bin/umount umount
same_run "one" a
same_run "several" a b
same_run "a path with dots" ./b/../a/
same_run "not a mount" /usr
same_run "not there" nosuch
same_run "the others when one fails: status" nosuch b
same_run "none of two" nosuch /usr
same_run "none of eight" 1 2 3 4 5 6 7 8
same_run "nothing"
same_run "an unknown option" -Q a
same_run "--" -- a
for option in -l -f -r -n -d -lf --lazy --force --read-only --detach-loop --no-mtab; do
	same_run "$option" $option a
done
same_run "options behind and between" a -l b -f
same_run_in 'exec 8>a/held' "busy" a
same_run_in 'exec 8>a/held' "busy, -l" -l a
same_run_in 'exec 8<a' "busy, -r: read-only then" -r a
same_run_in 'exec 8>a/held' "busy, -r, and open for writing" -r a
same_run_in 'mount -t tmpfs c a' "the upper of two" a
same_run_in 'mkdir "c d"; mount -t tmpfs c "c d"' "a name with a blank" 'c d'
same_run_in 'ln -s a l' "a link" l
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "with one in it" a
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "-R" -R a
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "--recursive" --recursive b
same_run "-a -t" -a -t ramfs
same_run "-a -t, one" -a -t zzz
same_run_in 'mount -t ramfs c b' "-a -t, one of three" --all --types ramfs
same_run_in 'mount -o remount,ro b' "-a -O" -a -t tmpfs -O nosuch
same_run "-a with an operand" -a b
same_run "-t, and it is" -t tmpfs a
same_run "-t, and it is not" -t ramfs a
same_run "its source" b
differ_in 'mount -t tmpfs some/thing a' "it wants the place and not the source" some/thing
same_run_in "$nobody" "not root" a
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# copy.t - a file of the host's, into a root and not beyond
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps ''
need_applet copy inside
mkdir -p c/etc host
echo content >file
host_mark
fails 100 '^ns: copy: missing: FILE$' "no FILE" "$ns" copy
fails 100 '^ns: copy: missing: NEW$' "no NEW" "$ns" copy file
is "$(umask 077; "$ns" copy file c/a; stat -c %a c/a; cat c/a)" "644
content" "a new file of mode 644, whatever the umask"
echo old >c/b && ln c/b c/b2
is "$("$ns" copy "$dir/file" c/b; cat c/b c/b2)" "content
old" "one that is there is replaced, and not written to"
ln -s "$dir/host/x" c/etc/x
is "$("$ns" inside "$dir/c" ns copy "$dir/file" etc/x; ls host; cat c/etc/x)" content "a link is replaced"
ln -s "$dir/host" c/out
"$ns" inside "$dir/c" ns copy "$dir/file" out/y 2>/dev/null
is "$(ls host)" "" "no link leads out"
rm -r c/tmp 2>/dev/null
is "$("$ns" inside "$dir/c" ns copy "$dir/file" new/dir/z; cat c/new/dir/z)" content "directories are made"
head -c 3000000 /dev/urandom >big
"$ns" copy big c/big
same big c/big "a large one is whole"
mkfifo fifo
echo keep >c/keep
mkdir full && mount -t tmpfs -o size=16k full full
host_mark
fails 111 'nonesuch c/x: No such file' "no such file" "$ns" copy nonesuch c/x
fails 111 'copy .*host c/x: Invalid argument \(it takes a regular file\)' "a directory" "$ns" copy host c/x
fails 111 'copy .*file c/etc: Is a directory' "onto a directory" "$ns" copy file c/etc
fails 111 'copy .*fifo c/f: Invalid argument' "a FIFO does not hang" "$ns" copy fifo c/f
fails 111 'copy .*host c/keep: Invalid argument' "a directory onto a file" "$ns" copy host c/keep
is "$(cat c/keep)" keep "which stays"
fails 111 'copy .*big full/x: No space left' "where there is no room" "$ns" copy big full/x
is "$(ls -A full)" "" "no part of it stays"
echo old >full/x
fails 111 'copy .*big full/x: No space left' "nor where there is another" "$ns" copy big full/x
is "$(ls -A full; cat full/x)" "x
old" "which does"
umount full
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
	"$ns" copy file c/one &
done 2>many
wait
is "$(cat many; cat c/one; find c -name '.?*')" content "forty at once to one name"
rm c/one
ln -s /etc/there link && ln -s /etc/gone dangling
: >c/etc/there
mkdir new && host_mark
in_c() { "$ns" inside "$dir/c" ns copy "$@"; }
is "$(in_c -l link etc/x; readlink c/etc/x)" /etc/there "-l is the link where it leads to something"
fails 111 'dangling.*: No such file' "and a copy where it does not" in_c --link dangling etc/y
is "$(in_c -l file etc/x; in_c -l link new/a; cat c/etc/x; readlink c/new/a)" "content
/etc/there" "and of what is no link"
is "$(in_c -d file etc/x; in_c --delete nonesuch etc/x; ls c/etc c/new)" "c/etc:
there

c/new:
a
dir" "-d deletes, and what is gone is"
read_only() { "$ns" unshare -m ns mount -t tmpfs -o ro x c/new ns copy "$@" c/new/x sh -c 'ls c/new; echo on'; }
is "$(read_only -t file; read_only --try -d file)" "on
on" "-t goes on where nothing can be written"
fails 111 'c/new/x: Read-only file system' "which is a failure otherwise" read_only file
fails 111 'gone.*: No such file' "and so is what else there is" read_only -t gone
fails 111 'c/etc: Is a directory' "but no directory" "$ns" copy -d file c/etc
done_testing

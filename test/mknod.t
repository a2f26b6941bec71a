#!/bin/sh
# SPDX-License-Identifier: 0BSD
# mknod.t - types, numbers, and modes under odd umasks
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps '' 'character device|^which works|u is c|^the least|block device|^it works'
need_applet mknod

umask 077
is "$("$ns" mknod -m 666 null c 1 3 stat -c '%a %F %t:%T' null)" "666 character special file 1:3" "a character device, then the program"
umask 022
echo x >null && is "$(wc -c <null)" 0 "which works"
"$ns" mknod u u 4095 1048575
is "$(stat -c '%a %F %t:%T' u)" "644 character special file fff:fffff" "u is c; the largest numbers"
"$ns" mknod zero b 0 0
is "$(stat -c '%F %t:%T' zero)" "block special file 0:0" "the least"
"$ns" mknod b b 7 300
is "$(stat -c '%F %t:%T' b)" "block special file 7:12c" "a block device, a minor above 255"
"$ns" mknod p p
is "$(stat -c '%a %F' p)" "644 fifo" "a FIFO"
for mask in 000 022 077 777; do
	rm -f x
	(umask $mask; "$ns" mknod x p)
	is "$(stat -c %a x)" "$(printf %o $((0666 & ~0$mask)))" "umask $mask: what it leaves of 666"
	for mode in 0 644 4755 1777 7777; do
		rm -f x
		(umask $mask; "$ns" mknod -m $mode x p)
		is "$(stat -c %a x)" $mode "umask $mask, -m $mode: exactly"
	done
done
is "$("$ns" mknod --mode=0600 l p stat -c %a l)" 600 "--mode"
is "$("$ns" mknod a1 p ns mknod a2 p ls a1 a2 | wc -l)" 2 "fused"
host_mark
fails 111 'mknod x p: File exists' "it is there already" "$ns" mknod x p
fails 111 'nosuch/x.*: No such file' "its directory is not" "$ns" mknod nosuch/x p
fails 111 'x/y.*: Not a directory' "is a FIFO" "$ns" mknod x/y p
fails 111 'new/ p: No such file' "a slash at the end is not the name of a file" "$ns" mknod new/ p
fails 100 'NAME' "no words" "$ns" mknod
fails 100 'TYPE' "no type" "$ns" mknod y
fails 100 'not: x' "an unknown type" "$ns" mknod y x
fails 100 'not: cc' "cc" "$ns" mknod y cc 1 3
fails 100 'MAJOR' "no major number" "$ns" mknod y c
fails 100 'MINOR' "no minor number" "$ns" mknod y c 1
fails 100 'missing: MAJOR' "an empty major number" "$ns" mknod y c '' 3
for number in -1 x 1x 0x1 4096 99999999999; do
	fails 100 'number' "a major number $number" "$ns" mknod y c "$number" 3
done
fails 100 'number' "a minor number of 1048576" "$ns" mknod y c 1 1048576
for mode in 8 10000 -1 '' u+x 0x7; do
	fails 100 'octal' "a mode of $mode" "$ns" mknod -m "$mode" y p
done
is "$(ls y 2>/dev/null)" "" "(no y)"
fails 111 'c 1 3: Operation not permitted \(device nodes need root' "in a user namespace" unshare -Ur "$ns" mknod y c 1 3
fails 0 '' "(a FIFO is fine there)" sh -c "unshare -Ur '$ns' mknod z p; echo . >&2"
ln -s "$ns" mknod
host_mark
fails 1 '^mknod: ' "under the name mknod: 1" ./mknod x p
fails 1 '^mknod: too many operands' "and nothing chains" ./mknod y p ls
is "$(./mknod -m 640 y c 1 3; stat -c '%a %t:%T' y)" "640 1:3" "it works"
theirs=$(in_path mknod)
for words in 'c 1 3' 'b 7 1' 'p' '-m 600 c 10 200' '-m 0777 p'; do
	case $words in -m*) mode=${words% [cbp]*} type=${words#-m * } ;; *) mode='' type=$words ;; esac
	# shellcheck disable=SC2086
	rm -f o t && "$ns" mknod $mode o $type && "$theirs" $mode t $type
	is "$(stat -c '%a %F %t:%T' o)" "$(stat -c '%a %F %t:%T' t)" "as $theirs: $words"
done
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# hostname.t - a host name of 1 to 64 bytes, as a word or from a file
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps '^not root'
need_tool enosys
need_applet hostname

name() { unshare -u "$ns" hostname "$@" cat /proc/sys/kernel/hostname 2>&1; }
host_mark
is "$(name web)" web "a name"
long=$(printf '%063d' 0)
for n in 1 2 63 64; do
	word=$(printf '%s' "x$long" | cut -c 1-$n)
	is "$(name "$word")" "$word" "of $n bytes"
done
is "$(name -- -x)" -x "-- ends the options"
is "$(name "$(printf '\377 ')" | od -An -tx1)" " ff 20 0a" "any bytes"
host_same "the host's is as it was"
printf 'file\n' >f
is "$(name -F f)" file "-F"
is "$(name --file=f)" file "--file=FILE"
is "$(name --file f)" file "--file FILE"
printf '# comment\n\n  \t\n#x\nfirst second\nthird\n' >f
is "$(name -F f)" first "-F: the first word of the first line that is no comment"
printf '  one two\n' >f
is "$(name -F f)" one "or of one with blanks before it"
printf 'nonl' >f
is "$(name -F f)" nonl "without a newline"
printf 'crlf\r\n' >f
is "$(name -F f)" crlf "with CR LF"
printf '%s\n' "x$long" >f
is "$(name -F f)" "x$long" "64 bytes"
host_mark
fails 100 "a host name has 1 to 64 bytes: ''" "an empty name" "$ns" hostname ''
fails 100 'a host name has 1 to 64 bytes: xy' "65 bytes" "$ns" hostname "xy$long"
printf '%s\n' "xy$long" >f
fails 111 'hostname -F f: Invalid argument' "-F: 65 bytes" "$ns" hostname -F f
: >f
host_mark
fails 111 'hostname -F f: no name in it' "-F: an empty file" "$ns" hostname -F f
printf '# only\n#comments' >f
fails 111 'hostname -F f: no name in it' "-F: comments alone" "$ns" hostname -F f
fails 111 'nosuch: No such file' "-F: no file" "$ns" hostname -F nosuch
fails 111 '\.: Is a directory' "-F: a directory" "$ns" hostname -F .
for n in a.b.c a; do
	is "$(unshare -u sh -c '"$1" hostname $2; "$1" hostname -s; "$1" hostname --short' sh "$ns" $n)" "${n%%.*}
${n%%.*}" "-s, --short: $n"
done
is "$("$ns" hostname; echo $?)" "$(uname -n)
0" "alone it prints the name"
fails 111 '^ns: hostname: Function not' "or says why not" "$TEST_BIN/enosys" uname -- "$ns" hostname
fails 100 '-F' "-F without its word" "$ns" hostname -F
cp "$TEST_BIN/caller" caller && cp "$ns" ns && chmod 711 "$dir"
host_mark
fails 111 'not permitted \(needs root, or a user namespace' "not root" ./caller -u 65534 ./ns hostname x
ln -s "$ns" hostname
ln -s "$ns" s6-hostname
host_mark
fails 111 '^s6-hostname: ' "under the name s6-hostname: 111" ./s6-hostname -F nosuch
fails 100 '^s6-hostname: ' "no name either" ./s6-hostname ''
fails 100 '^s6-hostname: too many' "and 100" ./s6-hostname x true
is "$(./s6-hostname)" "$(uname -n)" "alone it prints the name"
fails 1 '^hostname: ' "under the name hostname: 1" ./hostname ''
fails 1 '^hostname: too many' "and nothing chains" ./hostname x true
fails 1 '^hostname: too many operands: x' "-s sets none" ./hostname -s x
is "$(unshare -u sh -c './s6-hostname s6 && cat /proc/sys/kernel/hostname')" s6 "s6-hostname"
host_same "the host's is as it was, after all"
done_testing

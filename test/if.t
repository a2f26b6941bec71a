#!/bin/sh
# SPDX-License-Identifier: 0BSD
# if.t - go on when a block succeeds, as execline has it
# shellcheck source=lib.sh disable=SC2016,SC1010
. "${0%/*}/lib.sh"
need_applet if

is "$("$ns" if ' echo' ' block' '' echo then)" "block
then" "the block, then the program"
is "$("$ns" if echo block '' echo then)" "block
then" "words without a blank"
is "$("$ns" if ' printf' ' [%s]' ' ' '  two' " a
b" '' true)" "[][ two][a
b]" "its words arrive as they are"
"$ns" if ' false' '' echo no
is $? 1 "a block that fails: its status"
"$ns" if ' sh' ' -c' ' exit 42' '' echo no
is $? 42 "any"
is "$("$ns" if -n ' false' '' echo then)" then "-n: goes on when it fails"
is "$("$ns" if -n ' true' '' echo no; echo $?)" 1 "-n: and not when it does not"
is "$("$ns" if -t ' false' '' echo no; echo $?)" 0 "-t: ends with 0"
is "$("$ns" if -x 7 ' false' '' echo no; echo $?)" 7 "-x"
is "$("$ns" if -x 7 ' true' '' echo then; echo $?)" "then
0" "-x: and goes on"
is "$("$ns" if ' sh' ' -c' ' kill -9 $$' '' echo no 2>&1; echo $?)" "ns: if ' sh' ' -c' ' kill -9 \$\$' '': child crashed with signal 9
137" "a block that is killed"
is "$("$ns" if -X ' sh' ' -c' ' kill -9 $$' '' echo no 2>&1; echo $?)" 137 "-X: is a status"
is "$("$ns" if -nX ' sh' ' -c' ' kill -9 $$' '' echo then 2>&1)" then "-n -X: not 0, and so it goes on"
is "$("$ns" if -v ' sh' ' -c' ' exit 3' '' true 2>&1; echo $?)" "ns: if -v ' sh' ' -c' ' exit 3' '': status 3
3" "-v says what it ended with"
is "$("$ns" if -v ' true' '' echo then 2>&1)" then "-v says nothing of a success"
is "$("$ns" if ' true' '' ns if ' true' '' echo both)" both "fused"
is "$("$ns" if ' true' ''; echo $?)" 0 "without a program"
is "$(echo in | "$ns" if ' cat' '' true)" in "stdin"
host_mark
fails '1[12][17]' "nosuch' '': No such file" "a block that cannot start" "$ns" if ' nosuch' '' echo no
fails 100 'unterminated block' "no end" "$ns" if ' true' true
fails 100 'unterminated block' "nothing" "$ns" if
fails 100 'empty block' "an empty block" "$ns" if '' true
fails 100 'number' "-x 256" "$ns" if -x 256 ' true' '' true
fails 100 'unknown option: -Z' "an unknown option" "$ns" if -Z ' true' '' true
for strict in 1 2 yes; do
	fails 100 'unquoted word in the block: true' "EXECLINE_STRICT=$strict" env EXECLINE_STRICT=$strict "$ns" if true '' true
done
for strict in 0 ''; do
	is "$(EXECLINE_STRICT=$strict "$ns" if true '' echo then)" then "EXECLINE_STRICT=$strict"
done
# execline's if is the last word where it is installed
ours=$dir/if
ln -s "$ns" "$ours"
theirs=$(in_path if)
[ "$theirs" ] || for p in /usr/lib/execline/bin /usr/libexec/execline /command; do [ -x $p/if ] && theirs=$p/if; done
if [ "$theirs" ]; then
	same_if() { # WORDS...
		is "$("$ours" "$@" 2>/dev/null; echo $?)" "$("$theirs" "$@" 2>/dev/null; echo $?)" "as execline: $(echo "$*" | tr '\n' ' ')"
	}
	same_if ' true' '' echo then
	same_if ' false' '' echo no
	same_if -n ' false' '' echo then
	same_if -n ' true' '' echo no
	same_if -t ' false' '' echo no
	same_if -x 9 ' false' '' echo no
	same_if -x 9 -n ' true' '' echo no
	same_if -X ' sh' ' -c' ' kill -15 $$' '' echo no
	same_if ' sh' ' -c' ' kill -15 $$' '' echo no
	same_if -X -n ' sh' ' -c' ' kill -15 $$' '' echo then
	same_if -t -n ' true' '' echo no
	same_if ' true'
	same_if ' true' '' ns cd /
else
	skip "as execline" "there is no execline"
fi
is "$("$ours" ' true' '' ns cd / 2>&1; echo $?)" "if: exec ns: No such file or directory
127" "under the name if, ns is a program"
done_testing

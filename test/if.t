#!/bin/sh
# SPDX-License-Identifier: 0BSD
# if.t - go on when a block succeeds, as execline has it
# shellcheck source=lib.sh disable=SC2086,SC2016,SC1010
. "${0%/*}/lib.sh"
need_applet if
need_tool caller

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
is "$("$TEST_BIN/caller" -i 17 "$ns" if ' sh' ' -c' ' exit 3' '' echo no 2>&1; echo $?)" 3 "SIGCHLD ignored by the caller"
if "$ns" -n inside in true >/dev/null 2>&1; then
	mkdir -p in
	is "$("$ns" inside in ns if ' pwd' '' true)" "$(pwd)/in" "inside a directory it runs there, as the program does"
fi
host_mark
fails '1[12][17]' "nosuch' '': No such file" "a block that cannot start" "$ns" if ' nosuch' '' echo no
fails 100 'unterminated block' "no end" "$ns" if ' true' true
fails 100 'unterminated block' "nothing" "$ns" if
fails 100 'number' "-x 256" "$ns" if -x 256 ' true' '' true
fails 100 'unknown option: -Z' "an unknown option" "$ns" if -Z ' true' '' true
for strict in 2 3 10 02 99999999999; do
	fails 100 'if: unquoted argument: b$' "EXECLINE_STRICT=$strict" env EXECLINE_STRICT=$strict "$ns" if ' echo' b '' true
done
for strict in 1 01 1x; do
	is "$(EXECLINE_STRICT=$strict "$ns" if ' echo' b '' echo then 2>&1)" "ns: if: unquoted argument: b
b
then" "EXECLINE_STRICT=$strict warns"
	is "$(EXECLINE_STRICT=$strict "$ns" if ' echo' ' b' '' echo then 2>&1)" "b
then" "of what has no blank alone"
done
for strict in 0 '' 00 yes -2 ' 2' 0x2; do
	is "$(EXECLINE_STRICT=$strict "$ns" if true '' echo then 2>&1)" then "EXECLINE_STRICT=$strict"
done
is "$("$ns" if '' echo then)" then "an empty block succeeds"
is "$("$ns" if -n '' echo no; echo $?)" 1 "with -n it ends the line"
is "$("$ns" -n if '' true)" "ns if '' \\
 true" "and is shown"
for option in -t '-x 9' '-n'; do
	is "$("$ns" if $option ' sh' ' -c' ' kill -9 $$' '' echo no 2>/dev/null; echo $?)" 137 "$option is not about one that is killed"
done
is "$("$ns" if -X -x 9 ' sh' ' -c' ' kill -9 $$' '' echo no; echo $?)" 9 "but with -X"
is "$("$ns" if -n ' sh' ' -c' ' exit 3' '' ns if ' /nosuch' '' 2>/dev/null; echo $?)" 111 "the status of a block is not that of a later step"
is "$("$ns" if ' '"$ns" ' if' '  echo' '  a  ' ' ' ' echo' ' b' '' echo c)" "a  
b
c" "a block in a block: one blank goes at each level"
ours=$dir/if
ln -s "$ns" "$ours"
is "$("$ours" ' true' '' ns cd / 2>&1; echo $?)" "if: exec ns: No such file or directory
127" "under the name if, ns is a program"
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-if.t - if as execline 2.9 has it
# shellcheck source=lib.sh disable=SC2016,SC1091,SC1010,SC2034
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet if

parity_tool /usr/lib/execline/bin/if if
kinds=fd,ids,map,cap,signal,limit,ns,root,env,arg
killed() { printf ' kill -%s $$' "$1"; }

# ---- the block, and what follows it
same_run "the block, then the program" ' echo' ' block' '' echo then
same_run "a block that fails" ' false' '' echo no
for n in 2 99 100 111 126 127 128 129 255; do
	same_run "its status" ' sh' ' -c' " exit $n" '' echo no
done
same_run "the program's status" ' true' '' sh -c 'exit 42'
same_run "no program" ' true' ''
same_run "no program, and the block fails" ' false' ''
same_run "a program that is not there" ' true' '' nosuch
same_run "a program that cannot run" ' true' '' /etc
same_run "the state of the block" " $state" ' -o' " $kinds" '' true
differ "the block dies with us" " $state" ' -o' ' process' '' true
same_run "the state of the program" ' true' '' "$state"
same_run "standard input" ' cat' '' echo then
same_run_in 'echo in >f; exec <f' "is the block's, then the program's" ' head' ' -c' ' 0' '' cat
same_run_in 'export A=b; ulimit -n 77; umask 27' "what it was given" " $state" ' -o' " $kinds" '' "$state"
same_run "ns is a program" ' true' '' ns cd /
same_run "-- ends the options" -- ' echo' ' b' '' echo then

# ---- the options
same_run "-n" -n ' false' '' echo then
same_run "-n, and the block succeeds" -n ' true' '' echo no
same_run "-t" -t ' false' '' echo no
same_run "-t, and the block succeeds" -t ' true' '' echo then
same_run "-t -n" -tn ' true' '' echo no
for n in 0 9 100 255; do same_run "-x" -x $n ' false' '' echo no; done
same_run "-x in one word" -x7 ' false' '' echo no
same_run "-x, and the block succeeds" -x 9 ' true' '' echo then
same_run "-x -n" -n -x 9 ' true' '' echo no
same_run "the last of -t and -x" -t -x 9 ' false' '' echo no
same_run "the last of -x and -t" -x 9 -t ' false' '' echo no
for n in 256 -1 x '' 4294967296 +1; do same_run "-x that is none" -x "$n" ' false' '' echo no; done
same_run "-x without a number" -x
same_run "an option that is none" -Z ' true' '' echo no
same_run "an unknown long one" --nosuch ' true' '' echo no

# ---- death by a signal
for n in 1 6 9 15; do same_run "killed" ' sh' ' -c' "$(killed $n)" '' echo no; done
same_run "killed, -n" -n ' sh' ' -c' "$(killed 9)" '' echo no
same_run "killed, -t" -t ' sh' ' -c' "$(killed 9)" '' echo no
same_run "killed, -x" -x 3 ' sh' ' -c' "$(killed 9)" '' echo no
same_run "-X: a status" -X ' sh' ' -c' "$(killed 9)" '' echo no
same_run "-X -n" -Xn ' sh' ' -c' "$(killed 15)" '' echo then
same_run "-X -x" -X -x 3 ' sh' ' -c' "$(killed 15)" '' echo no
same_run "-X -t" -X -t ' sh' ' -c' "$(killed 15)" '' echo no

# ---- blocks that are none, and odd ones
same_run "nothing"
same_run "no end" ' true'
same_run "no end, more words" ' true' true
same_run "a block that is not there" ' nosuch' '' echo no
same_run "one that cannot run" ' /etc' '' echo no
same_run "a block of no name" ' ' '' echo no
same_run "an empty block" '' echo then
same_run "an empty block, -n" -n '' echo no
same_run "only the end" ''
same_run "words as they are" ' printf' ' [%s]' ' ' '  two' ' a	b' ' *' '' true
prepare='PATH=/usr/lib/execline/bin:$PATH'
same_run "a block in a block" ' if' '  echo' '  in' ' ' ' echo' ' out' '' echo then
same_run "three deep" ' if' '  if' '   echo' '   1' '  ' '  echo' '  2' ' ' ' echo' ' 3' '' echo 4
same_run "the inner one fails" ' if' '  false' ' ' ' echo' ' no' '' echo no
same_run "the inner one has no end" ' if' '  echo' '  in' '' echo then
prepare=

# ---- EXECLINE_STRICT
for strict in '' 0 1 2 3 01 10 yes 1x -1 ' 1' 0x1; do
	same_run_in "export EXECLINE_STRICT='$strict'" "EXECLINE_STRICT=$strict" ' echo' b '' echo then
	same_run_in "export EXECLINE_STRICT='$strict'" "EXECLINE_STRICT=$strict, nothing to say" ' echo' ' b' '' echo then
done
same_run "without it" echo b '' echo then
done_testing

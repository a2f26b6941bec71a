#!/bin/sh
# SPDX-License-Identifier: 0BSD
# env.t - variables
# shellcheck source=lib.sh disable=SC2086
. "${0%/*}/lib.sh"
need_applet env cd
need_tool attest
env="env -i A=1 B=2 $ns env"
get() { "$TEST_BIN/attest" -o env "$@"; }
is "$($env C=3 "$TEST_BIN/attest" -o env)" 'env "A=1"
env "B=2"
env "C=3"' "a variable is added"
is "$($env A= 'B=x y=z' "$TEST_BIN/attest" -o env)" 'env "A="
env "B=x y=z"' "one is replaced, and may be empty"
is "$($env -i C=3 D=4 C=5 "$TEST_BIN/attest" -o env)" 'env "C=5"
env "D=4"' "-i: no others, and the last holds"
is "$($env -i "$TEST_BIN/attest" -o env)" "" "-i alone: none"
is "$($env "$TEST_BIN/attest" -o env)" 'env "A=1"
env "B=2"' "no word: nothing"
is "$("$ns" -n env -i 'A=b c' ns cd / prog)" "ns env -i 'A=b c' \\
ns cd / \\
 prog" "it is shown as it is read"
is "$($env C=3)" "A=1
B=2
C=3" "without a program: they are printed"
is "$($env -i) $($env -i ns cd / ns env D=4)" " D=4" "and no others; at the end of a line"
is "$($env ns cd /)" "" "not where something follows"
is "$($env -u A C=3)$($env -i -u A C=3)" "B=2
C=3C=3" "-u unsets one"
is "$($env AB=1 ns env '--unset=B,A*' -u NONE AC=2)" AC=2 "or several, before others are set"
is "$("$ns" -n env -u A -uB prog)" "ns env -u A,B \\
 prog" "and is shown as one"
ln -s "$ns" env
is "$(C=3 ./env | grep '^C=')" C=3 "under the name env, too"
host_mark
./env >/dev/full 2>err && n=0 || n=$?
is "$n $(wc -l <err)" "111 1" "and say where they cannot be"
fails 100 'not a variable: =x' "a variable without a name" "$ns" env =x true
fails 100 'unknown option: -Z' "an unknown option" "$ns" env -Z
done_testing

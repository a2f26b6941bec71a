#!/bin/sh
# SPDX-License-Identifier: 0BSD
# s6.t - users by numbers, and from variables
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps '^-u -g|^-G|^-U -z|^without -G|0 is left alone|each call fails|^s6-setuidgid|^numbers|^fused|^not root'
need_applet s6-applyuidgid
need_tool attest
need_cmd setpriv

cp "$TEST_BIN/attest" attest
chmod 755 attest
attest=$dir/attest setpriv=$(in_path setpriv)
ids() { "$@" "$attest" -o ids | paste -s -d ' '; }
more() { "$setpriv" --regid 5 --groups 0,4,24 "$@"; }

apply="$ns s6-applyuidgid"
# shellcheck disable=SC2086 # two words
{
	is "$(ids more $apply -u 33 -g 34 -G 7,8)" "uid 33 33 33 gid 34 34 34 groups 7 8 34" "-u -g -G: exactly these (T19)"
	is "$(ids more $apply -u 33 -g 34 -G '')" "uid 33 33 33 gid 34 34 34 groups 34" "-G '' (T19)"
	is "$(ids more $apply -u 33 -g 34)" "uid 33 33 33 gid 34 34 34 groups 0 4 24" "without -G the groups stay, as with s6"
	is "$(ids more $apply -u 0 -g 0 -G 7)" "uid 0 0 0 gid 5 5 5 groups 5 7" "0 is left alone"
	is "$(env UID=33 GID=34 GIDLIST=7,8,34 "$setpriv" --groups 0,4,24 $apply -Uz sh -c 'id; env | grep -c "^[UG]ID"')" \
		"$("$setpriv" --reuid 33 --regid 34 --groups 7,8,34 id)
0" "-U -z (T19)"
}
is "$("$ns" -n s6-applyuidgid -z -u 5 -U -G '' true)" "ns s6-applyuidgid -U -z -G '' \\
 true" "shown: of -u and -U the last holds"
host_mark
for id in '' x -1 +5 0x0 5x ' 5' 4294967295 4294967296 99999999999 1,2 root; do
	fails 100 "not an id" "-u \"$id\" (T20)" "$ns" s6-applyuidgid -u "$id" "$attest"
	fails 100 "not an id" "-g \"$id\" (T20)" "$ns" s6-applyuidgid -g "$id" "$attest"
	fails 100 "UID: " "UID=\"$id\" (T20)" env UID="$id" GID=1 GIDLIST=2 "$ns" s6-applyuidgid -U "$attest"
	fails 100 "GID: " "GID=\"$id\" (T20)" env UID=1 GID="$id" GIDLIST=2 "$ns" s6-applyuidgid -U "$attest"
done
for list in x 1,x 1,,2 '1,' ',1' -1 1,4294967295 ' 1'; do
	fails 100 "not an id" "-G \"$list\" (T20)" "$ns" s6-applyuidgid -G "$list" "$attest"
	fails 100 "GIDLIST: " "GIDLIST=\"$list\" (T20)" env UID=1 GID=1 GIDLIST="$list" "$ns" s6-applyuidgid -U "$attest"
done
fails 100 "GID: not set" "a variable that is not there" env -u GID UID=1 GIDLIST= "$ns" s6-applyuidgid -U "$attest"
fails 111 "Operation not permitted" "not root (T19)" "$setpriv" --reuid 5 --clear-groups "$ns" s6-applyuidgid -u 6 "$attest"
fails 111 "Operation not permitted" "without CAP_SETGID (T19)" "$setpriv" --bounding-set -setgid "$ns" s6-applyuidgid -u 6 -G 7 "$attest"
if "$TEST_BIN/inject" -- true >/dev/null 2>&1; then
	"$TEST_BIN/caller" "$TEST_BIN/inject" -p "$attest" -S EPERM,EAGAIN -- \
		"$ns" s6-applyuidgid -u 33 -g 34 -G 7,8 "$attest" >got 2>&1 </dev/null
	ok "each call fails in turn: the program starts as it should, or not at all (T19): $(tail -n 1 got)" \
		grep -q '^calls=[1-9].* wrong=0 ' got
	[ "$(wc -l <got)" = 1 ] || note "$(cat got)"
fi

if "$ns" --list | grep -qx s6-envuidgid; then
	printf '%s\n' root:x:0:0:: w:x:33:34::: big:x:1:1::: >passwd
	printf '%s\n' w:x:34: a:x:7:w b:x:8:x,w >group
	i=0
	while [ $i -lt 1200 ]; do echo "g$i:x:$((1000 + i)):big"; i=$((i + 1)); done >>group
	mount --bind passwd /etc/passwd
	mount --bind group /etc/group
	host_mark
	is "$(ids more "$ns" s6-setuidgid w)" "uid 33 33 33 gid 34 34 34 groups 7 8 34" "s6-setuidgid (T19)"
	is "$(ids more "$ns" s6-setuidgid 5:6)" "uid 5 5 5 gid 6 6 6 groups 6" "numbers (T19)"
	is "$("$ns" s6-setuidgid w sh -c 'echo $UID$GID$GIDLIST')" "" "no variable is left"
	is "$("$ns" s6-envuidgid w sh -c 'echo $UID $GID $GIDLIST')" "33 34 7,8" "s6-envuidgid"
	is "$("$ns" s6-envuidgid w ns s6-applyuidgid -Uz id -u)" 33 "fused"
	is "$("$ns" -n s6-setuidgid w true)" "ns s6-envuidgid w \\
ns s6-applyuidgid -U -z \\
 true" "s6-setuidgid is shown as the two"
	fails 1 "nosuch: unknown user" "unknown" "$ns" s6-setuidgid nosuch "$attest"
	fails 100 "missing: USER" "empty: not as who we are (T20)" "$ns" s6-setuidgid '' "$attest"
	fails 1 "unknown group" "-g" "$ns" s6-envuidgid -g nosuch "$attest"
	fails 1 "big: Numerical" "more groups than we take" "$ns" s6-envuidgid big "$attest"
	for ids in : 5: :6 x:6 5:x -1:6 5:4294967295 5:6:7; do
		fails 100 "not UID:GID" "s6-setuidgid $ids (T20)" "$ns" s6-setuidgid -- "$ids" "$attest"
	done
	umount /etc/passwd /etc/group
fi
done_testing

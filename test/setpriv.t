#!/bin/sh
# SPDX-License-Identifier: 0BSD
# setpriv.t - what setpriv makes of a program
#
# parity-setpriv.t compares all of it with the real one; here is what that has
# not, or what we do other than it.
# shellcheck source=lib.sh disable=SC2016,SC2086,SC1010
. "${0%/*}/lib.sh"
need_applet setpriv cd chpst hostname run unshare
for part in --dump "--nnp --landlock-access fs true"; do
	# shellcheck disable=SC2086 # words
	"$ns" -n setpriv $part >/dev/null 2>&1 || skip_all "no setpriv $part"
done
need_tool abi attest caller enosys inject

attest=$TEST_BIN/attest
chmod 755 "$dir"
facts() { # KIND COMMAND...: what the program at its end finds
	kind=$1
	shift
	"$@" "$attest" -o "$kind" 2>&1
}
sets() { # COMMAND...: inheritable permitted effective bounding ambient
	facts cap "$@" | sed -n 's/^cap [a-z]* 0*\([0-9a-f]\)/\1/p' | paste -s -d ' ' -
}

# ---- for every caller

is "$("$ns" -n setpriv --reset-env --ambient-caps=+kill --reuid a:b --groups 'x y' --nnp --inh-caps -all,+cap_3 -- prog 'a b')" \
	"ns setpriv --nnp --reuid a:b --groups 'x y' --inh-caps -all,+cap_3 --ambient-caps +kill --reset-env \\
 prog 'a b'" "-n: the same options, in the order they act"
is "$("$ns" -n setpriv -dd; "$ns" -n setpriv --list-caps)" "ns setpriv -d -d
ns setpriv --list-caps" "-n of --dump and --list-caps"
shown="ns setpriv --nnp --seccomp-filter 'a f' --landlock-access fs:execute --landlock-access fs --landlock-rule path-beneath::/ \\
 true"
is "$("$ns" -n setpriv --seccomp-filter 'a f' --landlock-access fs:execute --landlock-rule path-beneath::/ --landlock-access fs true)" \
	"$shown" "-n of a filter and Landlock, which mean --nnp"
if is_root && [ ! "${TEST_ROOTLESS-}" ]; then
	echo system_u:object_r >label
	is "$(unshare -m sh -c 'mount -t tmpfs none /sys/fs && mkdir /sys/fs/selinux &&
		mount --bind label /proc/$$/attr/current && exec "$@"' sh "$ns" setpriv --dump | tail -n 1)" \
		"SELinux label: system_u:object_r" "--dump of a label, where there is SELinux"
	rm label
fi
host_mark
full() { "$@" >/dev/full; }
ln -s "$ns" setpriv
fails 111 '^ns: setpriv -d: No space left' "--dump to where there is no room" full "$ns" setpriv --dump
fails 1 '^setpriv: setpriv -d: No space left' "which under the name setpriv is 1" full ./setpriv --dump
rm setpriv
fails 100 'goes with: --dump' "--dump and more" "$ns" setpriv --dump ns cd /
fails 100 'requires --keep-groups' "--regid alone" "$ns" setpriv --regid 5 true
fails 100 'requires --ruid' "--init-groups alone" "$ns" setpriv --init-groups true
fails 100 'requires --landlock-access' "--landlock-rule alone" "$ns" setpriv --landlock-rule path-beneath::/ true
fails 100 'setpriv --reuid: twice' "--ruid and --reuid" "$ns" setpriv --ruid 5 --reuid 6 true
fails 100 'setpriv --nnp: twice' "--nnp again, which has no argument" "$ns" setpriv --nnp --nnp true
fails 100 'setpriv --inh-caps: malformed: \+net_row' "a mistake in the last word changes nothing" "$ns" setpriv --nnp ns setpriv --inh-caps +net_row true
for rule in path-beneath path-beneath: path-beneath:/ path-beneath:nosuch:/ net-port::1 path-beneath:execute,:/; do
	fails 100 "--landlock-rule: malformed: $rule" "a Landlock rule $rule" "$ns" setpriv --landlock-access fs --landlock-rule $rule true
done
for access in net fs:nosuch 'fs:execute,' fsx ''; do
	fails 100 "--landlock-access: malformed: ${access:-''}" "a Landlock access '$access'" "$ns" setpriv --landlock-access "$access" true
done
printf 1234567 >short
: >empty
head -c 32776 /dev/zero >long
for file in short empty long nosuch .; do
	fails 111 "$file: $file: (Invalid argument|No such file|Is a directory)" "a filter: $file" "$ns" setpriv --seccomp-filter $file true
done
head -c 8 /dev/zero >bad
fails 111 'the filter: Invalid argument' "a filter that the kernel refuses" "$ns" setpriv --seccomp-filter bad true
fails 111 'selinux-label a: ' "a label without a security module" "$ns" setpriv --selinux-label a true
if is_root && [ ! "${TEST_ROOTLESS-}" ] && [ -d /proc/self/attr ]; then
	covered() { unshare -m sh -c 'mount -t tmpfs t /proc/$$/attr && : >/proc/$$/attr/exec && exec "$@"' sh "$@"; }
	fails 111 'apparmor-profile a: not a procfs' "a label that a file would take, and nobody look at" covered "$ns" setpriv --apparmor-profile a true
fi

# ---- filters, Landlock, no_new_privs: for every caller too

"$TEST_BIN/abi" -a >allow
"$TEST_BIN/abi" -f >filter
facts cap "$ns" setpriv --seccomp-filter allow >got
has got '^no-new-privs 1' "--seccomp-filter means no_new_privs"
is "$("$ns" setpriv --seccomp-filter allow sed -n 's/^Seccomp_filters:.//p' /proc/self/status)" \
	"$(($(sed -n 's/^Seccomp_filters:.//p' /proc/self/status) + 1))" "one filter"
is "$("$ns" setpriv --seccomp-filter filter "$TEST_BIN/abi" | sed -n 1p)" "native Domain error" "it is FILE, whole"
is "$("$ns" setpriv --seccomp-filter - "$TEST_BIN/abi" <filter | sed -n 1p)" "native Domain error" "- is stdin"
case $("$TEST_BIN/abi") in
*"i386 ok"*)
	is "$("$ns" setpriv --seccomp-filter filter "$TEST_BIN/abi")" "native Domain error
i386 Result not representable
x32 Illegal byte sequence" "T25: it sees the calls of the other ABIs"
	;;
*) skip "T25" "one ABI" ;;
esac
is "$("$ns" setpriv --seccomp-filter allow ns setpriv --seccomp-filter filter ns cd / "$TEST_BIN/abi" | sed -n 1p)" "native Domain error" \
	"two, and another step"
if "$ns" setpriv --landlock-access fs:make-dir true 2>err; then
	is "$("$ns" setpriv --landlock-access fs:make-dir,remove-file sh -c 'mkdir d; : >f; rm f; ls' 2>&1 | sed 's/.*: //')" "Permission denied
Permission denied
allow
bad
empty
err
f
filter
got
long
out
short" "--landlock-access takes rights away"
	rm -f f
	is "$("$ns" setpriv --landlock-access fs sh -c : 2>&1; echo $?)" "ns: exec sh: Permission denied
126" "all of them"
	mkdir one two
	"$ns" setpriv --landlock-access fs --landlock-rule path-beneath:execute,read-file,read-dir:/ --landlock-rule path-beneath::one \
		sh -c ': >one/f && mkdir one/d && rm one/f && rmdir one/d && ! true >two/f && cat err && ls >&2' >out 2>&1
	is $? 0 "--landlock-rule leaves some"
	is "$(ls two)" "" "and others not"
	fails 111 'path-beneath::nosuch: nosuch: No such' "a rule for what is not there" \
		"$ns" setpriv --landlock-access fs --landlock-rule path-beneath::nosuch true
	facts cap "$ns" setpriv --landlock-access fs:make-sock >got
	has got '^no-new-privs 1' "it means no_new_privs"
elif grep -q 'Function not implemented\|Operation not supported' err; then
	skip "Landlock" "$(cat err)"
else
	is "$(cat err)" "" "the one right of --landlock-access fs:make-dir"
fi
fails 111 'fs: Function not implemented' "Landlock, on a kernel without" "$TEST_BIN/enosys" landlock_create_ruleset -- \
	"$ns" setpriv --landlock-access fs true
for option in --nnp --no-new-privs; do
	facts cap "$ns" setpriv $option >got
	has got '^no-new-privs 1' "T24: $option"
done
"$ns" unshare -r "$ns" setpriv --dump 2>/dev/null | grep -q '^uid: 0' && result ok "--dump for all"

# ---- for root

is_root || done_testing

# What the machine leaves us, inheritable and ambient too.
all=+$("$ns" setpriv -d | sed -n 's/^Capability bounding set: //p' | sed 's/,/,+/g')
set -- "$ns" setpriv --inh-caps "$all" --ambient-caps "$all"
full=$(sets "$@" env)
f=${full%% *}
is "$full" "$f $f $f $f $f" "T18: start with all of them"
last=$(cat /proc/sys/kernel/cap_last_cap)
is $((0x$f >> (last + 1))) 0 "T18: none is beyond the kernel's last"
is "$(sets "$@" "$ns" setpriv --reuid nobody --regid nogroup --clear-groups)" "$f 0 0 $f 0" "T18: setpriv --reuid"
is "$(sets "$@" "$ns" setpriv --reuid nobody --inh-caps -all)" "0 0 0 $f 0" "T18: setpriv --inh-caps -all"
is "$(sets "$@" "$ns" setpriv --bounding-set -all --inh-caps -all --reuid nobody)" "0 0 0 0 0" "T18: setpriv, nothing"
is "$(sets "$@" "$ns" setpriv --bounding-set -all --inh-caps -all)" "0 0 0 0 0" "T18: setpriv, nothing for root"
is "$(sets "$@" "$ns" setpriv --reuid nobody --inh-caps -all,+kill --ambient-caps -all,+cap_5)" "20 20 20 $f 20" "T18: setpriv, one"
is "$(sets "$@" "$ns" setpriv --reuid nobody --bounding-set -all,+kill --inh-caps -all,+kill --ambient-caps +kill)" "20 20 20 20 20" \
	"T18: setpriv, one and no other ever"
is "$(sets "$@" "$ns" setpriv --ambient-caps -all)" "$f $f $f $f 0" "T18: setpriv --ambient-caps -all"
is "$(sets "$@" "$ns" setpriv --nnp)" "$full" "T18: setpriv of nothing"
applet() { "$ns" --list | grep -qx "$1"; }
if applet chpst; then
	is "$(sets "$@" "$ns" chpst -u nobody)" "$f 0 0 $f 0" "T18: chpst -u"
else
	skip "T18: chpst -u" "not here"
fi
if applet unshare; then
	is "$(sets "$@" "$ns" unshare -u)" "$full" "T18: unshare"
	is "$(sets "$@" "$ns" unshare -S 65534 -G 65534)" "$f 0 0 $f 0" "T18: unshare -S"
	is "$(sets "$@" "$ns" unshare -S 65534 -G 65534 --keep-caps)" "0 0 0 $f 0" "T18: unshare -S --keep-caps: what -S has left"
	is "$(sets "$@" "$ns" unshare --keep-caps)" "$full" "T18: unshare --keep-caps"
	every=$(printf %x $(((1 << (last + 1)) - 1)))
	is "$(sets "$@" "$ns" unshare -Uc --keep-caps)" "$every $every $every $every $every" "T18: unshare -Uc --keep-caps"
	is "$(sets "$@" "$ns" unshare -Uc)" "0 $every $every $every 0" "T18: unshare -Uc"
fi
if applet run && [ "$(in_path busybox)" ]; then
	new_root c
	is "$("$@" "$ns" run c /attest -o cap | sed -n 's/^cap [a-z]* 0*\([0-9a-f]\)/\1/p' | paste -s -d ' ' -)" "$full" \
		"T18: run is the caller's"
fi

# no exec between: steps find the capabilities that a program would
plain='--reuid nobody --regid nogroup --clear-groups'
set -- "$ns" setpriv $plain
fails 111 'hostname x: Operation not permitted' "fused: what it drops is gone for the next step" "$@" ns hostname x
fails 111 'Operation not permitted' "fused: the way back as well" "$@" ns setpriv --reuid 0 true
is "$(facts cap "$@" ns setpriv --nnp)" "$(facts cap "$@" "$ns" setpriv --nnp)" "fused: the same sets"
is "$(sets "$ns" setpriv --bounding-set -all ns cd /)" "$(sets "$ns" setpriv --bounding-set -all "$ns" cd /)" "fused: root's too"
"$@" --inh-caps +sys_admin --ambient-caps +sys_admin ns hostname web ns hostname "$(hostname)" true
is $? 0 "fused: what it keeps is there"
if applet unshare; then
	facts process "$ns" unshare -f --kill-child ns setpriv --reuid nobody >got
	has got '^death-signal 9' "the supervisor's signal holds after a change of ids"
	facts process "$ns" unshare -f --kill-child ns setpriv --regid 5 --keep-groups --pdeathsig TERM >got
	has got '^death-signal 15' "--pdeathsig is the last word"
fi
facts process "$ns" setpriv $plain --pdeathsig HUP >got
has got '^death-signal 1$' "--pdeathsig after a change of ids"
fails 111 'cap_0: Operation not permitted' "an ambient capability that cannot be" "$ns" setpriv --ambient-caps -all,+cap_0 true
ln -s "$ns" setpriv
is "$(sets ./setpriv --ambient-caps +chown)" "$(sets env)" "as util-linux: it runs without it"
fails 111 'bounding-set \+bpf: Operation not permitted' "nor can one that was dropped" "$ns" setpriv --bounding-set -bpf \
	ns setpriv --bounding-set +bpf true
is "$(./setpriv --bounding-set -bpf ./setpriv --bounding-set +bpf true; echo $?)" 0 "as util-linux: it is ignored"
fails 111 'Operation not permitted' "without the right to, dropping fails" "$@" "$ns" setpriv --bounding-set -chown true
fails 127 'Operation not permitted' "also as util-linux" "$@" ./setpriv --bounding-set -chown true
without="$ns setpriv --bounding-set -sys_resource"
is "$(sets $without "$@" "$ns" setpriv --bounding-set +all,-sys_resource --inh-caps -all | cut -d ' ' -f 1-3)" \
	"$(sets $without "$@" | cut -d ' ' -f 1-3)" "what is not there needs no right"

# T20: names and numbers that are none
for id in nosuch '' -1 4294967295 4294967296 +5 0x0 0x5 ' 5' '5 ' 5x 99999999999 18446744073709551616 root: 'root
'; do
	why='unknown user or group'
	[ "$id" ] || why='no argument for: --'
	fails 1 "$why" "T20: --reuid '$id'" ./setpriv --reuid "$id" echo ran
	fails 1 "$why" "T20: --ruid '$id'" ./setpriv --ruid "$id" echo ran
	fails 100 "$why" "T20: --egid '$id'" "$ns" setpriv --egid "$id" --clear-groups echo ran
	fails 1 'unknown user or group' "T20: --groups 5,'$id'" ./setpriv --groups "5,$id" echo ran
done
is "$(facts ids "$ns" setpriv --reuid 4294967294 --regid 4294967294 --groups 4294967294)" "uid 4294967294 4294967294 4294967294
gid 4294967294 4294967294 4294967294
groups 4294967294" "T20: the largest"
is "$(facts ids "$ns" setpriv --groups 0,4,24 "$ns" setpriv --reuid 5 --regid 6 --groups 9,7,8)" "uid 5 5 5
gid 6 6 6
groups 7 8 9" "T19: exactly these groups"
is "$(facts ids "$ns" setpriv --groups 0,4,24 "$ns" setpriv --reuid 5 --regid 6 --clear-groups | tail -n 1)" "groups" "T19: none"

# every call fails once; of --dump, one of each kind
"$TEST_BIN/inject" -l log -- "$ns" setpriv -d >/dev/null
is "$(sed 's/[,)].*//' log | awk '$2 ~ /^(getres|getgroups|call-115|capget|prctl[(](47|23|2)$)/ && !seen[$2]++ { print $1 }' | while read -r at; do
	"$TEST_BIN/inject" -a "$at" -f EPERM -- "$ns" setpriv -d 2>&1 | grep '^ns'
done | sort | uniq -c | sed 's/^ *//')" "7 ns: setpriv -d: Operation not permitted" "each call fails: --dump"
for options in "$plain --nnp --inh-caps +kill --ambient-caps +kill --bounding-set -chown --securebits +noroot --pdeathsig TERM --seccomp-filter allow" \
	"--reuid nobody --init-groups --reset-env --inh-caps -all"; do
		"$TEST_BIN/caller" "$TEST_BIN/inject" -p "$attest" -S EPERM,ENOMEM -- "$ns" setpriv $options "$attest" >got 2>&1 </dev/null
	result "$(grep -q '^calls=[1-9].* wrong=0 ' got && echo ok || echo not-ok)" "each call fails: $options: $(tail -n 1 got)"
	[ "$(wc -l <got)" = 1 ] || note "$(head -n 30 got)"
done
done_testing

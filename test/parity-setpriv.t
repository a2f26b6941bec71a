#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-setpriv.t - setpriv as util-linux 2.38 has it
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2086,SC2034
. "${0%/*}/lib.sh"
takes_users='what cannot be dropped'
. "$top/test/parity.sh"
need_applet setpriv

parity_tool /usr/bin/setpriv setpriv
# Built for a merged /usr, --reset-env leaves /sbin and /bin out.
older='s|\(PATH=/usr/local/sbin:/usr/local/bin:\)\(/usr/sbin:/usr/bin\)\("*\)$|\1/sbin:/bin:\2\3|
	s|\(PATH=/usr/local/bin:\)\(/usr/bin\)\("*\)$|\1/bin:\2\3|'
# what the machine leaves us, as an inheritable set may have it
all=+$(setpriv --dump | sed -n 's/^Capability bounding set: //p' | sed 's/,/,+/g')
full="setpriv --inh-caps $all --ambient-caps $all"
plain='setpriv --reuid nobody --regid nogroup --clear-groups'

# ids and groups
same_run "no option" "$state" a 'b c' ''
same_run "-- ends them" -- "$state"
same_run "--reuid by name" --reuid nobody "$state"
same_run "--reuid by number, and =" --reuid=12345 "$state"
same_run "--ruid" --ruid daemon "$state"
same_run "--euid" --euid daemon "$state"
same_run "--ruid and --euid" --ruid daemon --euid bin "$state"
same_run "--euid and --ruid" --euid 0 --ruid 7 "$state"
same_run "--regid by name" --regid tty --clear-groups "$state"
same_run "--regid by number" --regid 12345 --keep-groups "$state"
same_run "--rgid" --rgid 7 --groups 8 "$state"
same_run "--egid" --egid 7 --groups 8 "$state"
same_run "--rgid and --egid" --rgid 7 --egid 8 --groups 9,10 "$state"
same_run_in 'with="setpriv --groups 0,4,24"' "--keep-groups" --keep-groups --regid 7 --reuid 8 "$state"
same_run_in 'with="setpriv --groups 0,4,24"' "--clear-groups" --clear-groups "$state"
same_run_in 'with="setpriv --groups 0,4,24"' "groups stay" --reuid 8 "$state"
same_run_in 'with="setpriv --groups 0,4,24"' "--groups" --groups 7,tty,7,nogroup,4294967294 "$state"
same_run "70 groups" --groups "$(seq -s, 101 170)" "$state"
own='cp /etc/passwd /etc/group . && cat more-passwd >>passwd && cat more-group >>group && mount --bind passwd /etc/passwd && mount --bind group /etc/group'
own="echo 'one:x:7001:7001::/home/one:/bin/one' >more-passwd; echo 'uno:x:7001:7002::/home/uno:' >>more-passwd
printf 'a:x:7003:two,one\nb:x:7004:uno\nc:x:7001:one\nd:x:7005:uno,one\n' >more-group; $own"
same_run_in "$own" "--init-groups of a name" --reuid one --init-groups --regid 7009 "$state"
same_run_in "$own" "--init-groups of another name with its id" --ruid uno --init-groups "$state"
same_run_in "$own" "--init-groups of a number" --reuid 7001 --init-groups "$state"
same_run "--init-groups of nobody" --reuid 12345 --init-groups "$state"
same_run_in "with='$plain'" "an unprivileged caller may keep its ids" --reuid nobody "$state"
same_run_in "with='$plain'" "but not change them" --reuid 0 "$state"
same_run_in "with='$plain'" "nor its groups" --groups 7 "$state"
same_run_in "with='$plain'" "nor clear them" --clear-groups "$state"
same_run_in "with='setpriv --reuid nobody --inh-caps +setuid,+setgid --ambient-caps +setuid,+setgid'" \
	"ambient capabilities are enough" --reuid bin --regid bin --init-groups "$state"

# capabilities
same_run "--inh-caps" --inh-caps +chown,+kill "$state"
same_run "--inh-caps keeps to the order" --inh-caps +chown,-all,+kill,-kill,+bpf "$state"
same_run "a capability by number" --inh-caps +cap_3,+cap_05 "$state"
same_run "a capability in capitals" --inh-caps +CHOWN "$state"
same_run "--ambient-caps" --inh-caps +chown,+kill --ambient-caps +kill "$state"
same_run "--ambient-caps for another user" --reuid nobody --clear-groups --inh-caps +chown,+kill --ambient-caps +kill "$state"
same_run "--ambient-caps that cannot be" --inh-caps +chown --ambient-caps +chown,+kill "$state"
same_run "all ambient" --inh-caps "$all" --ambient-caps +all --reuid nobody "$state"
same_run "--bounding-set" --bounding-set -chown,-kill "$state"
same_run "--bounding-set: all but" --bounding-set -all,+chown "$state"
same_run "--bounding-set: nothing" --bounding-set -all --reuid nobody "$state"
same_run "--bounding-set: no change" --bounding-set +all "$state"
same_run "--bounding-set and --inh-caps" --bounding-set -chown --inh-caps +kill "$state"
same_run "what is not in the bounding set is not inheritable" --bounding-set -chown --inh-caps +chown "$state"
same_run "no setpcap" --bounding-set -setpcap --inh-caps +setpcap "$state"
same_run_in "with='$full'" "T18: nothing asked for" --reset-env "$state"
same_run_in "with='$full'" "T18: another user" --reuid nobody --regid nogroup --clear-groups "$state"
same_run_in "with='$full'" "T18: another user, nothing inheritable" --reuid nobody --inh-caps -all "$state"
same_run_in "with='$full'" "T18: another user, some ambient" --reuid nobody --ambient-caps +chown "$state"
same_run_in "with='$full'" "T18: some ambient" --ambient-caps -chown,-all,+kill "$state"
same_run_in "with='$full'" "T18: less inheritable is less ambient" --inh-caps -chown "$state"
same_run_in "with='$full'" "T18: nothing inheritable" --inh-caps -all "$state"
same_run_in "with='$full'" "T18: nothing bounding" --bounding-set -all "$state"
same_run_in "with='$full'" "T18: nothing at all" --bounding-set -all --inh-caps -all --ambient-caps -all --reuid nobody "$state"
same_run_in "with='$full'" "T18: only the effective user" --euid nobody "$state"
same_run_in "with='$full'" "T18: only the real user" --ruid nobody "$state"
same_run_in "with='$plain'" "an unprivileged caller lacks nothing" --inh-caps -all --ambient-caps -all "$state"

# securebits, no_new_privs
same_run "--securebits" --securebits +noroot "$state"
same_run "--securebits, locked" --securebits +noroot,+noroot_locked,+no_setuid_fixup,+no_setuid_fixup_locked,+keep_caps_locked "$state"
same_run_in 'with="setpriv --securebits +noroot --inh-caps +setpcap --ambient-caps +setpcap"' \
	"--securebits -BIT" --securebits -noroot "$state"
same_run_in 'with="setpriv --securebits +noroot,+no_setuid_fixup --inh-caps +setpcap --ambient-caps +setpcap"' \
	"--securebits -all" --securebits -all,+noroot_locked "$state"
same_run_in 'with="setpriv --securebits +noroot,+noroot_locked --inh-caps +setpcap --ambient-caps +setpcap"' \
	"what is locked stays" --securebits -noroot "$state"
same_run "--securebits and ids" --securebits +no_setuid_fixup --reuid nobody "$state"
same_run "--securebits and capabilities" --securebits +noroot --inh-caps +chown --ambient-caps +chown --reuid nobody "$state"
same_run_in "with='$plain'" "--securebits is not for everybody" --securebits +noroot "$state"
same_run "--nnp" --nnp "$state"
same_run "--no-new-privs" --no-new-privs --reuid nobody --inh-caps +chown --ambient-caps +chown "$state"
same_run "no_new_privs ends a change by a file" --nnp --reuid nobody sh -c 'cp "$1" x 2>/dev/null; exec "$1" -o cap' sh "$state"

# the rest
for sig in TERM SIGKILL kill IO SYS STKFLT VTALRM; do same_run "--pdeathsig $sig" --pdeathsig $sig "$state" -o process; done
same_run_in 'with="setpriv --pdeathsig HUP"' "ids clear it" --reuid nobody "$state"
same_run_in 'with="setpriv --pdeathsig HUP"' "--pdeathsig keep" --reuid nobody --pdeathsig keep "$state"
same_run_in 'with="setpriv --pdeathsig HUP"' "--pdeathsig clear" --pdeathsig clear "$state"
same_run_in 'with="setpriv --pdeathsig HUP"' "--pdeathsig is the last word" --reuid nobody --pdeathsig USR1 "$state"
same_run_in "export A=b TERM=vt; unset SHELL" "--reset-env" --reset-env "$state" -o env
same_run_in "export A=b; unset TERM" "--reset-env without TERM" --reset-env "$state" -o env
same_run "--reset-env of another user" --reset-env --reuid nobody "$state" -o env
same_run "--reset-env: the real one" --reset-env --ruid nobody --euid daemon "$state" -o env
same_run "--reset-env: not the effective one" --reset-env --euid daemon "$state" -o env
same_run "--reset-env of nobody" --reset-env --reuid 12345 "$state" -o env
same_run_in "$own" "--reset-env without a shell" --reset-env --reuid uno "$state" -o env
same_run "--reset-env looks PROG up on the new PATH" --reset-env env
same_run "--selinux-label" --selinux-label x "$state"
same_run "--apparmor-profile" --apparmor-profile x "$state"

# --dump, --list-caps
same_run "--dump" --dump
same_run "-d -d" -d -d
same_run "-ddd" -ddd
same_run_in "with='$full'" "--dump of everything" -ddd
same_run_in 'with="setpriv --reuid 5 --regid 7 --groups 9,11,10 --nnp --bounding-set -all,+kill,+bpf --securebits +noroot,+keep_caps_locked --pdeathsig USR2"' \
	"--dump of this and that" --dump --dump --dump
same_run_in 'with="setpriv --pdeathsig RTMAX-1"' "--dump of a signal without a name" -d
same_run "--list-caps" --list-caps

# statuses
same_run "a status" --nnp sh -c 'exit 7'
same_run "a signal" --nnp sh -c 'kill -9 $$'
same_run "not found" --nnp /nonexistent
same_run "not found on PATH" --nnp nonexistent
same_run "not executable" --nnp /etc/passwd
same_run "a directory" --nnp /
same_run "below a file" --nnp /etc/passwd/x
loose=1
same_run "help" --help
loose=
same_run "no program"
same_run "no program, but options" --nnp --reuid nobody
same_run "an unknown option" --nosuch true
same_run "an unknown short one" -x true
same_run "no argument" --reuid
same_run "one too many" --nnp=1 true
same_run "--dump and an option" --dump --nnp
same_run "--dump and a program" --dump true
same_run "--list-caps and a program" --list-caps true
same_run "--list-caps and --dump" --list-caps --dump
same_run "--regid without groups" --regid 7 true
same_run "--egid without groups" --egid 7 true
same_run "--init-groups without a user" --init-groups true
same_run "--init-groups with an effective user only" --init-groups --euid 7 true
same_run "two kinds of groups" --clear-groups --keep-groups --regid 7 true
same_run "two kinds of groups" --groups 7 --init-groups --reuid daemon true
for twice in "--nnp --no-new-privs" "--ruid 1 --reuid 2" "--reuid 1 --euid 2" "--ruid 1 --ruid 1" "--rgid 1 --regid 1 --clear-groups" \
	"--clear-groups --clear-groups" "--inh-caps +kill --inh-caps +kill" "--ambient-caps -all --ambient-caps -all" \
	"--bounding-set -all --bounding-set -all" "--securebits -all --securebits -all" "--pdeathsig HUP --pdeathsig INT" \
	"--selinux-label a --selinux-label b"; do
	same_run "twice" $twice true
done
same_run "--reset-env twice is once" --reset-env --reset-env "$state" -o env
for bad in --reuid=nosuch --reuid= --ruid=0x5 --euid=5x '--reuid=5 5' --groups= --groups=1,,2 --groups=nosuch '--groups=7,' \
	--inh-caps= --inh-caps=chown --inh-caps=+nosuch --inh-caps=+cap_chown --inh-caps=+cap_ --inh-caps=-cap_63 '--inh-caps=+chown,' --inh-caps=+cap_64 \
	--ambient-caps=+nosuch --bounding-set=nosuch --bounding-set=+ --securebits= --securebits=noroot --securebits=+nosuch --securebits=+all \
	--securebits=+keep_caps --securebits=-keep_caps --securebits=+1 --pdeathsig=9 --pdeathsig= --pdeathsig=nosuch --pdeathsig=SIG --pdeathsig=0; do
	same_run "wrong" $bad true
done
same_run "wrong" --regid=nosuch --clear-groups true

newer='^setpriv: apply bounding set: Operation not permitted$'
differ_in "with='$plain'" "what cannot be dropped is an error, not ignored" --bounding-set -chown "$state"
done_testing

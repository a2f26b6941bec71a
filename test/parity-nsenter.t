#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-nsenter.t - nsenter as util-linux 2.38 and busybox 1.35 have it
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet nsenter

# Somebody in namespaces of his own, in a directory and a root of his own; in
# the words of a case PID is his.
cat >"$dir/target" <<'E'
mkdir -p root/deep
mount --bind / root
"$(cat "$dir/apart")" ${kinds--muinCT} sh -c 'hostname there; mount -t tmpfs there /mnt; cd /mnt; : >"$0/up"; exec sleep 30' "$PWD" >/dev/null 2>&1 &
pid=$!
for i in $(busybox seq 500); do [ -e up ] && break; sleep 0.01; done
unset i
[ -e up ] || exit 1
echo $pid >pid
printf '%s\n' '#!/bin/sh' 'read -r pid <"$0.pid"' 'for a; do shift; case $a in *PID*) a=${a%%PID*}$pid${a#*PID} ;; esac; set -- "$@" "$a"; done' \
	'exec "$@"' >sub
chmod +x sub
mv pid sub.pid
with=$PWD/sub
E
in_path unshare >"$dir/apart"
prepare='. "$dir/target"'

parity_tool /usr/bin/nsenter nsenter # see parity-enter.t, too
newer='^nsenter: no namespace specified$'
same_run "-Z where there is no SELinux" -t PID -Z true
same_run "two letters in a word are one and its file" -t PID -mu "$state" -o ns
same_run "-rDIR: we stay where we are" -rroot -u/proc/PID/ns/uts sh -c 'pwd; ls /'
same_run_in 'with="setpriv --groups 7,8 $with"' "-S alone" -S 5 "$state" -o ids,cap
same_run_in 'with="setpriv --groups 7,8 $with"' "-G alone" -G 5 "$state" -o ids,cap
same_run_in 'umask 77; export A=b; with="nice -n 5 $with"' "what is not ours stays" -t PID -u "$state"
prepare='kinds="-Umuipf -r"; . "$dir/target"; read -r pid <"/proc/$pid/task/$pid/children"; echo "$pid" >sub.pid'
same_run "-U: other namespaces before and behind it" -t PID -U -m -u -n "$state" -o ids,cap,ns
same_run_in 'with="setpriv --groups 7,8 $with"' "-U: no groups" -t PID -U "$state" -o ids

# ---- busybox

newer=
parity_tool "$(in_path busybox)" nsenter
prepare='. "$dir/target"'
same_run "-t -m -u -i -n" -t PID -m -u -i -n "$state" -o ns,process
same_run "-uFILE" -u/proc/PID/ns/uts hostname
same_run "--uts=FILE" --uts=/proc/PID/ns/uts hostname
same_run "-S -G" -S 5 -G 6 "$state" -o ids
same_run "-w" -t PID -m -w pwd
same_run "-r" -rroot -wroot sh -c 'pwd; ls /'
same_run "a status" -t PID -u sh -c 'exit 7'
same_run "no such program" -t PID -u nosuch
prepare=
same_run "no process" -m true
same_run "no such process" -t 999999 -m true
same_run "no such option" -x true
done_testing

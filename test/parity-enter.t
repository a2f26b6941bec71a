#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-enter.t - nsenter as util-linux 2.38 has it
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034
. "${0%/*}/lib.sh"
takes_root='-a, our own|-a and one from|of -[rc], -a|-a and all others'
. "$top/test/parity.sh"
need_applet nsenter

parity_tool /usr/bin/nsenter nsenter
# 2.41 enters no root or directory and is nobody else without a namespace, and takes
# the directory of -W for PROG.
newer='^nsenter: (no namespace specified$|failed to execute .*(/w/d|/nosuch): )'

# target OPTIONS of unshare...: before each run there is a process in such
# namespaces; the word PID, also behind = and in a path, becomes its number.
target() {
	prepare="mkdir -p r/d d; cp \$state r/state; : >f
	unshare --kill-child $* sh -c 'hostname inner 2>/dev/null; mkdir -p r/in in; cd in; : >../ready; exec sleep 20' >/dev/null 2>&1 &
	for i in \$(seq 200); do [ ! -e ready ] || break; sleep 0.01; done; unset i
	PID=\$(cat /proc/\$!/task/\$!/children)
	PID=\${PID% }
	for word; do
		shift
		case \$word in
		PID) word=\$PID ;;
		*/PID/*) word=\${word%%PID*}\$PID\${word#*PID} ;;
		*=PID) word=\${word%PID}\$PID ;;
		esac
		set -- \"\$@\" \"\$word\"
	done"
}

# ---- which namespaces

all=fd,ids,map,cap,signal,limit,ns,root,mount,arg,env
target -fmuinpCT --mount-proc
same_run "-p: its parent is outside" -t PID -p "$state" -o process
while read -r short long file; do
	same_run "$short" -t PID "$short" "$state" -o $all
	same_run "--$long" --target=PID "--$long" "$state" -o ns,ids
	same_run "--$long=FILE" "--$long=/proc/PID/ns/$file" "$state" -o ns
	same_run "${short}FILE" "$short/proc/PID/ns/$file" "$state" -o ns,cap
done <<'W'
-m mount mnt
-u uts uts
-i ipc ipc
-n net net
-p pid pid
-C cgroup cgroup
-T time time
W
same_run "none" -t PID "$state" -o ns
same_run "several" -t PID -u -i -n "$state" -o ns,process
same_run "several letters together" -t PID -muinp "$state"
same_run "-a" -t PID -a "$state" -o $all
same_run "--all" --target PID --all "$state" -o ns,ids,mount
same_run "-a, our own" -a -t 1 "$state" -o ns
same_run "-a and one from elsewhere" -a -t 1 -n/proc/PID/ns/net "$state" -o ns
same_run "-p -F: the children" -t PID -p -F "$state" -o ns,process
same_run "--no-fork" -t PID -p --no-fork "$state" -o ns,process
same_run "-F without -p" -t PID -u -F "$state" -o ns,process
same_run "-m -p, /proc is theirs" -t PID -m -p sh -c 'ls -d /proc/[0-9] /proc/sys'
same_run "no program, below a file" -t PID -u /etc/passwd/x
same_run "their host name" -t PID -u hostname

# ---- root, directory

same_run "-r" -t PID -m -r "$state" -o process,root
same_run "--root=DIR" --root="$dir/w/r" /state -o process,root
same_run "-rDIR" -rr /state -o process,root
same_run "-w" -t PID -w "$state" -o process
same_run "--wd=DIR" --wd="$dir/w/d" "$state" -o process
same_run "-wDIR" -wd "$state" -o process
same_run "-m -w" -t PID -m -w "$state" -o process,ns
same_run "-m --wd=DIR" -t PID -m --wd="$dir/w/d" "$state" -o process
same_run "-W" -t PID -m -W "$dir/w/d" "$state" -o process
same_run "--wdns" -t PID -m --wdns="$dir/w/d" "$state" -o process
same_run "-m alone: the directory" -t PID -m "$state" -o process
same_run "-r of nothing" -rnosuch true
same_run "-r of an empty name" --root= true
same_run "-w of an empty name" --wd= true
same_run "-w of nothing" -wnosuch true
same_run "-r of a file" -rf true
same_run "--wdns of nothing" -t PID -m -W /nosuch true

# ---- ids

target -fm
same_run "-S" -t PID -u -S 5 "$state"
same_run "-G" -t PID -u -G 6 "$state"
same_run "--setuid --setgid" --setuid 5 --setgid=6 "$state" -o ids,cap
same_run "--preserve-credentials" -t PID -m --preserve-credentials "$state" -o ids,cap
more=$prepare
prepare="$more; with='setpriv --groups 7,8'"
same_run "-G leaves the groups" -G 6 "$state" -o ids
same_run "-S leaves them too, or not" -S 6 "$state" -o ids
same_run "without either" -t PID -m "$state" -o ids
prepare="$more; with='\$dir/parity/caller -u 65534'"
same_run "not root" -t PID -m true
same_run "not root, -S" -S 5 true
for id in x -1 '' root 1.5; do
	prepare=
	same_run "a wrong id" -S "$id" true
	same_run "a wrong gid" -G "$id" true
	same_run "a wrong PID" -t "$id" -m true
done

# ---- user namespaces

for how in -U -r -c '--map-users=0,0,10 --map-groups=0,0,10'; do
	# shellcheck disable=SC2086 # words
	target -f $how
	prepare="mkdir etc; cp -a /etc/. etc; echo root:0:700000 >etc/subuid; cp etc/subuid etc/subgid; mount --bind etc /etc; $prepare"
	same_run "-U of $how" -t PID -U "$state"
	same_run "of $how, --preserve-credentials" -t PID -U --preserve-credentials "$state" -o ids,cap,ns,map
	same_run "of $how, -S" -t PID -U -S 5 "$state" -o ids,cap
	same_run "of $how, -G" -t PID -U -G 5 "$state" -o ids,cap
	same_run "of $how, -S 0 -G 0" -t PID --user -S 0 -G 0 "$state" -o ids,cap
	same_run "of $how, -a" -t PID -a "$state" -o ids,cap,ns
	same_run "of $how, --user=FILE" --user=/proc/PID/ns/user "$state" -o ids,cap,ns
done
target -fUmuinpC --map-root-user --mount-proc
same_run "-U and all others" -t PID -UmuinpC "$state"
same_run "-a and all others" -t PID -a "$state" -o $all
same_run "the others alone" -t PID -muinpC "$state"

# ---- the program, refusals

target -fup
for fork in -u -p; do
	same_run "a status" -t PID $fork sh -c 'exit 42'
	same_run "no program" -t PID $fork nosuch
	same_run "no such path" -t PID $fork ./nosuch
	same_run "a directory" -t PID $fork /
	same_run "no permission" -t PID $fork /etc/passwd
	for sig in TERM HUP SEGV KILL; do
		same_run "ended by a signal" -t PID $fork sh -c "ulimit -c 0; kill -$sig \$\$"
	done
done
more=$prepare
prepare="$more"'; echo words >input; exec <input'
same_run "stdin" -t PID -p cat
prepare="$more"'; printf "#!/bin/sh\necho shell \$# \$0\n" >sh; chmod +x sh; export SHELL=$PWD/sh'
same_run "no PROG: \$SHELL" -t PID -u
prepare="$more"'; unset SHELL; echo "echo \$0" >input; exec <input'
same_run "or /bin/sh" -t PID -u
prepare="$more"'; trap "" TERM INT HUP'
same_run "ignored signals" -t PID -u "$state" -o signal
prepare="$more"'; ulimit -n 30; umask 77; export A=b'
same_run "what is not ours stays" -t PID -u "$state"
prepare=$more
same_run "-- ends the options" -t PID -u -- "$state" -o ns
same_run "words of PROG are its own" -t PID -u "$state" -o arg -u -p
same_run "an unknown option" -t PID --nosuch true
same_run "-t without its word" -t
same_run "a namespace and no -t" -m true
same_run "-a and no -t" -a true
same_run "no such process" -t 99999 -m true
same_run "process 0" -t 0 -m true
same_run "a FILE that is not there" --uts=nosuch true
same_run "a FILE that is none" --uts=f true
same_run "a FILE of another kind" --uts=/proc/PID/ns/pid true
loose=1
same_run "--help" --help
done_testing

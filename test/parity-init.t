#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-init.t - init as tini 0.19 has it
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet init

parity_tool /usr/bin/tini tini
loose=1 # the words of messages are ours
same_run "no program" -s
same_run "no word" --
same_run "help" -h
same_run "help, and more" -h nosuch
same_run "licence" -l
same_run "version" --version
same_run "no such option" -x true
same_run "no such long option" --nosuch true
same_run "-e without argument" -e
same_run "-p without argument" -p
loose=''
same_run "as a subreaper" -s -- "$state" a 'b c' ''
same_run "neither: a warning" -- "$state" -o process
same_run_in 'export TINI_SUBREAPER=' "TINI_SUBREAPER" -- "$state" -o ids,process,signal,env
same_run_in 'with="unshare -pf --kill-child --mount-proc"' "as PID 1" -- "$state"
same_run_in 'with="unshare -pf --kill-child --mount-proc"' "as PID 1, -s too" -s -- "$state" -o process
same_run_in 'umask 77; export A=b; with="nice -n 5 setpriv --groups 7,8"' "what is not ours stays" -s -- "$state"
same_run_in 'ulimit -n 20' "limits" -s -- "$state" -o limit
same_run_in "exec <\"\$0\"" "stdin" -s -- head -n 3
for status in 0 1 100 126 127 128 255; do
	same_run "a status" -s -- sh -c "exit $status"
done
for sig in HUP INT KILL SEGV PIPE TERM USR1; do
	same_run "a signal" -s -- sh -c "kill -$sig \$\$"
done
same_run "no such program" -s -- nosuch
same_run "no such path" -s -- /nosuch/nosuch
same_run "a directory" -s -- /
same_run "an empty name" -s -- ''
same_run "-e" -s -e 7 -- sh -c 'exit 7'
same_run "-e, another" -s -e 7 -- sh -c 'exit 8'
same_run "-e, several" -s -e 7 -e 143 -- sh -c 'kill $$'
same_run "-e of a program that is not there" -s -e 127 -- nosuch
same_run "-e0" -se0 -- sh -c 'exit 255'
for e in 256 -1 x; do same_run "-e: no status" -e $e true; done
same_run_in 'export TINI_VERBOSITY=0' "TINI_VERBOSITY=0: no warning" -- true
same_run_in 'export TINI_VERBOSITY=1' "TINI_VERBOSITY=1" -s -v -- true
same_run_in 'export TINI_VERBOSITY=x' "TINI_VERBOSITY, no number" -v -- true
same_run "-w" -s -w -- sh -c '(sleep 0.1 &); sleep 0.3'
same_run "-w: nobody" -s -w -- true
same_run "without -w" -s -- sh -c '(sleep 0.1 &); sleep 0.3'
same_run "no zombie" -s -- sh -c 'for i in 1 2 3 4 5 6 7 8 9; do (: &); done; sleep 0.3; cat /proc/[0-9]*/stat | grep -c ") Z"'
same_run "who adopts" -s -- sh -c '(sh -c "sleep 0.2; read -r _ _ _ p _ </proc/self/stat; [ \$p = $PPID ] && echo \$(cat /proc/$PPID/comm)" &); sleep 0.4' || :
same_run "-p" -s -p SIGKILL -- "$state" -o process,signal
same_run "-p of a name" -p SIGNOSUCH true
same_run "-p wants SIG" -p TERM true
same_run "-p: no number" -p 15 true
same_run_in 'with="env --block-signal=USR1"' "the caller's blocked signals stay so" -s -- "$state" -o signal
same_run "-p TERM of our parent" -s -- sh -c '"$0" -s -p SIGTERM -- sh -c "trap \"echo got\" TERM; kill -9 \$PPID; :"' true
to='trap "echo got; exit 3" TERM; kill -TERM $PPID; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.05; done'
same_run "TERM is handed on" -s -- sh -c "$to"
for sig in HUP INT QUIT USR1 USR2 ALRM WINCH CONT TSTP; do
	same_run "$sig is handed on" -s -- sh -c "$(echo "$to" | sed "s/TERM/$sig/g")"
done
group='exec 2>/dev/null; sh -c "trap \": >child\" TERM; for i in 1 2 3 4; do sleep 0.1; done" & trap "echo parent" TERM; sleep 0.1; kill -TERM $PPID; wait; wait; echo *'
same_run "to the child" -s -- sh -c "$group"
same_run "-g: to its group" -s -g -- sh -c "$group"
same_run_in 'export TINI_KILL_PROCESS_GROUP=' "TINI_KILL_PROCESS_GROUP" -s -- sh -c "$group"
same_run "letters in a word" -swg -- true
differ "all messages are for stderr" -s -vv true
differ "options end at the program, as with musl" -s sh -c 'exit 7'
done_testing

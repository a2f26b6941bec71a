#!/bin/sh
# SPDX-License-Identifier: 0BSD
# tty.t - a container on a terminal: job control of the shell that started it
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps ''
need_applet run
need_nodes
need_cmd expect busybox bash

new_root c
cat >job.exp <<'E'
set timeout 20
set env(TERM) dumb ;# no bracketed paste around the prompts
log_user 1
spawn -noecho bash --norc --noprofile -i
# bash drops now and then what is typed as a job stops, so that is typed again;
# and the prompt has the status, which need not be asked for.
proc fg {} {
	for {set try 0} {$try < 4} {incr try} {
		send "fg\r"
		expect -timeout 5 -re {run c cat\r\n} return
	}
}
send "PS1='\$?> '\r"
expect -re {\n0> $}
send "$env(ns) run c cat &\r"
expect -re {\n0> $}
for {set try 0} {$try < 100} {incr try} {
	send "jobs\r"
	expect -re {(Stopped|Running).*\n0> $}
	if {$expect_out(1,string) == "Stopped"} break
	sleep 0.1
}
puts [expr {$try < 100 ? "\nA: stopped" : "\nA: not stopped"}]
fg
send "hello\r"
expect -re {hello\r\nhello} { puts "\nB: goes on" }
send "\x1a"
expect -re {Stopped.*\n[0-9]+> $} { puts "\nC: stopped" } timeout { puts "\nC: not stopped" }
fg
send "again\r"
expect -re {again\r\nagain} ;# cat runs, and the signal is its own
send "\x03"
expect -re {130> $} { puts "\nD: interrupted" }
send "$env(ns) run c sh\r"
expect "# "
send "exit 3\r"
expect -re {\n3> $}
send "echo reads; read x; echo got=\$x\r"
expect -re {\nreads\r\n}
send "word\r"
expect "got=word" { puts "\nE: the terminal is ours again" }
send "exit\r"
expect eof
E
ns=$ns expect -f job.exp >out 2>&1 </dev/null
has out '^A: stopped' "a reader in the background stops, and does not try for ever"
has out '^B: goes on' "fg lets it go on"
has out '^C: stopped' "^Z stops PID 1, which would not by itself"
has out '^D: interrupted' "^C ends it: 130"
has out '^E: the terminal is ours again' "a shell inside gives the terminal back"
done_testing

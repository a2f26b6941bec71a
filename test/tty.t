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
set timeout 10
log_user 1
spawn -noecho bash --norc --noprofile -i
send "PS1='> '\r"
expect -re {\n> $}
send "$env(ns) run c cat &\r"
expect -re {\n> $}
sleep 1
send "jobs\r"
expect "Stopped" { puts "\nA: stopped" } timeout { puts "\nA: not stopped" }
send "fg\r"
sleep 1
send "hello\r"
expect -re {hello\r\nhello} { puts "\nB: goes on" }
send "\x1a"
expect "Stopped" { puts "\nC: stopped" } timeout { puts "\nC: not stopped" }
send "fg\r"
sleep 1
send "\x03"
expect -re {\n> $}
send "echo st=$?\r"
expect "st=130" { puts "\nD: interrupted" }
send "$env(ns) run c sh\r"
expect "# "
send "exit 3\r"
expect -re {\n> $}
send "echo st=$?; read x; echo got=\$x\r"
expect "st=3"
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

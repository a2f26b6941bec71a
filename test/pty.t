#!/bin/sh
# SPDX-License-Identifier: 0BSD
# pty.t - a terminal for a program, alone and in a line
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
need_applet pty

is "$("$ns" pty sh -c 'exit 7' </dev/null; echo $?)" 7 "the program's status"
is "$("$ns" pty tty </dev/null | tr -d '\r')" /dev/pts/0 "tty knows the terminal"
is "$(printf abc | "$ns" pty cat)" abc "the end of input is one, behind an unfinished line too"
done_testing

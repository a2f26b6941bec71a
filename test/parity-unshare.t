#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-unshare.t - unshare as util-linux 2.38 has it
# shellcheck source=lib.sh disable=SC2016,SC1091
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet unshare

parity_tool /usr/bin/unshare unshare
same_run "no option" "$state" a 'b c' ''
same_run "a host name of its own" -u "$state"
same_run "--mount-proc" -fp --mount-proc "$state" -o process,mount
same_run "a status" -u sh -c 'exit 7'
same_run "a signal" -u sh -c 'kill -9 $$'
same_run_in 'umask 77; export A=b; with="setpriv --groups 7,8"' "what is not ours stays" -u "$state"
done_testing

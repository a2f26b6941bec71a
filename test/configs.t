#!/bin/sh
# SPDX-License-Identifier: 0BSD
# configs.t - a named configuration has exactly what test/configs says
#
# A line of test/configs/NAME is a name of --list, or a command line that this
# configuration can read: a part of an applet that is configured by itself.
# shellcheck source=lib.sh disable=SC2094
. "${0%/*}/lib.sh"
want=$top/test/configs/$TEST_CONFIG
[ -e "$want" ] || skip_all "$TEST_CONFIG is none of test/configs"

{
	"$ns" --list
	while read -r line; do
		# shellcheck disable=SC2086 # words
		"$ns" -n $line >/dev/null 2>&1 && echo "$line"
	done <<'E'
mount -a
umount -a
umount -R DIR
unshare -U PROG
unshare --uts=FILE PROG
unshare -f PROG
chpst -e DIR PROG
E
	# -h is the help text; without it, where to look
	for a in $("$ns" --list | head -n 1); do
		[ "$("$ns" --help "$a" | wc -l)" -gt 1 ] && echo "--help"
	done
	# what a line about an error has, see lib.sh
	case $less in *hints*) ;; *) echo "with hints" ;; esac
	case $less in *errors*) ;; *) echo "with texts of errors" ;; esac
} | LC_ALL=C sort >got
grep -v '^#' "$want" | LC_ALL=C sort >want
same got want "$TEST_CONFIG has exactly the applets and parts of test/configs/$TEST_CONFIG"
done_testing

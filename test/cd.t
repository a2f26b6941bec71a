#!/bin/sh
# SPDX-License-Identifier: 0BSD
# cd.t - the working directory
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_applet cd

mkdir -p a/b 'with space' -- -x
: >file
ln -s a/b link
is "$("$ns" cd a pwd)" "$dir/a" "relative"
is "$("$ns" cd "$dir/a/b" pwd)" "$dir/a/b" "absolute"
is "$("$ns" cd link pwd -P)" "$dir/a/b" "a symlink"
is "$("$ns" cd a ns cd b ns cd .. pwd)" "$dir/a" "one after the other"
is "$("$ns" cd 'with space' pwd)" "$dir/with space" "a name with a space"
is "$("$ns" cd -- -x pwd)" "$dir/-x" "-- ends the options"
host_mark
fails 111 'cd nosuch: No such file' "nothing there" "$ns" cd nosuch pwd
fails 111 'cd file: Not a directory' "a file" "$ns" cd file pwd
for name in nosuch file link/loop file/x; do
	ln -sfn loop a/b/loop
	is "$("$ns" cd -t $name pwd)" "$dir" "-t: we stay where $name is none"
done
is "$("$ns" cd --try a pwd)" "$dir/a" "--try: or go where it is one"
fails 100 'cd: missing: DIR' "an empty name" "$ns" cd '' pwd
fails 100 'DIR' "no words" "$ns" cd
fails 100 'unknown option: -x' "an option" "$ns" cd -x
if "$ns" -n inside . >/dev/null 2>&1; then
	fails 111 'cd b: Operation not supported' "inside: it has no place to go to" "$ns" inside a ns cd b pwd
fi
if "$ns" -n copy x y >/dev/null 2>&1; then
	mkdir gone && cd gone && rmdir ../gone
	fails 111 '^ns: the working directory: No such file' "a relative path, where there is no directory any more" \
		"$ns" -n copy x y true
	cd ..
fi
done_testing

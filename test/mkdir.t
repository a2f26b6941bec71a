#!/bin/sh
# SPDX-License-Identifier: 0BSD
# mkdir.t - directories, their parents, and their modes
# shellcheck source=lib.sh disable=SC2012,SC2046
. "${0%/*}/lib.sh"
need_applet mkdir

modes() { stat -c '%a' "$@" | tr '\n' ' '; }
is "$("$ns" mkdir a ls -d a)" a "a directory, then the program"
for mask in 000 022 077 777; do
	rm -rf x y z && (umask $mask; "$ns" mkdir x ns mkdir -m 1777 y ns mkdir -m 0 z)
	is "$(modes x y z)" "$(printf '%o ' $((0777 & ~0$mask)))1777 0 " "umask $mask: what it leaves of 777; -m exactly"
done
for mode in 2755 4711 6700 7777; do
	is "$(umask 077; "$ns" mkdir -m $mode s; modes s; rmdir s)" "$mode " "-m $mode: what mkdir(2) leaves away, too"
done
rm -rf x y z
"$ns" mkdir -p -m 700 p/q/r
is "$(modes p p/q p/q/r)" "755 755 700 " "-p: parents too, -m is for the last one"
(umask 077; "$ns" mkdir -p u/v)
is "$(modes u u/v)" "700 700 " "-p, umask 077: for the parents too"
(umask 077; "$ns" mkdir -p -m 711 w/x)
is "$(modes w w/x)" "755 711 " "-p and -m: the umask counts for none"
chmod 711 p/q/r
is "$("$ns" mkdir -p -m 700 p/q/r; echo $? $(modes p/q/r))" "0 711" "-p: one that is there keeps its mode"
for path in p/q/r/ ./p//q/./r p/q/../q/r / . ..; do
	is "$("$ns" mkdir -p "$path" 2>&1; echo $?)" 0 "-p $path is there"
done
is "$("$ns" mkdir -p n/./e//w/ 2>&1; ls -d n/e/w)" n/e/w "odd slashes"
is "$("$ns" mkdir b/ ls -d b)" b "a slash at the end"
ln -s p/q link
is "$("$ns" mkdir -p link/s/t; ls -d p/q/s/t)" p/q/s/t "through a symlink"
is "$("$ns" mkdir --parents --mode=750 long/er; modes long/er)" "750 " "--parents, --mode"
is "$("$ns" mkdir -- -p 2>&1; ls -d ./-p)" ./-p "-- ends the options"
rmdir ./-p
long=$(printf '%0250d' 0)
is "$("$ns" mkdir -p "$long/$long/$long/x" 2>&1; echo $?)" 0 "long names"
# beaten COMMAND...: the call that makes "late" finds that another was faster
beaten() {
	"$TEST_BIN/inject" -l log -- "$@" >/dev/null 2>&1
	rm -r late
	"$TEST_BIN/inject" -a "$(sed -n 's/^\([0-9:]*\) mk[a-z]*at(.*"late".*/\1/p' log)" -f EEXIST -- "$@" 2>&1 |
		sed -n 's/.*\(status=[^ ]*\) .*\(hit=[a-z]*\).*/\1 \2/p'
}
if "$TEST_BIN/inject" -- true >/dev/null 2>&1; then
	for how in -p "-p -m 1777" "-p -m 700"; do
		# shellcheck disable=SC2086
		is "$(beaten "$ns" mkdir $how late true; ls -d late)" "status=exit:0 hit=mkdirat
late" "another launch makes it, too: $how"
		rmdir late
	done
else
	skip "another launch makes it, too" "inject may not trace here"
fi
dotted=$(in_path mkdir)
for path in dot/. dot/.. dot/x/../. dot/x/../y/.; do
	for words in -p '-p -m 700'; do
		# shellcheck disable=SC2086
		"$ns" mkdir $words "$path" 2>&1 && find dot -exec stat -c '%n %a' {} + >o && rm -r dot &&
			"$dotted" $words "$path" && find dot -exec stat -c '%n %a' {} + >t && rm -r dot
		same o t "as the real one: $words $path"
	done
done
if is_root; then
	as_user() { "$ns" chpst -u :33:33 "$@"; }
	"$ns" chpst -u :33:33 true 2>/dev/null || as_user() { "$@"; }
	mkdir -m 777 user
	is "$(umask 277; as_user "$ns" mkdir -p user/b/c/d; modes user/b user/b/c user/b/c/d)" "700 700 500 " \
		"-p, umask 277: a user can go on in the parents"
fi
rm -rf dot
host_mark
fails 111 'dot/.: No such file' "no parent of ." "$ns" mkdir dot/.
fails 111 'a: File exists' "it is there already" "$ns" mkdir a
fails 111 'nosuch/x: No such file' "its parent is not" "$ns" mkdir nosuch/x
: >file
host_mark
fails 111 'file: File exists|file: Not a directory' "-p on a file" "$ns" mkdir -p file
fails 111 'file/x: Not a directory' "-p below a file" "$ns" mkdir -p file/x
ln -s nowhere dangling
host_mark
fails 111 'dangling: ' "-p on a link to nowhere" "$ns" mkdir -p dangling
fails 111 'File name too long' "a name too long" "$ns" mkdir "$long$long"
fails 100 'mkdir: missing: DIR' "an empty name" "$ns" mkdir ''
fails 100 'mkdir: missing: DIR' "an empty name, -p" "$ns" mkdir -p ''
fails 111 '/: File exists' "/" "$ns" mkdir /
fails 100 'DIR' "no words" "$ns" mkdir
for mode in 8 10000 -1 '' u+x; do
	fails 100 'octal' "a mode of $mode" "$ns" mkdir -m "$mode" y
done
fails 111 'mkdir -p -t dangling: ' "-t: that stays an error" "$ns" mkdir -p -t dangling
fails 111 'mkdir -t file: File exists' "-t: on a file" "$ns" mkdir -t file
for name in dangling dangling/x file file/x; do
	ok "-t -u: for a home it is none: $name" "$ns" mkdir -p -t -u "$(id -u):$(id -g)" $name
done
if is_root; then
	mkdir ro && mount -t tmpfs -o ro ro ro
	host_mark
	fails 111 'ro/x: Read-only file system' "on a read-only filesystem" "$ns" mkdir ro/x
	ok "-t: no error" "$ns" mkdir -t ro/x
	ok "--try -p: neither" "$ns" mkdir --try -p ro/x/y
	fails 111 'a: File exists' "-t: other errors stay" "$ns" mkdir -t a
	umount ro
fi
ln -s "$ns" mkdir
host_mark
fails 1 '^mkdir: ' "under the name mkdir: 1" ./mkdir a
is "$(./mkdir -p several/1 several/2 ns && ls -d several/1 several/2 ns | wc -l)" 3 "and several operands, ns too"
for owner in x 1 1:2:3 '' 1:x; do fails 100 'not a number' "-u '$owner'" "$ns" mkdir -u "$owner" new true; done
ok "and nothing is made" [ ! -e new ]
for words in '' '-p' '-m 700' '-p -m 1770'; do
	for mask in 022 077; do
		rm -rf o t
		below=
		[ "${words#-p}" = "$words" ] || below=/b/c
		# shellcheck disable=SC2086
		(umask $mask; ./mkdir $words o$below; "$(in_path mkdir)" $words t$below)
		is "$(modes o o/b o$below 2>/dev/null)" "$(modes t t/b t$below 2>/dev/null)" "as the real one: $words, umask $mask"
	done
done
done_testing

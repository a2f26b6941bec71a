#!/bin/sh
# SPDX-License-Identifier: 0BSD
# chroot.t - another root directory
# shellcheck source=lib.sh disable=SC2016,SC2012
. "${0%/*}/lib.sh"
need_caps '^not root'
need_applet chroot
need_cmd busybox

new_root c
is "$("$ns" chroot c ls / | tr '\n' ' ')" "$(ls c | tr '\n' ' ')" "its files"
is "$("$ns" chroot "$dir/c" busybox pwd)" / "and / is where we are"
ln -s c link
is "$("$ns" chroot link busybox pwd)" / "a symlink to it"
mkdir c/tmp/deeper && cp -r c/bin c/tmp/deeper
is "$("$ns" chroot c ns chroot tmp/deeper ls /)" bin "one in the other"
is "$("$ns" chroot / pwd)" / "/"
is "$(SHELL=/bin/echo "$ns" chroot c)" "-i" "no program: \$SHELL -i"
is "$(echo 'echo "<$0>"' | env -u SHELL "$ns" chroot c 2>/dev/null | grep -o '<.*>$' | tail -n 1)" "</bin/sh>" "or /bin/sh -i"
"$ns" chroot c sh -c 'exit 9'
is $? 9 "the status is the program's"
if "$ns" -n inside . >/dev/null 2>&1; then
	ln -s "$dir/c/tmp/deeper" c/tmp/out
	mkdir -p "c$dir/c/tmp/deeper/there"
	is "$("$ns" inside c ns chroot tmp/out busybox true 2>&1; "$ns" inside c ns chroot tmp/deeper ls /)" \
		"ns: exec busybox: No such file or directory
bin" "inside: links stay inside"
fi
: >file
host_mark
fails 111 'chroot nosuch: No such file' "nothing there" "$ns" chroot nosuch ls
fails 111 'chroot file: Not a directory' "a file" "$ns" chroot file ls
fails 127 'nosuch: No such file' "the program is looked up in it" "$ns" chroot c nosuch
printf '#!/nosuch\n' >c/script
chmod 755 c/script
fails 127 '/script: No such file or directory \(it is there: its interpreter is not' "and so is what runs it" "$ns" chroot c /script
fails 127 'script: No such file or directory \(it is there: its interpreter is not' "found on PATH, too" \
	env PATH=/nosuch:/ "$ns" chroot c script
rm c/script
fails 126 'tmp: Permission denied' "126" "$ns" chroot c /tmp
fails 100 'DIR' "no words" "$ns" chroot
fails 100 'unknown option: -x' "an option" "$ns" chroot -x
ln -s "$ns" chroot
host_mark
fails 125 '^chroot: ' "under the name chroot: 125" ./chroot nosuch ls
fails 125 '^chroot: .*DIR' "for usage too" ./chroot
fails 127 '^chroot: ' "127" ./chroot c nosuch
fails 126 '^chroot: ' "126" ./chroot c /tmp
is "$(./chroot c sh -c 'exit 7'; echo $?)" 7 "and it works"
theirs=$(in_path chroot) # coreutils'
case $(readlink -f "$theirs") in *busybox) theirs=./chroot ;; esac
for words in "nosuch ls" "c nosuch" "c /tmp" "c true" "c false" ""; do
	# shellcheck disable=SC2086
	is "$(./chroot $words >/dev/null 2>&1; echo $?)" "$("$theirs" $words >/dev/null 2>&1; echo $?)" "the status of $theirs: $words"
done
cp "$ns" "$TEST_BIN/caller" . && chmod 711 "$dir"
host_mark
fails 111 'chroot c: Operation not permitted \(needs root, or a user namespace' "not root" ./caller -u 65534 "./${ns##*/}" chroot c ls
done_testing

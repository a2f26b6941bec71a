#!/bin/sh
# SPDX-License-Identifier: 0BSD
# umount.t - one filesystem, several, a tree, all
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps '^not root' '^-a'
need_applet umount

nl='
'
left() { # what is mounted below $dir, space separated
	awk -v d="$dir/" 'index($5, d) == 1 { printf "%s ", substr($5, length(d) + 1) }' /proc/self/mountinfo
}
tmpfs() { for p; do mkdir -p "$p" && mount -t tmpfs t "$p"; done; }
goes() { # NAME COMMAND...: silent, status 0, and $keep is left
	goal=$1
	shift
	"$@" >out 2>err
	is "$? $(cat out err) $(left)" "0  ${keep-}" "$goal"
}

tmpfs a
goes "what is mounted there" "$ns" umount a
tmpfs a a
keep="a " goes "the upper one of two" "$ns" umount a
goes "-n and -d change nothing" "$ns" umount -n -d a
for name in 'with space' "with${nl}newline" "with	tab" 'with\backslash' '#' 'x (deleted)' '\040' '-f' ' '; do
	tmpfs "./$name"
	goes "a mount on '$(printf %s "$name" | tr '\n' N)'" "$ns" umount "./$name"
	rmdir "./$name"
done
tmpfs a
ln -s a link
goes "a symlink to it" "$ns" umount link
tmpfs a b
goes "one after the other, then the program" sh -c "[ \"\$('$ns' umount a ns umount b echo then)\" = then ]"
tmpfs a && exec 8>a/held
goes "-l: a busy one, detached" "$ns" umount -l a
exec 8>&-
mount -t tmpfs -o nosuid,nodev t a && exec 8>a/held
"$ns" umount a 2>err
is "$? $(cat err)" "111 ns: umount a: Device or resource busy" "a busy one"
"$ns" umount -r a 2>err
is "$? $(cat err)" "111 ns: umount -r a: Device or resource busy" "-r, while someone writes"
exec 8<a/held
"$ns" umount -r a 2>err
is "$? $(cat err)$(awk -v d="$dir/a" '$5 == d { print $6 }' /proc/self/mountinfo)" "0 ro,nosuid,nodev,relatime" \
	"-r: else it becomes read-only, and keeps its other flags"
exec 8<&-
goes "-r: one that is not busy goes" "$ns" umount -r a
tmpfs a
goes "-f" "$ns" umount -f a
tmpfs a && exec 8>a/held
goes "-fl in one word" "$ns" umount -fl a
exec 8>&-

if "$ns" -n umount -R a >/dev/null 2>&1; then
	tmpfs a a/b a/b/c "a/with space" ab
	keep="ab " goes "-R: it and all below" "$ns" umount -R a
	goes "--recursive" "$ns" umount --recursive ab
	tmpfs a a/b && exec 8>a/b/held
	"$ns" umount -R a 2>err
	is "$? $(grep -Ec 'busy|error 16' err) $(left)" "1 2 a a/b " "-R: what is busy is named"
	goes "-R -l" "$ns" umount -Rl a
	host_mark
	fails 111 'not a mount point' "-R of no mount point" "$ns" umount -R a
	exec 8>&-
	cat >all <<-'E'
		"$@"
		echo "$?"
		mount -t proc again /proc 2>/dev/null
		awk '{ print $5, $(NF - 2) }' /proc/self/mountinfo | sort -u
	E
	if [ "$(in_path busybox)" ]; then
		new_root c && cp "$ns" c/ns && cp all c/all && cp "$(in_path busybox)" c/bin/awk
		tmpfs c/tmp c/opt
		cat >enter <<-'E'
			mount --rbind c c && cd c && pivot_root . mnt && umount -l /mnt && cd / && mount -t proc proc /proc &&
			mount -t ramfs r /root && mount -t sysfs s /sys && exec "$@"
		E
		is "$(unshare -m sh enter sh all /ns umount -a 2>&1)" "0
/ tmpfs
/proc proc
/sys sysfs" "-a: all but / and the kernel's own"
		is "$(unshare -m sh enter sh all /ns umount -a -t ramfs 2>&1)" "0
/ tmpfs
/opt tmpfs
/proc proc
/sys sysfs
/tmp tmpfs" "-a -t: these types"
		is "$(unshare -m sh enter sh all /ns umount --all --types notmpfs,proc 2>&1)" "0
/ tmpfs
/opt tmpfs
/proc proc
/tmp tmpfs" "-a -t noTYPE"
		is "$(unshare -m sh enter sh -c 'mount -o remount,bind,ro /tmp; . /all' sh /ns umount -a -O ro 2>&1)" "0
/ tmpfs
/opt tmpfs
/proc proc
/root ramfs
/sys sysfs" "-a -O: with these options"
		umount c/tmp c/opt
	fi
fi

# ---- refusals

host_mark
fails 111 'umount nosuch: No such file' "nothing there" "$ns" umount nosuch
fails 111 'umount a: Invalid argument \(not a mount point' "no mount point" "$ns" umount a
fails 100 'WHERE' "no operand" "$ns" umount
fails 100 'unknown option: -Z' "an unknown option" "$ns" umount -Z a
! "$ns" -n umount -a >/dev/null 2>&1 || fails 100 'not with -a: -R' "-R and -a: the one is of a tree, the other of types" "$ns" -n umount -R -a
fails 100 'unknown option: --nosuch' "an unknown long one" "$ns" umount --nosuch a
fails 111 "umount '\\\\033\[31m'" "escape bytes (T33)" "$ns" umount "$(printf '\033[31m')"
ln -s "$ns" umount
ln -s "$ns" s6-umount
tmpfs a b
goes "under the name umount: several operands" ./umount a b
tmpfs a
goes "s6-umount" ./s6-umount a
tmpfs a b
exec 8>a/held 9>b/held
goes "options behind and between the operands" ./umount a -l b -n
exec 8>&- 9>&-
tmpfs ./-l a
goes "but not behind --" ./umount a -- -l
host_mark
fails 100 'umount: options go first: -l' "as an applet of ns what stands behind is a program" "$ns" umount a -l
fails 32 '^umount: umount nosuch: No such file|^umount: nosuch: No such file' "32 for failures" ./umount nosuch
fails 64 '.' "and for each" sh -c './umount nosuch nosuch 2>&1 | head -n 1 >&2; ./umount nosuch nosuch 2>/dev/null'
fails 1 '^umount: .*WHERE' "1 for usage" ./umount
fails 111 '^s6-umount: .*nosuch: No such file' "s6-umount: 111" ./s6-umount nosuch
fails 100 '^s6-umount: .*WHERE' "and 100" ./s6-umount
is "$(./s6-umount nosuch nosuch 2>/dev/null; echo $?)" 111 "for two as well"
is "$(mkdir ns; mount -t tmpfs t ns; ./umount a ns 2>&1; left)" "umount: umount a: Invalid argument (not a mount point, or a locked one)" "one that fails does not keep the others, and ns is a place"
rmdir ns
chmod 711 "$dir" && cp "$ns" ns && cp "$TEST_BIN/caller" caller
host_mark
fails 111 'umount a: Operation not permitted \(needs CAP_SYS_ADMIN' "not root" ./caller -u 65534 ./ns umount a
done_testing

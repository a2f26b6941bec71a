#!/bin/sh
# SPDX-License-Identifier: 0BSD
# umount-all.t - a tree of mounts goes, whatever its names, or is named
# shellcheck source=lib.sh disable=SC1010
. "${0%/*}/lib.sh"
need_caps '' 'in a root of its own|though /proc goes too|so is / at the end'
need_applet umount-all
need_tool mounts enosys

nl='
'
left() { # what is mounted below $dir, space separated
	awk -v d="$dir/" 'index($5, d) == 1 { printf "%s ", substr($5, length(d) + 1) }' /proc/self/mountinfo
}
tmpfs() { for p; do mkdir -p "$p" && mount -t tmpfs "${options:-t}" "$p"; done; }
options=t
gone() { # NAME COMMAND...: silent, status 0, and nothing is left but what $keep says
	goal=$1
	shift
	"$@" >out 2>err
	is "$? $(cat out err) $(left)" "0  ${keep-}" "$goal"
}
host_mark

# ---- all of it

tmpfs many many/a many/a/b many/a/b/c many/d
gone "a tree" "$ns" umount-all many
tmpfs many/x many/y/z
gone "below a directory that is none itself" "$ns" umount-all many
tmpfs many many/a
ln -s many link
gone "through a symlink" "$ns" umount-all link
rm link
tmpfs many many/a
gone "from within the tree's parent, relative and odd" "$ns" umount-all ./many/../many//
tmpfs many
cd many || exit
gone "(a tree that we are in is busy, and stays)" sh -c "cd .. && '$ns' umount-all -l many"
cd "$dir" || exit
tmpfs many many2 manyx/y
keep="many2 manyx/y " gone "names that only begin the same stay" "$ns" umount-all many
umount many2 manyx/y && rmdir manyx/y manyx many2
tmpfs many many many/a many/a
gone "stacked mounts" "$ns" umount-all many
tmpfs many many/a/b many/a many
gone "and hidden ones" "$ns" umount-all many
tmpfs many own many/a
mount --make-private own # what is below a shared one does not move
tmpfs own/moved
mkdir many/to && mount -n --move own/moved many/to && umount own && tmpfs many/to/deep
gone "one that was moved there" "$ns" umount-all many
rmdir own
mkdir -p many
mount --bind many many
"$TEST_BIN/mounts" 1000 "$dir/many"
is "$(left | wc -w)" 2001 "(1,000 mounts, and as many hidden below: many is a peer of where it is)"
gone "2,001 mounts" "$ns" umount-all many

# ---- loop devices, and what backs them

loop_image() { # on many, mounted on many/on and here twice
	tmpfs many
	mkdir many/on twice 2>/dev/null
	truncate -s 2M many/image && mkfs.ext4 -q -F many/image >/dev/null 2>&1 && loop=$(losetup -f --show many/image 2>/dev/null) &&
		mount "$loop" many/on 2>/dev/null && mount "$loop" twice
}
if [ -e /dev/loop-control ] && [ "$(in_path losetup)" ] && [ "$(in_path mkfs.ext4)" ] && loop_image; then
	"$ns" umount-all twice && "$ns" umount-all many 2>err
	is "$? $(left)" "1 many " "the file behind a loop device keeps its filesystem busy"
	losetup -d "$loop" && umount many
	loop_image
	"$ns" umount-all -d twice
	is "$(ls many/on)" lost+found "-d: a device that is mounted elsewhere stays"
	gone "-d: then it is freed, and what it was on goes" "$ns" umount-all -d many
	is "$(losetup "$loop" 2>/dev/null)" "" "-d: there is no such device any more"
	loop_image && umount twice
	gone "-d -R" "$ns" umount-all -dR many
	losetup -d "$loop" 2>/dev/null # after a failure
	rmdir twice
else
	[ ! "${loop-}" ] || losetup -d "$loop"
	skip "loop devices" "${TEST_ROOTLESS:+needs root: }none here, or no mkfs.ext4"
	umount many 2>/dev/null
fi
rm -rf many && mkdir many
for name in 'with space' "with${nl}newline" "end$nl" "with	tab" 'with\backslash' 'with#hash' 'x (deleted)' 'x\040y' \
	"$(printf '\001\033[31m\377')" '-f' ' ' '*' "it's"; do
	tmpfs "./many/$name" "./many/$name/$name"
done
mkdir many/source many/target && mount --bind many/source many/target && rmdir many/source
mkdir -p 'many/d (deleted)' many/d && tmpfs many/d
keep="many/d " gone "names with blanks, tabs, newlines, backslashes, (deleted) and a deleted source" \
	"$ns" umount-all -x many/d many
umount many/d
octal() { printf %s "$1" | sed 's/\\/\\134/g; s/ /\\040/g' | awk '{ printf "%s%s", (NR > 1 ? "\\012" : ""), $0 }'; }
for name in 'with space' "with${nl}newline" 'x\040y'; do
	tmpfs "many/$name" "many/other$name"
	keep="$(octal "many/other$name") " gone "DIR named so, exactly: $(octal "$name")" "$ns" umount-all "many/$name"
	umount "many/other$name"
done
rm -rf many && mkdir many

# ---- what stays by will

tmpfs many many/a many/b many/b/c many/bb
"$ns" umount-all -x many/b many 2>err
is "$? $(cat err) $(left)" "1 ns: umount-all $dir/many: Device or resource busy many many/b many/b/c " \
	"-x: what is at and below it stays, and so must what it is on"
"$ns" umount-all many
tmpfs many/a many/b many/b/c many/d
keep="many/a many/b many/b/c " gone "-x twice" "$ns" umount-all -x many/a -x "$dir/many/b/" many
ln -s a many/link
tmpfs many/d
keep="many/a many/b many/b/c " gone "-x by a symlink, or an odd path" "$ns" umount-all -x many/link -x ./many/../many/b many
"$ns" umount-all many
tmpfs many/a && mkdir -p many/r && mount -t ramfs r many/r
keep="many/a " gone "-t: these types alone" "$ns" umount-all -t ramfs,xfs many
mount -t ramfs r many/r
keep="many/r " gone "-t noTYPE: all but these" "$ns" umount-all -t noramfs many
tmpfs many/a && mount -o remount,bind,ro many/a
keep="many/r " gone "-O: with these options alone" "$ns" umount-all -O ro many
umount many/r
is "$("$ns" umount-all many ns umount-all many echo then 2>&1)" then "then the program, and DIR need not be a mount"
unshare -m sh -c "exec 2>$dir/err; $ns umount-all -x / ; echo \$? \$(wc -l </proc/self/mountinfo)" >out
is "$(cat out err)" "0 $(wc -l </proc/self/mountinfo)" "no DIR is /, and -x / is nothing"
# A root of our own, and in it nothing that holds a mount.
if [ "$(in_path busybox)" ]; then
	new_root c && cp "$ns" c/ns && : >c/dev/null
	tmpfs c/mnt/one c/mnt/two c/mnt/two/three
	is "$(unshare -m sh -c "mount --rbind c c && cd c && mkdir -p old && pivot_root . old && umount -l /old && cd / &&
		mount -t proc proc /proc && /ns umount-all && mount -t proc proc /proc && cut -d' ' -f5 /proc/self/mountinfo" 2>&1)" \
		"/
/proc" "all but / in a root of its own, /proc too"
	is "$(unshare -m sh -c "mount --rbind c c && cd c && mkdir -p old && pivot_root . old && umount -l /old && cd / &&
		mount -t proc proc /proc && { sleep 5 </mnt/two & } && : >/mnt/two/f && exec 3</mnt/two/f && /ns umount-all; echo \$?" 2>&1 |
		sed 's/held by [0-9]* sh.*)/held by sh)/')" "ns: umount-all /mnt/two: Device or resource busy (held by sh)
1" "and what is busy is named, though /proc goes too"
	# Its filesystem is its own as well.
	cat >c/own <<-'E'
		mount -t tmpfs own /opt && busybox cp -a /bin /ns /opt && busybox mkdir /opt/mnt /opt/proc && cd /opt &&
			busybox pivot_root . mnt && umount -l /mnt && cd / && mount -t proc proc /proc || exit
		root() {
			"$@" 2>&1
			echo "$?"
			mount -t proc proc /proc
			busybox sed -n 's,.* / / \(r[ow]\).*,\1,p' /proc/self/mountinfo
		}
		root /ns umount-all
		root /ns umount-all -r -t ramfs
		root /ns umount-all -r -x /
		root /ns umount-all -r /mnt
		exec 8>/file
		root /ns umount-all -r
		exec 8>&-
		root /ns umount-all -r
	E
	is "$(unshare -m sh -c 'mount --rbind c c && cd c && pivot_root . mnt && umount -l /mnt && cd / && exec sh own' 2>&1)" "0
rw
0
rw
0
rw
0
rw
ns: umount-all /: Device or resource busy
1
rw
0
ro" "-r: so is / at the end, but for what -t and -x say, and what is below a DIR"
	is "$(unshare -m sh -c 'mount --rbind c c && cd c && pivot_root . old && cd / && mount -t proc proc proc &&
		/ns umount-all -r -x /old -x /proc; echo $?
		(: >/f); : >'"'/old$dir/f'"' && echo written' 2>&1 | sed "s/^sh: .*can[no']*t create/cannot create/")" "0
cannot create /f: Read-only file system
written" "and where / is a part of a filesystem, that mount alone"
	umount c/mnt/two/three c/mnt/two c/mnt/one
fi

# ---- what is busy

hold() { # DIR [NAME]: a process in it; $holder
	rm -f held
	(cd "$1" && : >"$dir/held" && exec sleep 20) &
	holder=$!
	for _ in $(seq 200); do [ "$(readlink /proc/$holder/cwd)" = "$dir/$1" ] && [ -e held ] && break; sleep 0.01; done
	sleep 0.05
}
release() { kill -KILL $holder; wait $holder 2>/dev/null; }
tmpfs many many/a many/a/b many/c
hold many/a
"$ns" umount-all many >out 2>err
is "$?" 1 "busy: status 1"
is "$(left)" "many many/a " "what can go is gone"
is "$(cat err)" "ns: umount-all $dir/many/a: Device or resource busy (held by $holder sleep)
ns: umount-all $dir/many: Device or resource busy (held by $holder sleep)" "and each survivor is named, with who holds it"
is "$("$ns" umount-all many echo no 2>/dev/null)" "" "the program does not run"
"$ns" umount-all -r many >out 2>err
is "$? $(cat err)" "0 " "-r: it stays, and is no failure"
is "$(awk -v d="$dir/many" 'index($5, d) == 1 { split($6, o, ","); print o[1] }' /proc/self/mountinfo | tr '\n' ' ')" "ro ro " "but read-only"
gone "-l: detached though busy" "$ns" umount-all -l many
release
mkdir -p many && mount -t tmpfs -o nosuid,nodev many many
hold many
"$ns" umount-all -r many
is "$(awk -v d="$dir/many" '$5 == d { print $6 }' /proc/self/mountinfo)" "ro,nosuid,nodev,relatime" "-r keeps the other flags"
release
gone "when nobody holds it it goes" "$ns" umount-all many
odd=$(printf 'e\033[31mx')
tmpfs "many/$odd"
mkfifo fifo
printf '#!/bin/sh\nexec 9<%s/fifo\n' "$dir" >"many/$odd/sl$odd"
chmod 755 "many/$odd/sl$odd"
"many/$odd/sl$odd" &
holder=$!
# shellcheck disable=SC2010 # what the links say
for _ in $(seq 500); do ls -l /proc/$holder/fd 2>/dev/null | grep -q ' -> .*/many/' && break; sleep 0.01; done
"$ns" umount-all many >out 2>err
has err '^ns: umount-all .*e\\033\[31mx.*: Device or resource busy \(held by [0-9]* .*e\\033\[31mx' "escape bytes in names of mounts and processes are escaped (T33)"
is "$(tr -d '\040-\176\n' <err)" "" "none is raw"
release
"$ns" umount-all many
tmpfs many && : >many/file && exec 8<many/file
"$ns" umount-all many 2>err
has err 'busy \(held by [0-9]+ ' "an open file holds it as well"
sleep 20 &
if mount -t tmpfs fd /proc/$!/fd; then # where names are longer than numbers
	long=$(printf '%060d' 0)
	ln -s x "/proc/$!/fd/1$long" && ln -s "$dir/many/file" /proc/$!/fd/3 && ln -s x "/proc/$!/fd/2$long"
	"$ns" umount-all many 2>err
	has err "busy \(held by .*[ (]$! sleep" "a name that is no descriptor's keeps none from being seen"
	umount /proc/$!/fd
fi
kill $!
wait $! 2>/dev/null
exec 8<&-
"$ns" umount-all many
rm -rf many && mkdir many
host_mark

# ---- refusals

tmpfs many many/on
mkdir gone
in_gone() { (cd gone && rmdir "$dir/gone" && "$ns" umount-all "$@"); }
host_mark
fails 111 'umount-all .: No such file' "a working directory that is gone" in_gone .
mkdir gone
in_detached() { (mount -t tmpfs x gone && mkdir gone/many && cd gone && umount -l "$dir/gone" && "$ns" umount-all "$@"); }
fails 111 'umount-all .: No such file' "one on a mount that is gone, which /proc says is /" in_detached .
rmdir gone
if "$ns" -n setpriv --bounding-set -sys_admin true >/dev/null 2>&1; then
	in_many() { (cd many && "$ns" setpriv --bounding-set -sys_admin -- "$ns" umount-all "$dir/many"); }
	is "$(in_many 2>&1)" "ns: umount-all $dir/many/on: Operation not permitted
ns: umount-all $dir/many: Operation not permitted" "what is not busy is held by nobody"
fi
"$ns" umount-all many
rm -rf many && mkdir many
host_mark
fails 111 'nosuch.*: No such file' "DIR missing" "$ns" umount-all nosuch
if "$ns" -n unshare -m ns mount -t tmpfs x /proc >/dev/null 2>&1; then
	fails 111 'No such file or directory \(is /proc mounted' "without /proc" "$ns" unshare -m ns mount -t tmpfs x /proc ns umount-all /mnt
fi
fails 100 'unknown option: -Z' "an unknown option" "$ns" umount-all -Z
fails 100 '-x' "-x without its word" "$ns" umount-all -x
ok "nothing to do is no failure" "$ns" umount-all many
done_testing

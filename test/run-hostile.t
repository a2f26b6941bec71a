#!/bin/sh
# SPDX-License-Identifier: 0BSD
# run-hostile.t - no image leads the launcher outside, and none leaks to the host
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps ''
need_nodes
need_applet run
need_tool attest caller enosys swap tree mounts
need_cmd busybox

# The way with openat2 and the way without: each test goes both.
cat >older <<X
#!/bin/sh
exec "$TEST_BIN/enosys" openat2 clone3 close_range mount_setattr open_tree move_mount faccessat2 -- "$ns" "\$@"
X
chmod +x older
mkdir bin
old=$(sha256sum "$ns")
printf '%s\n' 'tmpfs opt/deep tmpfs nosuid 0 0' >fstab

# victim: a host tree with a directory for each that is attacked
victim() {
	rm -rf host
	for d in proc dev run/shm mnt/ns opt/deep sys; do mkdir -p "host/$d"; done
	: >host/file
	watch="-t $dir/host"
}

# ---- T1: every path touched, and its parents, as something else

mounts=8 # of a launch with -b and an fstab of one row: what it must have got
attack() { # LAUNCHER PATH KIND
	rm -rf c && new_root c && mkdir c/opt/deep && victim
	rm -rf "c/$2"
	case $3 in
	absolute) ln -s "$dir/host/$2" "c/$2" ;;
	dotdot) ln -s "../../../../../../../../../$dir/host/$2" "c/$2" ;;
	root) ln -s / "c/$2" ;;
	magic) ln -s "/proc/self/root/$dir/host/$2" "c/$2" ;;
	cwd) ln -s "/proc/1/cwd/../../../../../$dir/host/$2" "c/$2" ;;
	inside) # absolute, and in the container it is there
		mkdir -p "c/else/$2/ns" "c/else/$2/shm" "c/else/$2/deep" && ln -s "/else/$2" "c/$2"
		;;
	up) # a .. that stays inside
		mkdir -p "c/else/$2/ns" "c/else/$2/shm" "c/else/$2/deep"
		up=$(echo "$2" | sed 's|[^/]*$||; s|[^/]*/|../|g')
		ln -s "./${up}else/../else/$2" "c/$2"
		;;
	dangling) ln -s nonexistent/x "c/$2" ;;
	missing) ;;
	loop) ln -s "${2##*/}" "c/$2" ;;
	file) : >"c/$2" ;;
	fifo) mkfifo "c/$2" ;;
	esac
	host_mark
	"$TEST_BIN/caller" -t 30 "$1" run -t mnt/ns -b bin -f fstab c /attest -o mount >out 2>err </dev/null
	status=$?
	case $status:$3 in
	0:*)
		want=0
		[ "$(facts <out | grep -c '^mount')" = $mounts ] || want="0 with $mounts mounts but $(cat out)"
		: >out
		echo . >err
		;;
	*:inside | *:up) want="0: it is all there" ;;
	*) want=111 ;;
	esac
	refused "$status" "$want" . "T1 ${1##*/}: $2 as $3: $status"
}
paths='proc dev run run/shm mnt mnt/ns opt opt/deep'
[ "$TEST_CONFIG" != random ] || paths='proc run/shm opt/deep' # others go the same way
for launcher in "$ns" "$dir/older"; do
	for path in $paths; do
		for kind in absolute dotdot root magic cwd inside up dangling missing loop file fifo; do
			attack "$launcher" "$path" "$kind"
		done
	done
done

# ---- T2: swapped while we look

race() { # LAUNCHER PATH
	rm -rf c && new_root c && mkdir c/opt/deep && victim
	rm -rf c/evil && ln -s "$dir/host/$2" c/evil
	swapped "T2 ${1##*/}: $2" "c/$2" $mounts "$1" run -t mnt/ns -b bin -f fstab c /attest -o mount
}
for launcher in "$ns" "$dir/older"; do
	for path in $paths; do race "$launcher" "$path"; done
done
watch=
rm -rf c host && new_root c

# ---- T12: read-only is read-only, whatever the mount was before

for launcher in "$ns" "$dir/older"; do
	for flags in nosuid,nodev,noexec noatime ro,nodev; do
		mount -t tmpfs -o "size=64k,$flags" tools bin
		"$launcher" run -b bin c /attest -o mount | sed -n 's| - .*||; s|mount / /mnt/ns/bin ||p' >got
		sed -n "s|.* / $dir/bin \\([^ ]*\\) .*|\\1|p" /proc/self/mountinfo | sed 's/^rw/ro/' >want
		same got want "T12 ${launcher##*/}: NS_BIN on a mount with $flags: read-only, the flags stay"
		umount bin
	done
	echo "$dir/bin opt none rbind,ro,recursive" >fstab
	mount -t tmpfs outer bin && mkdir bin/sub && mount -t tmpfs inner bin/sub
	is "$("$launcher" run -f fstab c /bin/sh -c 'touch /opt/x; touch /opt/sub/x' 2>&1 | grep -c Read-only)" 2 \
		"T12 ${launcher##*/}: a tree bound read-only is so to its last mount"
	umount bin/sub bin
done

# ---- T6, T7: our file, and what configures us

printf '#!/proc/self/exe\nx\n' >c/evil && chmod +x c/evil
printf '#!/bin/sh\nfor e in /proc/[0-9]*/exe; do echo evil >>$e; done\ncp /bin/busybox /proc/1/exe' >c/evil2 && chmod +x c/evil2
"$ns" run c /evil >out 2>&1 </dev/null
"$ns" run c /evil2 >out 2>&1 </dev/null
"$ns" run -P c /evil >out 2>&1 </dev/null
"$ns" run -P -e 'readlink /proc/$PPID/exe; echo x >>/proc/$PPID/exe' c /attest -o none >out 2>err
is "$(cut -d' ' -f1 out)" /memfd:ns "T6: where no process of ours stays outside, we run from a copy"
has err 'Operation not permitted|Text file busy' "T6: which nothing can write"
is "$(sha256sum "$ns")" "$old" "T6: the program cannot write our file"
cp "$ns" ours # on a tmpfs, whose files have seals too
is "$(./ours run -P -e 'readlink /proc/$PPID/exe' c /attest -o none 2>&1 | cut -d' ' -f1)" /memfd:ns "T6: from a tmpfs as well"
rm ours
rm c/evil c/evil2
printf '#!/bin/busybox sh\ntouch /tmp/evil\n' >c/evil && chmod +x c/evil
rm c/bin/sh && cp c/evil c/bin/sh && cp c/evil c/bin/mount && cp c/evil c/sh
echo 'tmpfs /root tmpfs' >c/etc/fstab
is "$("$ns" run -e 'mount -t tmpfs x opt' c /attest -o mount | facts | grep -c .)" 6 "T7: nothing in the image runs or is read on the way"
is "$(ls c/tmp)" "" "T7: not its sh or mount either"
rm -rf c && new_root c

# ---- T11: the host can let go

mkdir volume && mount -t tmpfs volume volume
"$ns" run c /bin/sh -c 'mount -t tmpfs inner /mnt && touch /tmp/ready; sleep 5' &
started c/tmp/ready
ok "T11: the container has mounted" [ -e c/tmp/ready ]
is "$(grep -c inner /proc/self/mountinfo)" 0 "T11: which does not show on the host, whose root is shared"
ok "T11: the host can unmount its volumes while a container runs" umount volume
kill $! && wait $! 2>/dev/null
rm c/tmp/ready

# ---- T17: names

nl='
'
for name in 'with space' "with${nl}newline" "with	tab" 'back\slash' 'a#hash' 'x (deleted)' 'x\040y' '-dash' '$(false)'; do
	mkdir "./$name" "c/opt/$name" && mount -t tmpfs odd "./$name" && mount -t tmpfs odd "c/opt/$name" && new_root "./$name/c"
	is "$("$ns" run -- "./$name/c" /attest -o mount | facts | grep -c .)" 5 "T17: DIR on a mount named $(printf %s "$name" | tr '\n\t' '??')"
	is "$("$ns" run -r "./$name" -- c /attest -o mount | facts | grep -c .)" 6 "T17: such an NS_ROOT, and such a mount below DIR"
	umount "c/opt/$name" && umount "./$name" && rmdir "./$name" "c/opt/$name"
done
mkdir many && mount --bind many many && "$TEST_BIN/mounts" 10000 "$dir/many"
is "$("$ns" run c /attest -o mount | facts | grep -c .)" 5 "T17: 10,000 mounts"
umount -l many && rmdir many/[0-9]* many

# ---- T33: what is shown

esc=$(printf '\033]0;x\007')
host_mark
fails 111 nonesuch "T33: escape bytes in DIR" "$ns" run "nonesuch$esc" /attest
fails 127 nonesuch "T33: escape bytes in PROG" "$ns" run c "nonesuch$esc"
fails 111 nonesuch "T33: escape bytes in NS_ROOT" "$ns" run -r "nonesuch$esc" c /attest
fails 111 nonesuch "T33: escape bytes in NS_FSTAB" "$ns" run -f "nonesuch$esc" c /attest
fails 100 nonesuch "T33: escape bytes in an applet's name" "$ns" "nonesuch$esc"
fails 100 . "T33: escape bytes in an option" "$ns" run "-$esc" c /attest
printf 'tmpfs nonesuch%s tmpfs\n' "$esc" >fstab
fails 111 'line 1' "T33: escape bytes in an fstab" "$ns" run -f fstab c /attest
fails 127 nonesuch "T33: a newline in PROG" "$ns" run c "nonesuch${nl}x"
fails 127 nonesuch "T33: C1 control bytes in PROG" "$ns" run c "nonesuch$(printf '\233\302\233')"
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# examples.t - the sessions of README and the examples of the pages, as they are there
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
[ "$TEST_CONFIG" = all ] || skip_all "the examples are of the configuration all"
need_caps '(chpst|nspawn) .*-u |--reuid|-S 33|s6-applyuidgid|setuidgid www' '-H web box sh|HOST=web|--template|0:100000|mknod -m|nsenter -t .* -n'
need_cmd awk busybox

me=ns-test-${dir##*/}
groups=1
"$ns" cgroup -m 16M -c 1.5 -p 8 "$me" true >/dev/null 2>&1 || groups=

# What the pages have on the host: an image and others, users, a program or two.
# Nothing here is the host's but what it runs, and it is in /srv, as /tmp is
# covered by one example.
mount -t tmpfs srv /srv && mount -t tmpfs run /run && mount -t tmpfs mnt /mnt &&
	mount --make-private /srv && mount --make-private /run || exit 1
cp -a /etc "$dir/etc" 2>/dev/null # what one may read of it
mount --bind "$dir/etc" /etc || exit 1
rm -f /etc/resolv.conf && echo 'nameserver 192.0.2.1' >/etc/resolv.conf
for root in / /srv/web/; do
	[ $root = / ] || new_root ${root%/}
	echo www:x:33:33::/home/www:/bin/sh >>${root}etc/passwd
	echo www:x:33: >>${root}etc/group
done
mkdir -p /srv/path /srv/data /srv/env /mnt/root /mnt/a /mnt/b
cp "$ns" /srv/path/ns
for p in PROG httpd make; do
	printf '%s\n' '#!/bin/sh' 'echo ran' >/srv/path/$p
	chmod 755 /srv/path/$p
	cp /srv/path/$p /srv/web/bin
done
for a in init poweroff; do ln -s busybox /srv/web/bin/$a; done
mkdir -p /srv/web/usr /srv/web/srv/data /srv/web/home/www /srv/web/data
ln -s ../bin /srv/web/usr/bin
PATH=/srv/path:$PATH SHELL=/bin/sh
export SHELL
cd /srv || exit 1
host_mark

# ---- README: a line "# COMMAND" and what it prints

# What another time is different: numbers of processes, a date, flags of newer kernels.
settled() { tr -d '\r' | sed 's/held by [0-9]*/held by N/; s/[A-Z][a-z][a-z] [ 0-9][0-9] [0-9][0-9]:[0-9][0-9] /DATE /; s/,inode64//'; }
mkdir "$dir/sessions"
awk -v dir="$dir/sessions/" '
	/^## / { which = "" }
	/^## (A tour|More of a container|Applets|What)/ { which = "yes" }
	!which || !/^    / { more = 0; file = ""; next }
	{ sub(/^    /, "") }
	more || /^# / {
		if (!more) {
			close(file)
			file = dir sprintf("%02d", ++n)
			sub(/^# /, "")
			sub(/sleep 1\) &$/, "sleep 100) \\&") # until it is killed: others may need longer
		}
		print >file
		more = /\\$/
		next
	}
	file { print >(file ".want") }' "$top/README"
cat >"$dir/session" <<'E'
for s in "$1"/sessions/[0-9][0-9]; do
	. "$s" >"$s.out" 2>&1 </dev/null
	case $(cat "$s") in *'&') until [ "$(cat /proc/$!/comm)" = sleep ]; do sleep 0.05; done ;; esac
done
kill $!
wait
umount -R vol
E
for s in "$dir"/sessions/[0-9][0-9]; do
	if grep -q 'ns cgroup' "$s"; then
		[ "$groups" ] || { rm -f "$s" "$s.want"; continue; }
		sed "s/ web / $me /" "$s" >"$dir/line" && cp "$dir/line" "$s"
	fi
done
mv web /mnt/web # README begins with nothing
sh "$dir/session" "$dir" 2>/dev/null
for s in "$dir"/sessions/[0-9][0-9]; do
	[ -e "$s.want" ] || : >"$s.want"
	is "$(settled <"$s.out")" "$(settled <"$s.want")" "README: $(head -n 1 "$s")"
done
ok "README has sessions" [ "$(find "$dir/sessions" -name '*.out' | wc -l)" -ge 30 ]
rm -rf box bin tools vol fstab
mv /mnt/web .
host_same "README leaves the host as it was"

# ---- the pages: each command of a page's examples ends with 0, and each
# program in it has said "ran", or ps, ls and so on something

cp -a web box && cp -a web image
printf '%s\n' '#!/bin/sh' 'echo ran' >box/etc/rc && chmod 755 box/etc/rc
printf '%s\n' ::sysinit:/bin/PROG ::once:/bin/poweroff >box/etc/inittab
echo '/srv/data data none bind,ro' >/etc/web.fstab
: >config
cp -a web /mnt/chroot

# commands PAGE: one a line, as mandoc(1) has them
commands() {
	awk '
		function command(s) {
			gsub(/\\\(aq/, "\047", s)
			gsub(/\\&/, "", s)
			gsub(/\\e/, "\\", s)
			printf "%s", s
			printf sub(/\\$/, "", s) ? "\n+" : "\n"
		}
		/^\.Sh/ { on = /EXAMPLES/ }
		!on { next }
		/^\.Bd/ { literal = 1; next }
		/^\.Ed/ { literal = 0; next }
		literal { command($0) }
		folded { folded = /\\$/; sub(/\\$/, ""); print }
		/^\.Dl / {
			sub(/^\.Dl /, "")
			folded = /\\$/
			if (sub(/\\$/, "")) printf "%s", $0
			else command($0)
		}' "$1" | awk '{ more = sub(/\\$/, ""); sub(/^\+ */, ""); printf "%s%s", $0, more ? " " : "\n" }'
}
for page in "$top"/core/ns.8 "$top"/applets/*.8; do
	p=${page##*/}
	commands "$page" >"$dir/commands"
	ok "$p has examples" [ -s "$dir/commands" ]
	# A namespace of mounts for each page, whose examples build on each other.
	cat >"$dir/page" <<'E'
mount -t tmpfs a /mnt/a && mount -t tmpfs b /mnt/b && mount -t tmpfs local /usr/local/bin
i=0 pid=
while read -r line; do
	i=$((i + 1))
	status=0 want=
	case $line in
	co:* | */srv/debian* | 'exec ns switch_root '* | 'ns umount-all -d'*)
		continue ;; # an inittab; the others are in tests of their own
	'ns cgroup '* | *'ns cgroup -'*)
		[ "$groups" ] || continue
		line=$(printf '%s\n' "$line" | sed "s/ web / $me /") ;;
	'if {'*)
		[ -x /usr/bin/execlineb ] || continue
		ln -sf ns /srv/path/if
		line="execlineb -Pc '$line'" ;;
	*' 1234 '*)
		[ "$pid" ] || ns unshare -muip --kill-child ns chroot /srv/web sleep 60 &
		until pid=$(ps -eo pid,args | awk '$2 == "sleep" && $3 == 60 { print $1 }') && [ "$pid" ]; do sleep 0.05; done
		line=$(printf '%s\n' "$line" | sed "s/ 1234 / $pid /") ;;
	*' -b --kill-signal'*) status=130 ;;
	esac
	printf '%s\n' "$line" >"$1/example.$i"
	echo "echo ran; exit" | sh -c "$line" >"$1/got" 2>"$1/err"
	got=$?
	case $line in
	'ns -n '*) want=clean ;;
	*PROG* | *httpd* | *make | *sh | */etc/rc | *'ns chroot /mnt/chroot' | *-b\ *) want=ran ;;
	*hostname\ web*) want=web ;;
	*echo\ there*) want=there ;;
	esac
	if [ $got = $status ] && { [ ! "$want" ] || grep -q "$want" "$1/got"; }; then
		echo good
	else
		echo "status $got" && cat "$1/got" "$1/err"
	fi >"$1/example.$i.out"
done <"$1/commands"
[ ! "$pid" ] || kill -9 "$pid" # a PID 1
wait
E
	rm -f "$dir"/example.*
	groups=$groups me=$me unshare -m --propagation private sh "$dir/page" "$dir" </dev/null >/dev/null 2>"$dir/problem"
	for e in "$dir"/example.*.out; do
		[ ! -e "$e" ] || is "$(cat "$e")" good "$p: $(cat "${e%.out}")"
	done
	[ ! -s "$dir/problem" ] || note "$(cat "$dir/problem")"
done

cd "$dir" || exit 1
umount /etc /mnt /run /srv
done_testing

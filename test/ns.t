#!/bin/sh
# SPDX-License-Identifier: 0BSD
# ns.t - the binary's own words, its names and links, and the rules of the line
# shellcheck source=lib.sh disable=SC2016,SC2046,SC2086,SC2010,SC2012,SC2015
. "${0%/*}/lib.sh"
need_tool caller attest

caller=$TEST_BIN/caller attest=$TEST_BIN/attest
applets=$("$ns" --list)
has_applet() { for a; do printf '%s\n' "$applets" | grep -qx -- "$a" || return 1; done; }
cp "$ns" ns
host_mark

# ---- its own words

is "$(printf '%s\n' "$applets" | sort | uniq -d)" "" "--list names each once"
like "$("$ns" --version)" '^ns [0-9.]+$' "--version"
like "$("$ns" --help)" '^usage: ns ' "--help"
is "$("$ns" -h)" "$("$ns" --help)" "-h"
for a in $applets; do
	text=$("$ns" --help "$a") && [ "$text" ] || result not-ok "--help $a"
	case $text in
	*"see ns.8"*) ;;
	*) printf '%s\n' "$text" | head -n 1 | grep -q "^usage: .*$a\|^usage: ns " || result not-ok "--help $a: $text" ;;
	esac
	# ns_run has no options: its -h is a directory
	[ "$a" = ns_run ] || [ "$("$ns" "$a" -h 2>&1)" = "$text" ] || result not-ok "$a -h is --help $a: $("$ns" "$a" -h 2>&1 | head -n 2)"
done
result ok "--help APPLET for each; -h is the same"
one=$(printf '%s\n' "$applets" | head -n 1)
fails 100 'not in ns --list: nosuch' "--help nosuch" "$ns" --help nosuch
fails 100 'unknown option: --nosuch' "an unknown option" "$ns" --nosuch
fails 100 "^ns: unknown option: '-a b'" "in quotes where it takes them" "$ns" "-a b"
fails 100 'unknown option: -x' "an unknown letter" "$ns" -x "$one"
if "$ns" -n cd . >/dev/null 2>&1; then
	fails 100 ': options go first: -o$' "an option behind the operands" "$ns" cd . -o ro
	is "$("$ns" cd / -- pwd)" / "-- in front of the program"
	fails 100 ': options go first: -x$' "and none behind that" "$ns" cd . -- -x
	is "$("$ns" -n cd . -- true)" "$("$ns" -n cd . true)" "which no plan shows"
fi
fails 100 'an applet is missing' "no words" "$ns"
fails 100 'an applet is missing' "-n alone" "$ns" -n
fails 100 'not in ns --list: -n' "-n twice" "$ns" -n -n "$one"
fails 100 'not in ns --list: nosuch' "an unknown applet" "$ns" nosuch
fails 100 "not in ns --list: ''$" "an empty one" "$ns" ''
fails 100 'an applet is missing' "argc 0" "$caller" -a "$ns"
for word in --list --version --help; do
	"$ns" $word >/dev/full 2>/dev/null
	is $? 111 "$word that cannot be written is a failure"
done

odd=
for name in $(printf '%s\n' "$applets" | grep -vx -e busybox -e ns_run); do
	for word in --version -V; do
		[ "$("$ns" "$name" $word 2>&1)" = "$("$ns" --version)" ] || odd="$odd $name$word"
	done
done
is "${odd# }" "$(printf '%s\n' "$applets" | sed -n 's/^chpst$/chpst-V/p')" "--version and -V are every applet's, but for that of chpst"

# ---- links

mkdir links soft
if "$ns" --install 2>&1 | grep -q 'one directory'; then
	"$dir/ns" --install links
	is "$? $(ls links | tr '\n' ' ')" "0 $(printf '%s\n' "$applets" | grep -vx busybox | LC_ALL=C sort | tr '\n' ' ')" "--install: a link for each name"
	is "$(find links -samefile ns | wc -l)" "$(ls links | wc -l)" "hard ones"
	"$dir/ns" --install links
	is $? 0 "once more changes nothing"
	./ns --install -s soft
	is "$? $(find soft -type l | wc -l) $(readlink "soft/$one")" "0 $(ls links | wc -l) $dir/ns" "-s: symbolic ones"
	for how in "" -s; do
		rm -rf over && mkdir over
		echo mine >"over/$one"
		./ns --install $how over 2>err
		is "$? $(cat "over/$one") $(ls over | wc -l) $(cat err)" "111 mine $(ls links | wc -l) ns: --install: $one: File exists" \
			"--install $how: never over a file, but all the others"
		rm -rf over && mkdir over
		ln -s nowhere "over/$one"
		./ns --install $how over 2>/dev/null
		is "$? $(readlink "over/$one") $(ls)" "111 nowhere $(ls)" "nor over a dangling link, nor through it"
	done
	rm -rf over
	for how in "" -s; do
		cp "$ns" gone && mkdir over
		exec 9<gone && rm gone
		/proc/self/fd/9 --install $how over 2>err
		is "$? $(ls over) $(cat err)" "111  ns: --install: '$dir/gone (deleted)': No such file or directory" 			"--install $how: of a file that is gone"
		exec 9<&-
		rm -rf over
	done
	host_mark
	fails 100 'one directory' "--install: no directory" ./ns --install
	fails 100 'one directory' "--install: two" ./ns --install a b
	fails 111 'nosuch: No such file' "--install: one that is not there" ./ns --install nosuch
	fails 111 "^ns: --install: '': No such file" "--install: an empty word" ./ns --install ''
	fails 111 'ns: Not a directory' "--install: a file" ./ns --install -s ns
	if is_root; then
		mkdir other && mount -t tmpfs other other && host_mark
		fails 111 '^ns: --install: other: Invalid cross-device link \(-s makes symbolic links' \
			"--install: hard links on another filesystem, said once" ./ns --install other
		is "$(./ns --install -s other; echo $?; ls other | wc -l)" "0
$(ls links | wc -l)" "-s makes them there"
		rm other/* && mount -o remount,ro other && host_mark
		fails 111 '^ns: --install: other: Read-only' "--install -s: where none can be made, once" ./ns --install -s other
		umount other && rmdir other && host_mark
	fi
	is "$("$ns" --help | grep -c -- --install)" 1 "--help has it"
else
	is "$("$ns" --help | grep -c -- --install)" 0 "--help has no --install"
	for a in $applets; do ln -s "$dir/ns" "links/$a"; done
fi

# ---- names

cp ns other
fails 100 '^ns: not in ns --list: nosuch' "under another name it is ns" ./other nosuch
if has_applet umount; then
	fails 1 '^umount: .*missing' "a link's name is the applet" links/umount
	fails 1 '^umount: .*missing' "with any path before" "$caller" -0 /no/such/umount "$ns"
	fails 1 '^umount: .*missing' "and the - of a login shell" "$caller" -0 -umount "$ns"
	fails 100 '^ns: umount: missing' "as an applet of ns it has ns's status" "$ns" umount
	ln -s ns busybox
	host_mark
	fails 1 '^umount: .*missing' "busybox APPLET is the tool" ./busybox umount
	fails 1 'nosuch: No such file' "where nothing chains" ./busybox umount nosuch
	fails 127 '^nosuch: applet not found$' "busybox nosuch" ./busybox nosuch
	fails 127 '^--nosuch: applet not found$' "busybox --nosuch" ./busybox --nosuch
	fails 127 "^'a\\\\033b': applet not found$|^a\\\\033b: applet not found$" "escape bytes (T33)" ./busybox "$(printf 'a\033b')"
	! has_applet cd || fails 100 'an applet is missing' "busybox cd DIR ns, and no more" ./busybox cd / ns
	is "$(./busybox | grep -v '^busybox is'; ./busybox >/dev/null; echo $?)" "$("$ns" --help; echo 0)" "busybox alone is help"
	[ "$less" ] || like "$(./busybox)" '^busybox is ns here:' "and says whose"
	is "$(./busybox --list)" "$("$ns" --list)" "busybox --list"
	is "$(./busybox --help umount 2>&1 >/dev/null; echo $?)" "$("$ns" umount -h; echo 0)" "busybox --help umount"
	is "$(./busybox umount --help 2>&1 >/dev/null; echo $?)" "$("$ns" umount -h; echo 0)" "busybox umount --help: on stderr"
	rm busybox
fi
if has_applet cd; then
	is "$(links/cd / pwd)" / "a name that is no tool's chains"
	is "$(links/cd / ns cd "$dir" pwd)" "$dir" "and fuses"
fi
if has_applet chroot && is_root; then
	fails 125 '^chroot: ' "chroot has 125" links/chroot nosuch true
	fails 127 '^chroot: exec nosuch' "and 127" links/chroot / nosuch
	fails 127 '^chroot: exec ns: ' "ns behind its words is a program" links/chroot / ns cd /
fi
rm -r links soft other
host_mark

# ---- the line

if has_applet mkdir cd; then
	fails 100 'an applet is missing' "an empty tail" "$ns" mkdir a ns
	fails 100 'not in ns --list: nosuch' "an unknown applet in the tail" "$ns" mkdir a ns nosuch
	fails 100 'unknown option: -Z' "an unknown option in the tail" "$ns" mkdir a ns mkdir b ns cd -Z x
	is "$(ls)" "$(ls | grep -vx '[abc]')" "the whole line is read before anything is done"
	fails 111 '^ns: cd nosuch: No such file' "a step that fails is named" "$ns" mkdir a ns cd nosuch true
	is "$(ls -d a)" a "(what came before it is done)"
	rmdir a
	host_mark
	is "$("$ns" mkdir a ns cd a ns mkdir b pwd)" "$dir/a" "steps are taken in their order"
	rmdir a/b a
	is "$("$ns" cd /; echo $?)" 0 "a line without a program ends with 0"
	is "$("$ns" cd / ./nosuch 2>&1; echo $?)" "ns: exec ./nosuch: No such file or directory
127" "a program that is missing is 127"
	hint=''
	! "$ns" cd -h | grep -q 'usage: ns' || hint=' (its applet wants "ns" before it)'
	is "$(PATH=/nosuch "$ns" cd . mkdir x 2>&1; echo $?)" "ns: exec mkdir: No such file or directory$hint
127" "where it is an applet's name, that is said"
	! has_applet setuidgid ||
		is "$(PATH=/nosuch $caller -0 pgrphack "$ns" mkdir x 2>&1)" "pgrphack: exec mkdir: No such file or directory" "but not by a tool"
	: >plain
	is "$("$ns" cd . ./plain 2>&1; echo $?)" "ns: exec ./plain: Permission denied
126" "one that may not run is 126"
	is "$("$ns" cd . ./ns --version)" "$("$ns" --version)" "a program called ns is ./ns"
	is "$("$ns" cd . sh -c 'kill -TERM $$' 2>/dev/null; echo $?)" 143 "the process is the program: its signals are its own"
	is "$($caller "$ns" cd . "$attest" -o process | sed -n 's/^parent //p')" "$($caller "$attest" -o process | sed -n 's/^parent //p')" \
		"no process of ours stays"
	odd=$(printf 'x\001\377\n')
	A=$odd $caller "$ns" cd . ns cd . "$attest" -o arg,env,process,limit,signal,ids,cap "$odd" '' ' ' 'a b' -- ns >got
	A=$odd $caller "$attest" -o arg,env,process,limit,signal,ids,cap "$odd" '' ' ' 'a b' -- ns >want
	same got want "arguments, environment and all else pass as they are"
	$caller -i 17 -i 13 -b "$ns" cd . "$attest" -o signal >got
	$caller -i 17 -i 13 -b "$attest" -o signal >want
	same got want "so do signals"
	$caller -p 5 -s 6 -o 7=/ -o 9=/etc/passwd "$ns" cd . "$attest" -o fd >state </dev/null
	cp state got
	$caller -p 5 -s 6 -o 7=/ -o 9=/etc/passwd "$attest" -o fd >state </dev/null
	cp state want
	same got want "and descriptors, a directory too: a chain closes nothing"
	is "$($caller -c 0 -c 1 -c 2 "$ns" cd . sh -c "'$attest' -o fd >'$dir/got'"; grep -c '"/dev/null" device' got)" 2 \
		"0, 1, 2 that are closed are /dev/null (1 is the listing)"
	for fd in 0 1 2; do
		$caller -c $fd "$ns" cd nosuch 2>err >out
		is "$? $(cat out)" "111 " "$fd closed: the status, and nothing goes astray"
	done
	# Each pair: the line fused, and with an exec between its steps.
	if has_applet unshare mount hostname && is_root; then
		mkdir d
		while read -r line; do
			"$ns" $line "$attest" >state 2>&1
			cp state want
			"$ns" $(echo "$line" | sed "s| ns | $dir/ns |g") "$attest" >state 2>&1
			cp state got
			same got want "fused as unfused: $line"
		done <<'E'
unshare -mu ns hostname fused ns mount -t tmpfs x d ns cd d
unshare -m ns mount -t tmpfs x d ns mkdir -m 711 d/a ns mount -o bind,ro d d/a ns cd d/a
unshare -m ns mount -R / d ns cd d ns pivot . ns cd /
unshare -in --loopback ns unshare -m --propagation slave ns mount --make-rprivate /
unshare -f ns unshare -S 5 -G 6 ns cd /
unshare -pf --mount-proc ns hostname -F /proc/sys/kernel/hostname
E
		rmdir d
	fi
fi

# ---- no raw control bytes on the terminal (T33)

evil=$(printf 'a\033[31m\r\t\177\200\233\302\233b')
escaped='a\\033\[31m\\015\\011\\177\\200\\233\\302\\233b'
host_mark
escaped() { # STATUS NAME COMMAND...
	status=$1 what=$2
	shift 2
	fails "$status" "$escaped" "escape bytes: $what" "$@"
	is "$(LC_ALL=C tr -d '\n\040-\176' <err | wc -c)" 0 "none is raw: $what"
}
escaped 100 "an applet's name" "$ns" "$evil"
escaped 100 "a name for --help" "$ns" --help "$evil"
escaped 100 "an option" "$ns" "$one" "--$evil"
! "$ns" --install 2>&1 | grep -q 'one directory' || escaped 111 "a directory for --install" "$ns" --install "$evil"
if has_applet cd; then
	escaped 111 "a step's operand" "$ns" cd "$evil"
	escaped 127 "the program" "$ns" cd . "$evil"
	escaped 100 "an applet behind ns" "$ns" cd . ns "$evil"
fi

# ---- one write for a message, however long

if has_applet cd && [ "$(in_path strace)" ]; then
	most=972
	case $less in *errors) most=982 ;; esac # a shorter text behind it
	for size in 900 $most $((most + 1)) $((most + 2)) $((most + 197)) $((most + 198)) 5000 100000; do
		strace -e trace=write -o trace "$ns" cd "$(printf "%0${size}d" 0)" 2>err
		is "$(grep -c 'write(2' trace) $(wc -l <err) $(sed 's/0\{100,\}/0/g' err)" \
			"1 1 ns: cd 0$([ $size -le $most ] || echo ...0): File name too long" "a name of $size bytes"
	done
fi

# ---- one exec

calls() { # LINE...: the programs it becomes, and its children, as strace sees them
	strace -f -qq -e trace=execve,execveat,fork,vfork,clone,clone3 -o trace "$@" &&
		grep -Ec ' (execve|execveat|v?fork|clone3?)\(.* = [0-9]' trace
}
if is_root && has_applet unshare && has_applet cd && has_applet hostname && [ "$(in_path strace)" ]; then
	line='ns unshare -mui ns hostname x ns cd /' steps=4
	! has_applet chpst || line="$line ns chpst -u :77:77 -n 1" steps=5
	cp "$TEST_BIN/attest" .
	fused=${line#ns }
	# shellcheck disable=SC2086 # words
	is "$(calls "$ns" $fused "$dir/attest" -o none)" 2 "a fused line becomes the program in one exec, without a child"
	# shellcheck disable=SC2046 # words
	is "$(calls $(echo "$line" | sed "s|ns |$ns |g") "$dir/attest" -o none)" $steps "and one that is not in one for each step"
fi

# ---- privilege

if is_root; then
	chmod 711 "$dir"
	cp "$caller" caller
	chmod 4755 ns
	host_mark
	fails 111 'will not run setuid' "setuid: it does not run (T22)" ./caller -u 65534 ./ns --list
	chmod 755 ns
	chmod 2755 ns
	host_mark
	fails 111 'will not run setuid' "setgid: it does not run" ./caller -u 65534 ./ns --list
fi
done_testing

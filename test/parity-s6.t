#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-s6.t - s6-applyuidgid, s6-envuidgid and s6-setuidgid, as s6 2.11 has them
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034,SC2154,SC2086
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet s6-applyuidgid s6-envuidgid

parity_tool /usr/bin/s6-applyuidgid s6-applyuidgid
more='with="setpriv --regid 5 --groups 0,4,24"'
for ids in '-u 33' '-g 34' '-G 7,8' '-G 7' '-u 33 -g 34' '-u 33 -g 34 -G 7,8' '-u 0' '-g 0' '-G 0' '-u 0 -g 0 -G 0' \
	'-g 34 -G 34' '-g 34 -G 7,34' '-G 5,7' '-G 7,7' '-g 0 -G 7' '-u 007' '-u 70000 -g 70001 -G 70002' '-z' \
	'-u 1 -u 2' '-zu 3'; do
	same_run_in "$more" "numbers" $ids "$state"
done
same_run_in "$more" "no groups" -G '' "$state"
same_run_in "$more" "no groups, and a gid" -G '' -g 7 "$state"
same_run_in "$more" "-G of 100" -G "$(seq -s , 1 100)" "$state"
for id in '' x -1 +5 0x0 5x ' 5' 4294967296 99999999999 1,2; do
	same_run "no uid" -u "$id" "$state"
	same_run "no gid" -g "$id" "$state"
done
prepare='export UID=33 GID=34 GIDLIST=7,8'
same_run_in "$more" "-U" -U "$state"
same_run_in "$more" "-U -z" -U -z "$state"
same_run_in "$more" "-z alone" -z "$state"
same_run_in "$more" "-U -u" -U -u 5 "$state"
same_run_in "$more" "-u -U" -u 5 -U "$state"
same_run_in "$more" "-U -G" -Uz -G 9 -g 8 "$state"
same_run_in "$more;GIDLIST=" "an empty GIDLIST" -U "$state"
same_run_in "$more;UID=0 GID=0" "UID=0 GID=0" -U "$state"
for unset in UID GID GIDLIST; do same_run_in "unset $unset" "no $unset" -U "$state"; done
for env in UID=x UID= GID=-1 GID=4294967296 GIDLIST=a; do same_run_in "$env" "$env" -U "$state"; done
prepare=
same_run_in 'with="setpriv --reuid 5 --clear-groups"' "not root" -u 7 "$state"
same_run_in 'with="setpriv --reuid 5 --clear-groups"' "not root, 0" -u 0 "$state"
same_run_in 'with="setpriv --bounding-set -setgid"' "without CAP_SETGID" -u 7 -g 7 -G 7 "$state"
same_run "no program" -u 5
same_run "nothing"
same_run "an unknown option" -Q true
same_run "-u without an id" -u
same_run "-- ends the options" -u 5 -- "$state"
same_run "no such program" nosuch
same_run "below a file" /etc/passwd/x
same_run "a directory" /

parity_tool /usr/bin/s6-envuidgid s6-envuidgid
printf '%s\n' root:x:0:0::/root:/bin/sh www:x:33:34::/var/www:/bin/sh alone:x:70000:70001::/: >"$dir/passwd"
printf '%s\n' root:x:0: www:x:34:www a:x:7:www b:x:8:x,www,y c:x:9:x >"$dir/group"
prepare='mount --bind $dir/passwd /etc/passwd; mount --bind $dir/group /etc/group; export UID=u GID=g GIDLIST=l'
for options in '' -u -g -B -n '-u -n' '-g -n' '-D 1:2:3' '-D 1:2:3:4' '-u -D 5' '-B -D 1:2:3' '-D 1:2:3 -i' '-B -u' '-u -g'; do
	for account in www a nosuch www:a nosuch:a :a 33; do
		same_run "$options" $options "$account" "$state" -o env
	done
done
for account in alone 5:6 :6 5: : '' www:nosuch; do
	same_run "-n" -n "$account" "$state" -o env
	same_run "-B" -B "$account" "$state" -o env
done
same_run "no groups" alone "$state" -o env
for wrong in x 1:x 1:2:x -1 ''; do same_run "-D $wrong" -D "$wrong" www "$state"; done
same_run "-D 1" -D 1 nosuch "$state" -o env
same_run "-D 1:2:3,4" -D 1:2:3,4 nosuch "$state" -o env
same_run "no program" www
same_run "nothing"
same_run "an unknown option" -Q www true
same_run "no such program" www nosuch

parity_tool /usr/bin/s6-setuidgid s6-setuidgid
for account in www alone root nosuch 33 33:34 70000:5 www:a 5: :6 : 5:x -1:5 5:4294967296; do
	same_run_in "$more" "account" "$account" "$state"
done
same_run "no program" www
same_run "nothing"
same_run "no such program" root nosuch
done_testing

#!/bin/sh
# SPDX-License-Identifier: 0BSD
# man.t - each applet has its page, with every option that its help names, and
# the other way round
# shellcheck source=lib.sh disable=SC2013
. "${0%/*}/lib.sh"

for page in "$top"/applets/*.c; do
	page=${page%.c}.8 a=${page##*/} a=${a%.c}
	a=${a%.8}
	ok "applets/$a.8 is there" [ -s "$page" ]
	has "$top/core/ns.8" "^\.It Xr ns-$a 8" "and ns.8 lists it"
	is "$(sed -n "/^\.It Xr ns-$a 8/{n;p;}" "$top/core/ns.8")" "$(sed -n 's/^\.Nd //p' "$page")" "in its own words"
	missing=
	# The help text's options are those of the "help" lines in the source.
	for option in $(sed -n '/^ \*	help/,/^ \* [a-z]*:/p; /^ \*\//q' "${page%.8}.c" | grep -oE -- '(^|[ [,|])--?[A-Za-z][a-z-]*' | sed 's/^[^-]*//' | sort -u); do
		case $option in
		--*) grep -q "^\.\(It\|Op\|No\|Nm\)*.*Fl .*${option#-}\|^\.Fl .*${option#-}\|^\.Fl -make-" "$page" || missing="$missing $option" ;;
		-?) grep -q "Fl \([A-Za-z]*\|.* , Fl \|.*\)${option#-}" "$page" || missing="$missing $option" ;;
		-*) # several letters in one word, of a synopsis
			for letter in $(echo "${option#-}" | sed 's/./& /g'); do
				grep -q "Fl [A-Za-z]*$letter" "$page" || missing="$missing -$letter"
			done
			;;
		esac
	done
	is "$missing" "" "ns-$a.8 has the options of $a -h"
	for section in NAME SYNOPSIS DESCRIPTION EXIT EXAMPLES SEE; do
		grep -q "^\.Sh $section" "$page" || result not-ok "ns-$a.8 has no $section"
	done
	# And the help has each of the page's: a letter by itself, or a name that
	# has none.
	help=$("$ns" --help "$a" 2>/dev/null) missing=
	case $help in
	"" | *"see ns.8"*) continue ;; # not configured
	esac
	for option in $(sed -n '/^\.Sh DESCRIPTION/,/^\.Sh EXIT/s/^\.It Fl //p' "$page" | sed 's/ [A-Z][a-z] .*//; s/Fl //g; s/\(^\| \)\(.\) , -[a-z0-9-]*/\1\2/; s/ ,//g'); do
		printf '%s\n' "$help" | grep -qe "\(^\|[^a-zA-Z-]\)-$option\([^a-zA-Z-]\|$\)" || missing="$missing -$option"
	done
	is "$missing" "" "$a -h has the options of ns-$a.8"
done
is "$(sed -n 's/^\.It Xr ns-\(.*\) 8/\1/p' "$top/core/ns.8" | sort)" "$(cd "$top/applets" && for p in *.8; do echo "${p%.8}"; done | sort)" \
	"ns.8 lists no other"
is "$(cat "$top"/applets/*.8 "$top/core/ns.8" | sed -n 's/^\.Xr \(ns-[a-z-]*\) 8.*/\1/p' | sort -u | while read -r x; do
	[ -e "$top/applets/${x#ns-}.8" ] || echo "$x"
done)" "" "references lead somewhere"
# mdoc(7) would put a "." that is a word behind the one before: it is "\&.".
is "$(cd "$top" && grep -nE '^\.Dl .* [].,:;?!)] ' core/ns.8 applets/*.8)" "" "examples read as they are written"
done_testing

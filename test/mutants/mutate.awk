# SPDX-License-Identifier: 0BSD
#
# mutate.awk - wrong versions of C lines, one change each
#
# usage: awk -v n=N -v seed=S -f mutate.awk FILE...
#
# Prints N of them (0: all), drawn evenly: "FILE LINE KIND TEXT" between tabs,
# where TEXT stands in for the line.  Only the insides of functions, which
# begin with a tab; a line may be part of a longer statement.

function emit(kind, text) {
	if (text ~ /!!=|\(void\)!!/) # of "!=", and of what is not looked at
		return
	all[count++] = FILENAME "\t" FNR "\t" kind "\t" text
}

# Each place of the pattern on its own.  Descriptors of ours are 3 and above, or
# negative, since main has the first three open, and caps_read() counts at least
# one: 0 is no limit for these.  Nor is more memory than it takes noticed.
function each(pattern, with, kind,    before, done, rest) {
	rest = $0
	while (match(rest, pattern)) {
		before = done substr(rest, 1, RSTART - 1)
		done = done substr(rest, 1, RSTART + RLENGTH - 1)
		rest = substr(rest, RSTART + RLENGTH)
		if (kind != "off by one" || !(rest ~ /^0/ && before ~ descriptor ||
			with == " + 2" && before ~ /arena\(\(?[a-z]+$/))
			emit(kind, before with rest)
	}
}

BEGIN {
	descriptor = "((^|[^a-z_])(fd|control|cwd|device|dir|file|here|listing|master|new|ns|null|proc|root|ruleset|" \
		"signals|slave|source|sub|target|top|tree)(\\[[^]]*\\])?|caps_read\\([^()]*\\))$"
}

# What freezes and thaws others is not tried: it might stay so.
/FROZEN|THAWED|freeze/ { next }
!/^\t/ || /^\t*(\/\*|\*| \*)/ || /^\t*(case|default|goto|break;|static const)/ { next }

/^\t+if \(.*\)$/ || /^\t+if \(.*\) \{$/ {
	text = $0
	sub(/if \(/, "if (!(", text)
	sub(/\)( \{)?$/, ")&", text)
	emit("condition negated", text)
}
/^\t+(\(void\)!?)?[a-z_]+(->[a-z_]+)?\(.*\);$/ { emit("call dropped", "\t;") }
/^\t+[][a-z_.>-]+ [|&+-]?= [^={]*;$/ { emit("assignment dropped", "\t;") }
/^\t+[a-z_]+\(.*\) \|\|$/ { emit("check dropped", "\t/**/") }
/^\t+return -1;$/ { emit("failure hidden", "\treturn 0;") }
/^\t+return 0;$/ { emit("failure made up", "\treturn -1;") }
/"/ { next } # a string is no operator

{
	each("\\|\\|", "&&", "or made and")
	each("&&", "||", "and made or")
	each(" == ", " != ", "comparison turned")
	each(" != ", " == ", "comparison turned")
	each(" < 0", " < -999", "check dropped")
	each(" < ", " <= ", "off by one")
	each(" <= ", " < ", "off by one")
	each(" >= ", " > ", "off by one")
	each(" \\+ 1", " + 2", "off by one")
	each(" - 1", "", "off by one")
	each(" \\| [A-Z_]+", "", "flag dropped")
	each("!", "!!", "condition negated")
	each("true", "false", "flag swapped")
	each("false", "true", "flag swapped")
}

END {
	if (!n || n > count)
		n = count
	# A generator of our own: rand() differs from awk to awk.
	for (i = 0; i < n; i++) {
		seed = (seed * 16807 + 11) % 2147483647
		j = i + seed % (count - i)
		text = all[j]
		all[j] = all[i]
		print text
	}
}

# SPDX-License-Identifier: 0BSD
#
# pack.awk - help, errors and other texts, packed: core/text.c unpacks them
#
# usage: awk -f pack.awk include/config/auto.conf usage.def core/error.def FILE.c...
#
# Again and again the pair of bytes that is seen most becomes one byte from 128
# on and then from 1 to 31, and is written down as PAIR(first, second), in this
# order, NUL too: half of the text is gone after the last of them.  A control
# character of the text, or NUL, is first made two, 127 and a letter.  Out come
# the same USAGE and ERROR as go in, those of the configuration, with packed
# strings, each kind in its own #ifdef; and for each PACKED(id, "text") and
# HINT(id, "text") of the C files a macro PACKED_id, as it was where the applet
# that the file is about is not configured, or hints are not: HINTS is 1 where
# they are.  LONGEST is room for any text, and for all that a C file has: it may
# put them together.
#
# POSIX awk: gawk, mawk and busybox awk must agree, and lint compares them.

BEGIN {
	for (i = 1; i < 127; i++)
		code[sprintf("%c", i)] = i
	control = 127
	first = 128
	last = 256 + 31
}

FNR == 1 { off = 0 }
/^CONFIG_.*=y$/ { sub(/=.*/, ""); on[$0] = 1; next }
FILENAME ~ /\.def$/ && /^#ifdef / { off = !($2 in on); known[$2]; next }
FILENAME ~ /\.def$/ && /^#endif/ { off = 0; next }
/^USAGE\(/ && !("CONFIG_HELP" in on) { off = 1 }
/^ERROR\(/ && !("CONFIG_ERRORS" in on) { off = 1 }

off && FILENAME ~ /\.def$/ { next }

/^(USAGE|ERROR)\(/ {
	texts++
	head[texts] = substr($0, 1, index($0, ",") - 1)
}

# a text of these may go over several lines
FILENAME ~ /\.def$/ {
	while (texts && match($0, /"([^"\\]|\\.)*"/))
		add_first()
	next
}

# the applet that applets/NAME.c, applets/NAME/*.c, core/verb_NAME.c or one of
# these with _MORE behind the name is about
FNR == 1 {
	config = FILENAME
	sub(/(^|.*\/)(core|applets)\//, "", config)
	sub(/[\/.].*/, "", config)
	sub(/^verb_/, "", config)
	gsub(/-/, "_", config)
	config = "CONFIG_" toupper(config)
	while (!(config in known) && sub(/_[A-Z0-9]*$/, "", config))
		;
	off = config in known && !(config in on)
	inside = depth = 0
}

# the compiler's conditions, as far as they are about the configuration
/^#if/ {
	outside[++depth] = off
	holds[depth] = $2 in on
	off = off || ($2 ~ /^CONFIG_/ && !holds[depth])
}
/^#else/ { off = outside[depth] || holds[depth] }
/^#endif/ { off = outside[depth--] }

{
	while (/(PACKED|HINT)\($/ && (getline more) > 0) {
		sub(/^[ \t]*/, "", more)
		$0 = $0 more
	}
	for (;;) {
		if (!inside) {
			if (!match($0, /(^|[^A-Za-z_])(PACKED|HINT)\([a-z_]+,?/))
				next
			texts++
			head[texts] = substr($0, RSTART, RLENGTH)
			unused = off || (head[texts] ~ /HINT/ && !("CONFIG_HINTS" in on))
			gsub(/.*(PACKED|HINT)|,/, "", head[texts])
			head[texts] = "PACKED" head[texts]
			again = head[texts] in place
			if (!again || place[head[texts]] in plain)
				place[head[texts]] = texts
			$0 = substr($0, RSTART + RLENGTH)
			inside = 1
		}
		while (match($0, /^[ \t]*"([^"\\]|\\.)*"/))
			add_first()
		if ($0 !~ /^[ \t]*\)/)
			next
		inside = 0
	}
}

# Add the string that has been matched to the text, and take it off the line.
function add_first(    string) {
	string = substr($0, RSTART, RLENGTH)
	$0 = substr($0, RSTART + RLENGTH)
	sub(/^[^"]*/, "", string)
	together = FILENAME ~ /\.def$/ ? texts : FILENAME
	size[together] += length(string)
	if (size[together] > longest)
		longest = size[together]
	if (unused || again)
		plain[texts] = plain[texts] string
	else
		add(substr(string, 2, length(string) - 2))
}

function add(string,    i, c, value, last_digit) {
	if (!begin[texts])
		begin[texts] = n + 1
	for (i = 1; i <= length(string); i++) {
		c = substr(string, i, 1)
		value = code[c]
		if (c == "\\") {
			c = substr(string, ++i, 1)
			value = c == "n" ? 10 : code[c]
			if (match(substr(string, i, 3), /^[0-7]+/)) {
				last_digit = i + RLENGTH - 1
				for (value = 0; i <= last_digit; i++)
					value = 8 * value + substr(string, i, 1)
				i = last_digit
			}
		}
		if (value < 32) {
			add_symbol(control)
			value += 64
		}
		add_symbol(value)
	}
}

function add_symbol(value) {
	symbol[++n] = value
	text[n] = texts
}

# The pair seen most: twice is not worth its two bytes.
function most(    i, key, seen, best, count) {
	best = 0
	for (i = 1; i < n; i++)
		if (text[i] == text[i + 1]) {
			key = symbol[i] * 256 + symbol[i + 1]
			count = ++seen[key]
			if (count > seen[best] || (count == seen[best] && key < best))
				best = key
		}
	return seen[best] > 2 ? best : 0
}

function replace(key, by,    i, m, a, b) {
	b = key % 256
	a = (key - b) / 256
	for (i = 1; i <= n; i++) {
		m++
		text[m] = text[i]
		if (i < n && symbol[i] == a && symbol[i + 1] == b && text[i] == text[i + 1]) {
			symbol[m] = by
			i++
		} else
			symbol[m] = symbol[i]
	}
	n = m
}

function shown(c) {
	if (c < 32 || c > 126 || c == 34 || c == 92 || c == 63)
		return sprintf("\\%03o", c)
	return sprintf("%c", c)
}

function put(kind,    i, t, string) {
	print "#ifdef " kind
	i = 1
	for (t = 1; t <= texts; t++) {
		string = ""
		for (; i <= n && text[i] == t; i++)
			string = string shown(symbol[i])
		if (index(head[t], kind "(") != 1)
			continue
		if (kind == "PACKED" && place[head[t]] != t)
			continue
		if (kind == "PACKED")
			print "#define PACKED_" substr(head[t], 8) " " \
				(t in plain ? plain[t] : "\"" string "\"")
		else
			print head[t] ", \"" string "\")"
	}
	print "#endif"
}

END {
	print "#ifdef PAIR"
	for (by = first; by <= last && (key = most()); by++) {
		if (by == 256)
			print "PAIR(0, 0)"
		by += by == 256
		replace(key, by % 256)
		printf "PAIR(%d, %d)\n", (key - key % 256) / 256, key % 256
	}
	print "#endif"
	put("USAGE")
	put("ERROR")
	put("PACKED")
	print "#define HINTS " ("CONFIG_HINTS" in on) + 0
	print "#define LONGEST " longest + 0
}

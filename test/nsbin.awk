# SPDX-License-Identifier: 0BSD
#
# nsbin.awk - what nsbin.launch does behind pivot_root, as an execline script
#
# usage: awk -v new=DIR -v id=USER -f nsbin.awk /proc/self/mountinfo
#
# Unmounts one by one what was mounted outside DIR, the last one first.

$5 != "/" && $5 != new && index($5, new "/") != 1 { where[n++] = $5 }

END {
	print "if { pivot_root . mnt/ns/oldroot }"
	print "./mnt/ns/bin/busybox chpst -/ ."
	while (n)
		unmount(where[--n])
	unmount("")
	print "/mnt/ns/bin/s6-applyuidgid -u " id " -g " id " $@"
}

function unmount(path) {
	print "/mnt/ns/bin/if {"
	print "/mnt/ns/bin/busybox umount \"/mnt/ns/oldroot" quoted(path) "\" }"
}

# A word of mountinfo, whose escapes are octal, for execline's quotes.
function quoted(s,  text, c) {
	while (s != "") {
		c = substr(s, 1, 1)
		if (c == "\\") {
			c = sprintf("%c", substr(s, 2, 1) * 64 + \
				substr(s, 3, 1) * 8 + substr(s, 4, 1))
			s = substr(s, 4)
		}
		s = substr(s, 2)
		text = text (c == "\\" || c == "\"" ? "\\" c : c)
	}
	return text
}

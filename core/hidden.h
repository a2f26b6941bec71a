/*
 * SPDX-License-Identifier: 0BSD
 *
 * hidden.h - included in front of every file: all is linked into one program
 *
 * -fvisibility=hidden says so of what a file defines, this of what it declares
 * too: then no address is looked up in a global offset table.
 */
#pragma GCC visibility push(hidden)

/*
 * SPDX-License-Identifier: 0BSD
 *
 * install.h - ns --install: links for every applet
 */
#ifndef NS_INSTALL_H
#define NS_INSTALL_H

/*
 * [-s] DIR: link (or symlink) each applet's names in DIR to this file, never
 * over what is there.  Returns the exit status: 0, or 111 when a name was taken,
 * each with its line, or none could be made, with one.
 */
int install(char **argv);

#endif

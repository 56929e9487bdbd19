/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions in WebVTT (W3C, webvtt1): what browsers will make of them, and what they will
 * leave out without a word.  Nothing is kept of the words themselves.  Since 2.5.
 */
#ifndef VT_API_WEBVTT_H
#define VT_API_WEBVTT_H

#include "str.h"

#define VT_WEBVTT_TYPE	"text/vtt"

/* Why browsers show nothing of a file. */
enum vt_webvtt_fault {
	VT_WEBVTT_GOOD,
	VT_WEBVTT_NOT_UTF8,
	VT_WEBVTT_NO_MARK,	/* the first line is not WEBVTT (4.1) */
	VT_WEBVTT_NO_CUES	/* no time in it can be read */
};
struct vt_webvtt {
	enum vt_webvtt_fault	fault;
	size_t			cue_count;	/* captions with a time that can be read */
	size_t			bad_count;	/* and with one that cannot: these are not shown */
	size_t			bad_line;	/* of the first of those, from 1; 0: none */
	struct vt_str		bad;		/* that line */
	struct vt_str		language;	/* "Language: lt" before the first caption; or empty */
};

/* Fills *w_r whatever the bytes are; its strings are parts of them. */
VT_API void	vt_webvtt_read(struct vt_str bytes, struct vt_webvtt *w_r);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of WebVTT as browsers read them (webvtt1, 6.1 to 6.3): a line with an arrow is the
 * time of a caption, and stands nowhere else.
 */
#include "api/webvtt.h"

#define WEBVTT_MARK	"WEBVTT"
#define WEBVTT_ARROW	"-->"
#define WEBVTT_LANGUAGE "Language:"
#define WEBVTT_HOURS	9 /* digits */

/* One line without its end, which is CR, LF or both; false when nothing is left. */
static bool
webvtt_line(struct vt_str *rest, struct vt_str *line_r)
{
	size_t at = 0;

	if (rest->len == 0)
		return (false);
	while (at < rest->len && rest->p[at] != '\n' && rest->p[at] != '\r')
		at++;
	*line_r = vt_str_sub(*rest, 0, at);
	at += at + 1 < rest->len && rest->p[at] == '\r' && rest->p[at + 1] == '\n';
	*rest = vt_str_sub(*rest, at + 1, rest->len);
	return (true);
}

static void
webvtt_spaces(struct vt_str *s)
{
	while (s->len != 0 && (s->p[0] == ' ' || s->p[0] == '\t'))
		*s = vt_str_sub(*s, 1, s->len);
}

static bool
webvtt_take(struct vt_str *s, struct vt_str what)
{
	if (!vt_str_starts(*s, what))
		return (false);
	*s = vt_str_sub(*s, what.len, s->len);
	return (true);
}

/* Between least and most digits. */
static bool
webvtt_digits(struct vt_str *s, size_t least, size_t most, int64_t *n_r)
{
	size_t count = 0;
	int64_t n = 0;

	while (count < s->len && count <= most && s->p[count] >= '0' && s->p[count] <= '9')
		n = n * 10 + (s->p[count++] - '0');
	if (count < least || count > most)
		return (false);
	*s = vt_str_sub(*s, count, s->len);
	*n_r = n;
	return (true);
}

/* 01:02.345 or 00:01:02.345, in ms. */
static bool
webvtt_time(struct vt_str *s, int64_t *ms_r)
{
	int64_t hours = 0, minutes, seconds, ms;

	if (!webvtt_digits(s, 2, WEBVTT_HOURS, &minutes) || !webvtt_take(s, VT_STR(":")) ||
	    !webvtt_digits(s, 2, 2, &seconds))
		return (false);
	if (webvtt_take(s, VT_STR(":"))) {
		hours = minutes;
		minutes = seconds;
		if (!webvtt_digits(s, 2, 2, &seconds))
			return (false);
	}
	if (!webvtt_take(s, VT_STR(".")) || !webvtt_digits(s, 3, 3, &ms) || minutes > 59 ||
	    seconds > 59)
		return (false);
	*ms_r = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
	return (true);
}

/* One that ends before it begins is never shown. */
static bool
webvtt_is_cue(struct vt_str line)
{
	int64_t from, to;

	webvtt_spaces(&line);
	if (!webvtt_time(&line, &from))
		return (false);
	webvtt_spaces(&line);
	if (!webvtt_take(&line, VT_STR(WEBVTT_ARROW)))
		return (false);
	webvtt_spaces(&line);
	return (webvtt_time(&line, &to) && to > from &&
		(line.len == 0 || line.p[0] == ' ' || line.p[0] == '\t'));
}

static bool
webvtt_has_mark(struct vt_str *rest)
{
	struct vt_str line;

	(void)webvtt_take(rest, VT_STR("\xEF\xBB\xBF"));
	if (!webvtt_line(rest, &line) || !webvtt_take(&line, VT_STR(WEBVTT_MARK)))
		return (false);
	return (line.len == 0 || line.p[0] == ' ' || line.p[0] == '\t');
}

static void
webvtt_cues(struct vt_str rest, struct vt_webvtt *w)
{
	struct vt_str line;
	bool is_head = true;

	for (size_t number = 2; webvtt_line(&rest, &line); number++) {
		if (vt_str_find(line, VT_STR(WEBVTT_ARROW)) >= 0) {
			is_head = false;
			if (webvtt_is_cue(line)) {
				w->cue_count++;
			} else if (w->bad_count++ == 0) {
				w->bad_line = number;
				w->bad = line;
			}
		} else if (is_head && w->language.len == 0 &&
			   webvtt_take(&line, VT_STR(WEBVTT_LANGUAGE))) {
			w->language = vt_str_trim(line);
		}
		is_head = is_head && line.len != 0;
	}
}

void
vt_webvtt_read(struct vt_str bytes, struct vt_webvtt *w_r)
{
	*w_r = (struct vt_webvtt){ .fault = VT_WEBVTT_GOOD };
	if (!vt_utf8_is_valid(bytes)) {
		w_r->fault = VT_WEBVTT_NOT_UTF8;
	} else if (!webvtt_has_mark(&bytes)) {
		w_r->fault = VT_WEBVTT_NO_MARK;
	} else {
		webvtt_cues(bytes, w_r);
		if (w_r->cue_count == 0)
			w_r->fault = VT_WEBVTT_NO_CUES;
	}
}

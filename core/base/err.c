/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of errors and the sentence each thread keeps about its last one.
 * Prints nothing: dispatch and the command line do.
 */
#include "api/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/log.h"

struct vt_err_row {
	const char *name, *text;
	int status, level;
};

static const struct vt_err_row vt_err_table[] = {
#define VT_ERR_ROW(name, status, level, text) { #name, text, status, VT_LOG_##level },
	VT_ERRORS(VT_ERR_ROW)
#undef VT_ERR_ROW
};

/* The code is kept beside the sentence, so that an old sentence is never told
 * for another failure. */
static __thread char vt_err_text[VT_FAIL_TEXT_MAX];
static __thread vt_err vt_err_code;

static const struct vt_err_row *
vt_err_row(vt_err err)
{
	if ((unsigned)err >= VT_E_COUNT)
		err = VT_E_INTERNAL;
	return (&vt_err_table[err]);
}

/* A sentence that was cut must not end within a UTF-8 sequence. */
static size_t
vt_err_whole(const char *text, size_t len)
{
	size_t from = len;

	while (from > 0 && len - from < 4 && ((unsigned char)text[from - 1] & 0xc0) == 0x80)
		from--;
	if (from == 0 || ((unsigned char)text[from - 1] & 0xc0) != 0xc0)
		return (len);
	unsigned char lead = (unsigned char)text[from - 1];
	size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

	return (len - (from - 1) < need ? from - 1 : len);
}

static void
vt_err_keep(vt_err err, const char *text, int wanted)
{
	size_t len = strnlen(text, VT_FAIL_TEXT_MAX - 1);

	if (wanted >= VT_FAIL_TEXT_MAX)
		len = vt_err_whole(text, len);
	memcpy(vt_err_text, text, len);
	vt_err_text[len] = '\0';
	vt_err_code = err;
}

vt_err
vt_fail(vt_err err, const char *fmt, ...)
{
	/* Not straight into the kept text: the arguments may point there. */
	char text[VT_FAIL_TEXT_MAX] = "";
	va_list ap;
	int wanted;

	va_start(ap, fmt);
	wanted = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	vt_err_keep(err, text, wanted);
	return (err);
}

vt_err
vt_fail_in(vt_err err, const char *fmt, ...)
{
	char place[VT_FAIL_TEXT_MAX] = "", text[VT_FAIL_TEXT_MAX] = "";
	const char *kept = vt_err_text[0] != '\0' ? vt_err_text : vt_err_row(err)->text;
	va_list ap;
	int wanted;

	va_start(ap, fmt);
	(void)vsnprintf(place, sizeof(place), fmt, ap);
	va_end(ap);
	wanted = snprintf(text, sizeof(text), "%.*s: %s", VT_FAIL_TEXT_MAX / 2, place, kept);
	vt_err_keep(err, text, wanted);
	return (err);
}

const char *
vt_fail_text(vt_err err)
{
	if (vt_err_text[0] != '\0' && vt_err_code == err)
		return (vt_err_text);
	return (vt_err_row(err)->text);
}

void
vt_fail_clear(void)
{
	vt_err_text[0] = '\0';
	vt_err_code = VT_OK;
}

const char *
vt_err_name(vt_err err)
{
	return (vt_err_row(err)->name);
}

int
vt_err_status(vt_err err)
{
	return (vt_err_row(err)->status);
}

int
vt_err_level(vt_err err)
{
	return (vt_err_row(err)->level);
}

void
vt_assert_failed(const char *cond, const char *file, int line)
{
	vt_log("core", VT_LOG_ERROR, "this must not happen: %s (%s:%d)", cond, file, line);
	abort();
}

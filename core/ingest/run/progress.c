/* SPDX-License-Identifier: Apache-2.0 */
/* Draws how far a run is; progress.h says what for whom. */
#include "ingest/run/progress.h"

#include "api/time.h"

#define VT_PROGRESS_GUESS_MS 3000 /* before that, no guess of the time left is worth saying */

void
vt_progress_init(struct vt_progress *p, FILE *out, bool is_terminal)
{
	memset(p, 0, sizeof(*p));
	p->out = out;
	p->is_terminal = is_terminal;
	p->started_ms = p->drawn_ms = vt_time_monotonic_ms();
}

/* " 2 min left" */
static void
vt_progress_left(int64_t elapsed_ms, int64_t bytes, int64_t total, char *out, size_t size)
{
	double left;

	out[0] = '\0';
	if (elapsed_ms < VT_PROGRESS_GUESS_MS || bytes <= 0 || total <= bytes)
		return;
	left = (double)elapsed_ms / 1000 * (double)(total - bytes) / (double)bytes;
	if (left < 90)
		(void)snprintf(out, size, ", %.0f s left", left);
	else if (left < 5400)
		(void)snprintf(out, size, ", %.0f min left", left / 60);
	else
		(void)snprintf(out, size, ", %.1f h left", left / 3600);
}

/* "57 objects, 250 pages, 18.2 MB/s, 2 min left" */
static void
vt_progress_text(const struct vt_progress *p, int64_t elapsed_ms, char *out, size_t size)
{
	int64_t bytes = atomic_load(&p->bytes), objects = atomic_load(&p->objects),
		pages = atomic_load(&p->pages);
	double seconds = elapsed_ms > 0 ? (double)elapsed_ms / 1000 : 0.001;
	char left[48];

	vt_progress_left(elapsed_ms, bytes, p->bytes_total, left, sizeof(left));
	(void)snprintf(out, size, "%lld object%s, %lld page%s, %.1f MB/s%s", (long long)objects,
		       objects != 1 ? "s" : "", (long long)pages, pages != 1 ? "s" : "",
		       (double)bytes / 1e6 / seconds, left);
}

void
vt_progress_draw(struct vt_progress *p)
{
	int64_t now = vt_time_monotonic_ms();
	int64_t pause = p->is_terminal ? VT_PROGRESS_REDRAW_MS : VT_PROGRESS_LINE_MS;
	char text[160];

	if (p->out == NULL || now - p->drawn_ms < pause)
		return;
	p->drawn_ms = now;
	vt_progress_text(p, now - p->started_ms, text, sizeof(text));
	(void)fprintf(p->out, p->is_terminal ? "\r\033[K%s" : "%s\n", text);
	p->has_line = p->is_terminal;
	(void)fflush(p->out);
}

void
vt_progress_clear(struct vt_progress *p)
{
	if (!p->has_line)
		return;
	(void)fprintf(p->out, "\r\033[K");
	(void)fflush(p->out);
	p->has_line = false;
}

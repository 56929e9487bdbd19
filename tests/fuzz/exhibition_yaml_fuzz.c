/* SPDX-License-Identifier: Apache-2.0 */
/* exhibition.yaml as somebody might write it: what is taken of it is what pages rely on. */
#include <assert.h>
#include <stdlib.h>

#include "api/vartai.h"

#include "../../plugins/exhibitions/read/exh_folder.c"
#include "../../plugins/exhibitions/read/exh_seen.c"
#include "../../plugins/exhibitions/read/exh_load.c"
#include "../../plugins/exhibitions/read/exh_load_media.c"
#include "../../plugins/exhibitions/read/exh_load_parts.c"
#include "../../plugins/exhibitions/read/exh_load_picture.c"
#include "../../plugins/exhibitions/read/exh_load_step.c"
#include "../../plugins/exhibitions/read/exh_near.c"
#include "../../plugins/exhibitions/read/exh_text.c"
#include "../../plugins/exhibitions/read/exh_text_sift.c"
#include "../../plugins/exhibitions/exh_words.c"

#define MEMORY ((size_t)256 << 20)

static void
is_text(struct vt_str s)
{
	uint32_t c;

	while (vt_utf8_next(&s, &c))
		assert(!exh_is_control(c));
	assert(s.len == 0);
}

static void
are_words(const struct exh_words *w)
{
	for (int v = 0; v < EXH_VERSIONS; v++)
		is_text(w->in[v]);
}

static void
is_picture(const struct exh_picture *p)
{
	const struct exh_region *r = &p->region;

	is_text(p->object);
	are_words(&p->alt);
	assert(p->page >= 1 && p->page <= EXH_PAGE_MAX);
	assert(r->unit == EXH_WHOLE || (r->w > 0 && r->h > 0 && r->x >= 0 && r->y >= 0));
	assert(r->unit != EXH_PERCENT || (r->x + r->w < 100.01 && r->y + r->h < 100.01));
}

static void
is_date(const struct exh_date *d)
{
	assert(d->start.len == 0 || exh_date_is_good(d->start));
	assert(d->end.len == 0 || exh_date_is_good(d->end));
}

static void
is_media(const struct exh_media *m)
{
	assert(!m->is_there || m->file.len > 0);
	/* There is no folder here. */
	assert(!m->is_there || m->object.len > 0);
	for (int v = 0; v < EXH_VERSIONS; v++)
		assert(m->captions.in[v].len == 0 && m->transcript.in[v].len == 0);
}

static void
is_step(const struct exh_exhibition *x, const struct exh_step *s)
{
	assert(exh_is_slug(s->id));
	for (const struct exh_step *o = x->steps; o < s; o++)
		assert(!vt_str_eq(o->id, s->id));
	assert(s->picture_count <= 2);
	for (size_t i = 0; i < s->picture_count; i++)
		is_picture(&s->pictures[i]);
	is_date(&s->date);
	is_media(&s->audio);
	is_media(&s->video);
	assert(!s->place.is_there || (s->place.latitude >= -90 && s->place.latitude <= 90 &&
				      s->place.longitude >= -180 && s->place.longitude <= 180));
}

static void
is_exhibition(const struct exh_load *l)
{
	const struct exh_exhibition *x = l->x;

	are_words(&x->title);
	is_date(&x->period);
	assert(x->cover.line == 0 || x->cover.page >= 1);
	assert(x->rights.len == 0 || exh_is_web(x->rights));
	assert(x->has[EXH_LT] || x->has[EXH_EN] || x->has[EXH_EASY] || x->has[EXH_EASY_EN]);
	assert(x->step_count <= EXH_STEPS_MAX);
	for (size_t i = 0; i < x->step_count; i++)
		is_step(x, &x->steps[i]);
	assert(l->findings.count <= EXH_FINDINGS_MAX + 1);
	for (size_t i = 0; i < l->findings.count; i++) {
		assert(l->findings.items[i].line >= 0);
		assert(vt_utf8_is_valid(l->findings.items[i].what));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_str bytes = { (const char *)data, size };
	struct exh_load l = { .folder = "/nonexistent" };

	l.a = vt_arena_new(MEMORY);
	l.scratch = vt_arena_new(MEMORY);
	l.x = vt_arena_alloc(l.a, sizeof(*l.x));
	exh_findings_init(&l.findings, l.a);
	if (vt_yaml_tree(l.scratch, bytes, EXH_YAML, &l.tree) == VT_OK && l.tree != NULL &&
	    l.tree->type == VT_YAML_MAP) {
		exh_load_head(&l);
		if (exh_load_steps(&l) == VT_OK)
			is_exhibition(&l);
	}
	vt_arena_free(&l.scratch);
	vt_arena_free(&l.a);
	return (0);
}

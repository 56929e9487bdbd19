/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines in memory: texts and visitors become numbers, names of one person in
 * neighbouring hours are tied together, images lead to their objects.
 */
#include <stdlib.h>

#include "fold_inside.h"

struct analytics_fold *
analytics_fold_new(void)
{
	struct analytics_fold	*f = calloc(1, sizeof(*f));

	if (f != NULL)
		analytics_texts_init(&f->texts);
	return (f);
}

void
analytics_fold_free(struct analytics_fold **f_p)
{
	struct analytics_fold	*f = *f_p;

	*f_p = NULL;
	if (f == NULL)
		return;
	analytics_texts_fini(&f->texts);
	analytics_map_fini(&f->names);
	analytics_map_fini(&f->sum_map);
	analytics_map_fini(&f->count_map);
	analytics_map_fini(&f->hosts);
	free(f->events);
	free(f->steps);
	free(f->visitors);
	free(f->objects);
	free(f->sums);
	free(f->counts);
	free(f);
}

void *
analytics_fold_more(struct analytics_fold *f, void **items, size_t *count, size_t *room, size_t size)
{
	size_t	wanted = *room > 0 ? 2 * *room : 1024;
	void	*more;

	if (*count == *room) {
		if ((more = realloc(*items, wanted * size)) == NULL) {
			f->is_short = true;
			return (NULL);
		}
		*items = more;
		*room = wanted;
	}
	memset((char *)*items + *count * size, 0, size);
	return ((char *)*items + (*count)++ * size);
}
/* --- lines ------------------------------------------------------------------------- */

/* From 1; 0: none. */
static uint32_t
fold_visitor(struct analytics_fold *f, const struct analytics_visitor *name)
{
	struct fold_visitor	*v;
	uint32_t		*at;

	if (name->high == 0 && name->low == 0)
		return (0);
	at = analytics_map_at(&f->names, (struct analytics_pair){ name->high, name->low });
	if (*at == 0 && (v = FOLD_MORE(f, visitors, visitor_count, visitor_room)) != NULL) {
		v->name = *name;
		*at = (uint32_t)f->visitor_count;
		v->same = *at;
	}
	return (*at);
}

uint32_t
analytics_fold_person(struct analytics_fold *f, uint32_t visitor)
{
	struct fold_visitor	*all = f->visitors - 1;

	while (all[visitor].same != visitor) {
		all[visitor].same = all[all[visitor].same].same;
		visitor = all[visitor].same;
	}
	return (visitor);
}

bool
analytics_fold_line(struct analytics_fold *f, struct vt_str line, int64_t count)
{
	struct analytics_line	l;
	struct fold_event	*e;

	if (!analytics_line_read(line, &l) || (l.visitor.high == 0 && l.visitor.low == 0) ||
	    (e = FOLD_MORE(f, events, count, room)) == NULL)
		return (false);
	*e = (struct fold_event){ .ms = l.ms, .visitor = fold_visitor(f, &l.visitor),
		.before = fold_visitor(f, &l.before), .count = (uint32_t)count,
		.object = analytics_texts_put(&f->texts, l.object),
		.image = analytics_texts_put(&f->texts, l.image),
		.part = analytics_texts_put(&f->texts, l.part),
		.host = analytics_texts_put(&f->texts, l.host),
		.list = analytics_texts_put(&f->texts, l.list), .had = l.had,
		.use = (uint8_t)l.use, .class = (uint8_t)l.class, .is_inside = l.is_inside,
		.is_english = l.is_english };
	if (l.use == VT_USE_STEP)
		analytics_fold_step(f, l.part);
	if (e->visitor == 0 || (e->had & 1u << ANALYTICS_KNOWN) == 0)
		f->fresh += count;
	if (e->visitor != 0 && e->before != 0)
		f->visitors[analytics_fold_person(f, e->before) - 1].same = analytics_fold_person(f, e->visitor);
	return (e->visitor != 0);
}

int64_t
analytics_fold_lines(const struct analytics_fold *f)
{
	return (f->fresh);
}

const char *
analytics_fold_text(const struct analytics_fold *f, uint32_t text)
{
	return (analytics_texts_get(&f->texts, text));
}

/* --- images ------------------------------------------------------------------------------ */

static bool
fold_objects_room(struct analytics_fold *f)
{
	uint32_t	*more;

	if (f->object_room >= f->texts.count)
		return (true);
	if ((more = realloc(f->objects, f->texts.count * sizeof(*more))) == NULL) {
		f->is_short = true;
		return (false);
	}
	memset(more + f->object_room, 0, (f->texts.count - f->object_room) * sizeof(*more));
	f->objects = more;
	f->object_room = f->texts.count;
	return (true);
}

/* *at is the number of an event; each image is told once. */
const char *
analytics_fold_image(struct analytics_fold *f, size_t *at)
{
	if (!fold_objects_room(f))
		return (NULL);
	for (; *at < f->count; (*at)++) {
		const struct fold_event *e = &f->events[*at];

		if (e->object == 0 && e->image != 0 && f->objects[e->image] == 0)
			return (analytics_texts_get(&f->texts, e->image));
	}
	return (NULL);
}

void
analytics_fold_image_is(struct analytics_fold *f, size_t at, struct vt_str object)
{
	uint32_t	image = f->events[at].image, text = analytics_texts_put(&f->texts, object);

	/* One that nobody knows any more stands for itself. */
	if (fold_objects_room(f))
		f->objects[image] = text != 0 ? text : image;
}

uint32_t
analytics_fold_object(const struct analytics_fold *f, const struct fold_event *e)
{
	if (e->object != 0 || e->image == 0 || e->image >= f->object_room)
		return (e->object);
	return (f->objects[e->image]);
}

/* --- for the next time ---------------------------------------------------------------- */

size_t
analytics_fold_keep(struct analytics_fold *f, int64_t from_ms, size_t *at, size_t bytes,
    struct vt_buf *out)
{
	static const struct analytics_visitor none;
	size_t	count = 0;

	for (; *at < f->count && vt_buf_get(out).len < bytes; (*at)++) {
		const struct fold_event *e = &f->events[*at];
		const struct analytics_line l = { .ms = e->ms, .had = e->gains,
			.use = (enum vt_use_kind)e->use, .class = (enum analytics_class)e->class,
			.list = vt_str_of(analytics_fold_text(f, e->list)),
			.visitor = f->visitors[e->visitor - 1].name,
			.before = e->before != 0 ? f->visitors[e->before - 1].name : none,
			.is_inside = e->is_inside, .is_english = e->is_english,
			.object = vt_str_of(analytics_fold_text(f, e->object)),
			.image = vt_str_of(analytics_fold_text(f, e->image)),
			.part = vt_str_of(analytics_fold_text(f, e->part)),
			.host = vt_str_of(analytics_fold_text(f, e->host)) };

		if (e->ms < from_ms)
			continue;
		vt_buf_int(out, e->count);
		vt_buf_char(out, '\t');
		analytics_line_write(&l, out);
		vt_buf_char(out, '\n');
		count++;
	}
	return (count);
}

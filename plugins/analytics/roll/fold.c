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

/* A line that was read, and the places where its texts and visitors will be looked for:
 * those of several lines are asked for before the first is needed. */
enum { FOLD_OBJECT, FOLD_IMAGE, FOLD_PART, FOLD_HOST, FOLD_LIST, FOLD_TEXTS };
struct fold_read {
	struct analytics_line	line;
	int64_t			count;
	struct vt_str		texts[FOLD_TEXTS];
	struct analytics_pair	keys[FOLD_TEXTS];
};

static struct analytics_pair
fold_name(const struct analytics_visitor *v)
{
	return ((struct analytics_pair){ v->high, v->low });
}

static bool
fold_read_line(const struct analytics_fold *f, struct vt_str text, int64_t count,
    struct fold_read *r)
{
	const struct analytics_line	*l = &r->line;

	if (!analytics_line_read(text, &r->line) || (l->visitor.high == 0 && l->visitor.low == 0))
		return (false);
	r->count = count;
	r->texts[FOLD_OBJECT] = l->object;
	r->texts[FOLD_IMAGE] = l->image;
	r->texts[FOLD_PART] = l->part;
	r->texts[FOLD_HOST] = l->host;
	r->texts[FOLD_LIST] = l->list;
	for (int i = 0; i < FOLD_TEXTS; i++)
		r->keys[i] = analytics_texts_key(&f->texts, r->texts[i]);
	analytics_map_near(&f->names, fold_name(&l->visitor));
	if (l->before.high != 0 || l->before.low != 0)
		analytics_map_near(&f->names, fold_name(&l->before));
	return (true);
}

static bool
fold_add_line(struct analytics_fold *f, const struct fold_read *r)
{
	const struct analytics_line	*l = &r->line;
	struct fold_event		*e = FOLD_MORE(f, events, count, room);
	uint32_t			 texts[FOLD_TEXTS];

	if (e == NULL)
		return (false);
	for (int i = 0; i < FOLD_TEXTS; i++)
		texts[i] = analytics_texts_put_key(&f->texts, r->texts[i], r->keys[i]);
	*e = (struct fold_event){ .ms = l->ms, .visitor = fold_visitor(f, &l->visitor),
		.before = fold_visitor(f, &l->before), .count = (uint32_t)r->count,
		.object = texts[FOLD_OBJECT], .image = texts[FOLD_IMAGE], .part = texts[FOLD_PART],
		.host = texts[FOLD_HOST], .list = texts[FOLD_LIST], .had = l->had,
		.use = (uint8_t)l->use, .class = (uint8_t)l->class, .is_inside = l->is_inside,
		.is_english = l->is_english, .country = { l->country[0], l->country[1] } };
	if (l->use == VT_USE_STEP)
		analytics_fold_step(f, l->part);
	if (e->visitor == 0 || (e->had & 1u << ANALYTICS_KNOWN) == 0)
		f->fresh += r->count;
	if (e->visitor != 0 && e->before != 0)
		f->visitors[analytics_fold_person(f, e->before) - 1].same = analytics_fold_person(f, e->visitor);
	return (e->visitor != 0);
}

bool
analytics_fold_line(struct analytics_fold *f, struct vt_str line, int64_t count)
{
	struct fold_read	r;

	return (fold_read_line(f, line, count, &r) && fold_add_line(f, &r));
}

void
analytics_fold_put(struct analytics_fold *f, struct vt_str lines)
{
	struct fold_read	some[FOLD_AHEAD];
	struct vt_str		line, number;
	int64_t			count;
	size_t			n;

	do {
		for (n = 0; n < FOLD_AHEAD && vt_str_next(&lines, '\n', &line);)
			n += vt_str_next(&line, '\t', &number) &&
			    vt_str_to_int(number, 1, UINT32_MAX, &count) &&
			    fold_read_line(f, line, count, &some[n]);
		for (size_t i = 0; i < n; i++)
			(void)fold_add_line(f, &some[i]);
	} while (n > 0 || lines.len > 0);
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

static void
fold_write(const struct analytics_fold *f, const struct fold_event *e, struct vt_buf *out)
{
	static const struct analytics_visitor none;
	const struct analytics_line l = { .ms = e->ms, .had = e->gains,
		.use = (enum vt_use_kind)e->use, .class = (enum analytics_class)e->class,
		.list = vt_str_of(analytics_fold_text(f, e->list)),
		.visitor = f->visitors[e->visitor - 1].name,
		.before = e->before != 0 ? f->visitors[e->before - 1].name : none,
		.is_inside = e->is_inside, .is_english = e->is_english,
		.country = { e->country[0], e->country[1] },
		.object = vt_str_of(analytics_fold_text(f, e->object)),
		.image = vt_str_of(analytics_fold_text(f, e->image)),
		.part = vt_str_of(analytics_fold_text(f, e->part)),
		.host = vt_str_of(analytics_fold_text(f, e->host)) };

	analytics_line_write(&l, out);
}

size_t
analytics_fold_keep(struct analytics_fold *f, int64_t from_ms, size_t *at, size_t bytes,
    struct vt_buf *out)
{
	size_t	count = 0;

	for (; *at < f->count && vt_buf_get(out).len < bytes; (*at)++) {
		const struct fold_event *e = &f->events[*at];

		if (e->ms < from_ms)
			continue;
		vt_buf_int(out, e->count);
		vt_buf_char(out, '\t');
		fold_write(f, e, out);
		vt_buf_char(out, '\n');
		count++;
	}
	return (count);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* An object's description as it is stored, and what of it is searched. */
#include "catalog/description_xml.h"
#include "catalog/store.h"

#define VT_DESCRIPTION_MAX (8 * 1024 * 1024) /* bytes of its XML */

static bool
vt_write_is_title(const struct vt_property *p)
{
	return (vt_str_eq_c(p->name, "title") || vt_str_eq_c(p->name, "alternative"));
}

/* Values, a line each: titles, or all the others and the identifier. */
static void
vt_write_words(const struct vt_object *o, bool are_titles, struct vt_buf *out)
{
	if (!are_titles)
		vt_buf_str(out, o->identifier);
	for (size_t i = 0; i < o->description.count; i++) {
		const struct vt_property *p = &o->description.properties[i];

		if (vt_write_is_title(p) != are_titles || p->value.len == 0)
			continue;
		if (out->len != 0)
			vt_buf_char(out, '\n');
		vt_buf_str(out, p->value);
	}
}

static vt_err
vt_write_description_xml(const struct vt_description *d, struct vt_buf *out)
{
	struct vt_xmlw x;

	vt_xmlw_init(&x, out);
	vt_xmlw_open(&x, "object");
	vt_xmlw_attr(&x, "xmlns", VT_STR(VT_DESCRIPTION_NS));
	vt_description_to_xml(d, &x);
	vt_xmlw_close(&x);
	return (vt_xmlw_error(&x));
}

/* What is read back with every object must be readable: found out now, when it
 * costs one object, not later at every request. */
static vt_err
vt_write_prove(struct vt_writing *wr, struct vt_str xml)
{
	struct vt_description d;
	vt_err err = vt_description_parse(wr->a, xml, &d);

	return (err != VT_OK ? vt_fail_in(err, "its description") : VT_OK);
}

static vt_err
vt_write_description_row(struct vt_writing *wr, const struct vt_buf buffers[3])
{
	return (vt_db_run(&wr->w->db,
			  "INSERT INTO description VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE "
			  "SET xml = ?2, title = ?3, about = ?4",
			  VT_BINDS(VT_INT(wr->id), VT_TEXT(vt_buf_get(&buffers[0])),
				   VT_TEXT(vt_buf_get(&buffers[1])),
				   VT_TEXT(vt_buf_get(&buffers[2])))));
}

static vt_err
vt_write_new_description(struct vt_writing *wr)
{
	struct vt_buf buffers[3];
	vt_err err;

	for (size_t i = 0; i < 3; i++)
		vt_buf_init(&buffers[i], VT_DESCRIPTION_MAX);
	err = vt_write_description_xml(&wr->o->object.description, &buffers[0]);
	if (err == VT_OK)
		err = vt_write_prove(wr, vt_buf_get(&buffers[0]));
	vt_write_words(&wr->o->object, true, &buffers[1]);
	vt_write_words(&wr->o->object, false, &buffers[2]);
	for (size_t i = 1; i < 3 && err == VT_OK; i++)
		err = vt_buf_error(&buffers[i]);
	if (err == VT_OK)
		err = vt_write_description_row(wr, buffers);
	for (size_t i = 0; i < 3; i++)
		vt_buf_fini(&buffers[i]);
	return (err);
}

vt_err
vt_write_description(struct vt_writing *wr)
{
	if (wr->o == NULL)
		return (vt_db_run(&wr->w->db, "DELETE FROM description WHERE object = ?1",
				  VT_BINDS(VT_INT(wr->id))));
	return (vt_write_new_description(wr));
}

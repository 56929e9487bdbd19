/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading and writing content states.  Whatever a stranger sends ends in a few addresses
 * and numbers, which are then looked up among our own; nothing is fetched.
 */
#include "site_state.h"

#define SITE_STATE_DEPTH	8	/* targets, sources within each other */
#define SITE_REGION_MAX		1e9	/* of a coordinate */

/* --- the encoding (6) ------------------------------------------------------------------ */

static int
site_base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (c - 'A');
	if (c >= 'a' && c <= 'z')
		return (c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (c - '0' + 52);
	/* The other alphabet, too, with what an address makes of its plus. */
	if (c == '-' || c == '+' || c == ' ')
		return (62);
	return (c == '_' || c == '/' ? 63 : -1);
}

static vt_err
site_base64(struct vt_arena *a, struct vt_str given, struct vt_str *bytes_r)
{
	char		*out = vt_arena_alloc(a, given.len + 1);
	uint32_t	 bits = 0;
	size_t		 len = 0, count = 0;

	if (out == NULL)
		return (VT_E_LIMIT);
	while (given.len > 0 && given.p[given.len - 1] == '=')
		given.len--;
	for (size_t i = 0; i < given.len; i++) {
		int	digit = site_base64_digit(given.p[i]);

		if (digit < 0)
			return (vt_fail(VT_E_BADARG, "the content state is neither an address nor "
			    "base64url: byte %zu of it is none of its letters", i + 1));
		bits = bits << 6 | (uint32_t)digit;
		if (++count % 4 == 1)
			continue;
		out[len++] = (char)(bits >> (6 - 2 * ((count - 1) % 4)));
	}
	*bytes_r = (struct vt_str){ out, len };
	return (count % 4 != 1 ? VT_OK : vt_fail(VT_E_BADARG, "the content state is cut off: its "
	    "base64url has a letter too few"));
}

static int
site_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	c |= 0x20;
	return (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
}

vt_err
site_unpercent(struct vt_arena *a, struct vt_str s, struct vt_str *text_r)
{
	char	*out = vt_arena_alloc(a, s.len + 1);
	size_t	 len = 0;

	if (out == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < s.len; i++) {
		int	high, low;

		if (s.p[i] != '%') {
			out[len++] = s.p[i];
			continue;
		}
		if (s.len - i < 3 || (high = site_hex_digit(s.p[i + 1])) < 0 ||
		    (low = site_hex_digit(s.p[i + 2])) < 0)
			return (vt_fail(VT_E_BADARG, "the content state is not encoded by "
			    "encodeURIComponent: byte %zu of it begins no %%XX", i + 1));
		out[len++] = (char)(high << 4 | low);
		i += 2;
	}
	*text_r = (struct vt_str){ out, len };
	return (VT_OK);
}

static bool
site_is_address(struct vt_str s)
{
	return (vt_str_starts(s, VT_STR("http://")) || vt_str_starts(s, VT_STR("https://")));
}

static bool
site_is_json(struct vt_str s)
{
	return (s.len > 0 && (s.p[0] == '{' || s.p[0] == '[' || s.p[0] == '"'));
}

/* An address or a JSON text, whatever it came in. */
static vt_err
site_state_decode(struct vt_arena *a, struct vt_str given, struct vt_str *text_r)
{
	struct vt_str	bytes;
	vt_err		err;

	*text_r = vt_str_trim(given);
	if (site_is_address(*text_r) || site_is_json(*text_r))
		return (VT_OK);
	if ((err = site_base64(a, *text_r, &bytes)) != VT_OK)
		return (err);
	*text_r = vt_str_trim(bytes);
	if (site_is_address(*text_r) || site_is_json(*text_r))
		return (VT_OK);
	if ((err = site_unpercent(a, bytes, text_r)) != VT_OK)
		return (err);
	*text_r = vt_str_trim(*text_r);
	return (VT_OK);
}

/* --- regions ---------------------------------------------------------------------------- */

bool
site_region_parse(struct vt_str text, struct site_region *region_r)
{
	struct site_region	r = { .is_percent = false };
	double			*const sides[] = { &r.x, &r.y, &r.w, &r.h };
	struct vt_str		part;
	size_t			count = 0;

	if (vt_str_starts(text, VT_STR("xywh=")))
		text = vt_str_sub(text, 5, text.len);
	if (vt_str_starts(text, VT_STR("pixel:"))) {
		text = vt_str_sub(text, 6, text.len);
	} else if (vt_str_starts(text, VT_STR("percent:"))) {
		text = vt_str_sub(text, 8, text.len);
		r.is_percent = true;
	}
	while (vt_str_next(&text, ',', &part)) {
		if (count == 4 || !vt_str_to_double(vt_str_trim(part), sides[count]) ||
		    *sides[count] < -SITE_REGION_MAX || *sides[count] > SITE_REGION_MAX)
			return (false);
		count++;
	}
	if (count != 4 || r.w <= 0 || r.h <= 0)
		return (false);
	*region_r = r;
	return (true);
}

/* One side of it, from..to within 0..size; false: nothing is left. */
static bool
site_region_side(double from, double len, int64_t size, int64_t *from_r, int64_t *len_r)
{
	int64_t	begin = (int64_t)(from + 0.5 * (from >= 0)), end = (int64_t)(from + len + 0.5);

	begin = begin < 0 ? 0 : begin;
	end = end > size ? size : end;
	if (end <= begin)
		return (false);
	*from_r = begin;
	*len_r = end - begin;
	return (true);
}

bool
site_region_fit(const struct site_region *region, int64_t width, int64_t height,
    int64_t box_r[4])
{
	double	by_x = region->is_percent ? (double)width / 100 : 1;
	double	by_y = region->is_percent ? (double)height / 100 : 1;
	int64_t	box[4];

	if (region->w <= 0 || region->h <= 0 ||
	    !site_region_side(region->x * by_x, region->w * by_x, width, &box[0], &box[2]) ||
	    !site_region_side(region->y * by_y, region->h * by_y, height, &box[1], &box[3]))
		return (false);
	memcpy(box_r, box, sizeof(box));
	return (true);
}

/* --- what it says (2) ---------------------------------------------------------------------- */

static void
site_state_address(struct vt_str address, struct site_content_state *s)
{
	struct vt_str	id;

	if (!vt_str_next(&address, '#', &id))
		return;
	s->id = id;
	(void)site_region_parse(address, &s->region);
}

/* id, or as Presentation 2 has it. */
static struct vt_str
site_state_id(const struct vt_json *v)
{
	struct vt_str	id = vt_json_get_str(v, "id");

	return (id.len > 0 ? id : vt_json_get_str(v, "@id"));
}

/* partOf, or "within": an address, an object, or several, of which the first is meant. */
static struct vt_str
site_state_part_of(const struct vt_json *v)
{
	const struct vt_json	*of = vt_json_get(v, "partOf");

	if (of == NULL)
		of = vt_json_get(v, "within");
	if (of != NULL && of->type == VT_JSON_ARRAY)
		of = of->first;
	if (of == NULL)
		return (VT_STR_NONE);
	return (of->type == VT_JSON_STR ? of->str : site_state_id(of));
}

/* Of several selectors the first that is a region. */
static void
site_state_selector(const struct vt_json *v, struct site_content_state *s)
{
	if (v == NULL)
		return;
	if (v->type == VT_JSON_ARRAY) {
		for (v = v->first; v != NULL && s->region.w <= 0; v = v->next)
			site_state_selector(v->type == VT_JSON_ARRAY ? NULL : v, s);
		return;
	}
	(void)site_region_parse(vt_json_get_str(v, "value"), &s->region);
}

static vt_err
site_state_target(const struct vt_json *v, unsigned depth, struct site_content_state *s)
{
	const struct vt_json	*inner;
	struct vt_str		 part_of;

	if (v != NULL && v->type == VT_JSON_ARRAY)
		v = v->first;
	if (v != NULL && v->type == VT_JSON_STR)
		site_state_address(v->str, s);
	if (v == NULL || v->type != VT_JSON_OBJECT)
		return (s->id.len > 0 ? VT_OK : vt_fail(VT_E_BADARG, "the content state names "
		    "nothing that could be shown: its target needs an id"));
	if ((inner = vt_json_get(v, "target")) == NULL)
		inner = vt_json_get(v, "source");
	site_state_selector(vt_json_get(v, "selector"), s);
	if ((part_of = site_state_part_of(v)).len > 0)
		s->manifest = part_of;
	if (inner != NULL && depth < SITE_STATE_DEPTH)
		return (site_state_target(inner, depth + 1, s));
	site_state_address(site_state_id(v), s);
	return (s->id.len > 0 ? VT_OK : vt_fail(VT_E_BADARG, "the content state names nothing that "
	    "could be shown: its target needs an id"));
}

vt_err
site_state_parse(struct vt_arena *a, struct vt_str given, struct site_content_state *state_r)
{
	struct site_content_state	 s = { .id = VT_STR_NONE };
	const struct vt_json	*v;
	struct vt_str		 text;
	vt_err			 err;

	if (given.len > SITE_STATE_MAX)
		return (vt_fail(VT_E_BADARG, "the content state is %zu bytes long, more than %d",
		    given.len, SITE_STATE_MAX));
	if ((err = site_state_decode(a, given, &text)) != VT_OK)
		return (err);
	if (site_is_address(text)) {
		site_state_address(text, &s);
	} else if ((err = vt_json_parse(a, text, &v)) != VT_OK) {
		return (vt_fail_in(err, "the content state is no JSON"));
	} else if ((err = site_state_target(v, 0, &s)) != VT_OK) {
		return (err);
	}
	*state_r = s;
	return (VT_OK);
}

/* --- written ------------------------------------------------------------------------------ */

static void
site_base64_put(struct vt_buf *out, struct vt_str s)
{
	static const char	letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					    "0123456789-_";

	for (size_t i = 0; i < s.len; i += 3) {
		size_t		left = s.len - i;
		uint32_t	bits = (uint32_t)(uint8_t)s.p[i] << 16;

		bits |= left > 1 ? (uint32_t)(uint8_t)s.p[i + 1] << 8 : 0;
		bits |= left > 2 ? (uint32_t)(uint8_t)s.p[i + 2] : 0;
		for (size_t k = 0; k < (left > 2 ? 4 : left + 1); k++)
			vt_buf_char(out, letters[bits >> (18 - 6 * k) & 63]);
	}
}

struct vt_str
site_state_encode(struct vt_arena *a, struct vt_str canvas, struct vt_str manifest)
{
	struct vt_buf	json, escaped, out;
	struct vt_jsonw	j;
	struct vt_str	made = VT_STR_NONE;

	vt_buf_init(&json, SITE_STATE_MAX);
	vt_buf_init(&escaped, SITE_STATE_MAX);
	vt_buf_init(&out, SITE_STATE_MAX);
	vt_jsonw_init(&j, &json);
	vt_jsonw_object(&j);
	vt_jsonw_pair(&j, "id", canvas);
	vt_jsonw_pair_c(&j, "type", "Canvas");
	vt_jsonw_key(&j, "partOf");
	vt_jsonw_array(&j);
	vt_jsonw_object(&j);
	vt_jsonw_pair(&j, "id", manifest);
	vt_jsonw_pair_c(&j, "type", "Manifest");
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	vt_buf_percent(&escaped, vt_buf_get(&json));
	site_base64_put(&out, vt_buf_get(&escaped));
	if (vt_jsonw_error(&j) == VT_OK && vt_buf_error(&escaped) == VT_OK &&
	    vt_buf_error(&out) == VT_OK)
		made = vt_str_dup(a, vt_buf_get(&out));
	vt_buf_fini(&json);
	vt_buf_fini(&escaped);
	vt_buf_fini(&out);
	return (made);
}

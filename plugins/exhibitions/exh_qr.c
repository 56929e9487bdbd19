/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address of an exhibition as a QR code (ISO/IEC 18004), an SVG for posters: crisp at any
 * size, with the four modules of quiet zone that readers need, dark on white whatever stands
 * around it.
 */
#include <qrencode.h>

#include "exhibitions.h"

#define EXH_QR_QUIET	4	/* modules */
#define EXH_QR_SIZE	"60mm"	/* printed as it is; read from half a metre */

static void
exh_qr_free(void *arg)
{
	QRcode_free(arg);
}

/* Dark modules, joined in each row. */
static void
exh_qr_path(struct vt_buf *out, const QRcode *code)
{
	int	end;

	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x = end) {
			const unsigned char *row = code->data + y * code->width;

			for (end = x + 1; end < code->width && (row[end] & 1) == (row[x] & 1); end++)
				;
			if (row[x] & 1)
				vt_buf_printf(out, "M%d %dh%dv1h-%dz", x + EXH_QR_QUIET,
				    y + EXH_QR_QUIET, end - x, end - x);
		}
}

static void
exh_qr_write(struct exh_call *c, const QRcode *code, struct vt_str url)
{
	struct vt_buf	*out = vt_response_body(c->res);
	struct vt_str	 name = exh_words_get(&c->x->title, c->version);
	int		 side = code->width + 2 * EXH_QR_QUIET;

	vt_buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" EXH_QR_SIZE "\" "
	    "height=\"" EXH_QR_SIZE "\" viewBox=\"0 0 %d %d\" role=\"img\" "
	    "shape-rendering=\"crispEdges\"><title>", side, side);
	vt_buf_escape(out, name.len > 0 ? name : c->x->slug);
	vt_buf_str(out, VT_STR(": "));
	vt_buf_escape(out, url);
	vt_buf_printf(out, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side, side);
	exh_qr_path(out, code);
	vt_buf_printf(out, "\"/></svg>\n");
}

vt_err
exh_qr(struct vt_request *req, struct vt_response *res)
{
	struct exh_call	 c;
	struct vt_str	 url;
	const char	*text;
	QRcode		*code;
	vt_err		 err = exh_begin(req, res, &c);

	if (err != VT_OK)
		return (err);
	url = exh_url(&c, "");
	if ((text = vt_str_c(c.arena, url)) == NULL)
		return (VT_E_LIMIT);
	/* 15 % may be dirty or torn. */
	if ((code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M)) == NULL)
		return (vt_fail(VT_E_TOOLARGE, "the address is too long for a QR code: %s", text));
	if ((err = vt_defer(c.arena, exh_qr_free, code)) != VT_OK)
		return (err);
	vt_response_type(res, "image/svg+xml");
	exh_qr_write(&c, code, url);
	return (vt_response_error(res));
}

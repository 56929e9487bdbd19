/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one error type.  A function that can fail returns a vt_err; VT_OK is 0.
 * Who first knows what failed says it once, with vt_fail(), in a sentence for
 * the person who can mend it; callers pass the code on; only dispatch and the
 * command line print the sentence.
 */
#ifndef VT_API_ERR_H
#define VT_API_ERR_H

#if defined(__GNUC__)
#define VT_API		__attribute__((visibility("default")))
#define VT_MUST_CHECK	__attribute__((warn_unused_result))
#define VT_PRINTF(f, a)	__attribute__((format(printf, f, a)))
#else
#define VT_API
#define VT_MUST_CHECK
#define VT_PRINTF(f, a)
#endif

/* name, HTTP status, log level (vt_log_level), short text.  Append only: the
 * numbers are part of the plugin ABI. */
#define VT_ERRORS(X)							\
	X(OK,		200, DEBUG,	"all is well")			\
	X(BADARG,	400, INFO,	"the request cannot be understood") \
	X(UNAUTHORIZED,	401, INFO,	"signing in is needed")		\
	X(FORBIDDEN,	403, INFO,	"this is not open to you")	\
	X(NOTFOUND,	404, INFO,	"there is nothing here")	\
	X(METHOD,	405, INFO,	"this method is not served here") \
	X(NOTACCEPTABLE, 406, INFO,	"no acceptable form is served here") \
	X(CONFLICT,	409, INFO,	"this contradicts what is there") \
	X(GONE,		410, INFO,	"this was withdrawn")		\
	X(TOOLARGE,	413, INFO,	"this is larger than the limit") \
	X(RANGE,	416, INFO,	"the range lies outside")	\
	X(LIMIT,	503, WARN,	"a limit was reached")		\
	X(BUSY,		503, WARN,	"too much is asked at once")	\
	X(UNAVAILABLE,	503, ERROR,	"what this is made from cannot be read just now") \
	X(UNSUPPORTED,	501, INFO,	"this is not supported")	\
	X(FORMAT,	500, ERROR,	"stored data cannot be read")	\
	X(IO,		500, ERROR,	"reading or writing failed")	\
	X(NOMEM,	503, ERROR,	"out of memory")		\
	X(INTERNAL,	500, ERROR,	"an internal fault")		\
	X(END,		500, DEBUG,	"no more")			\
	X(DECLINED,	500, DEBUG,	"left to another")

typedef enum {
#define VT_ERR_ENUM(name, status, level, text) VT_E_##name,
	VT_ERRORS(VT_ERR_ENUM)
#undef VT_ERR_ENUM
	VT_E_COUNT
} vt_err;
#define VT_OK VT_E_OK

/* Longest sentence that vt_fail() keeps, in bytes. */
#define VT_FAIL_TEXT_MAX 1024

/* Says what failed: keeps the sentence for this thread and returns err, so
 * that `return (vt_fail(VT_E_BADARG, "width must be 1..%d", max));` does both. */
VT_API vt_err	vt_fail(vt_err err, const char *fmt, ...) VT_PRINTF(2, 3);

/* Puts "fmt: " before the sentence kept for this thread; returns err. */
VT_API vt_err	vt_fail_in(vt_err err, const char *fmt, ...) VT_PRINTF(2, 3);

/* The sentence of this thread's last vt_fail(); for err without one, the
 * table's text.  Borrowed until the next vt_fail() of this thread. */
VT_API const char	*vt_fail_text(vt_err err);
/* Forgets the sentence of this thread. */
VT_API void		 vt_fail_clear(void);

VT_API const char	*vt_err_name(vt_err err);	/* "NOTFOUND" */
VT_API int		 vt_err_status(vt_err err);	/* HTTP status */
VT_API int		 vt_err_level(vt_err err);	/* vt_log_level */

/* Our own mistakes, never a client's: stays on in release builds. */
#define vt_assert(cond) \
	((cond) ? (void)0 : vt_assert_failed(#cond, __FILE__, __LINE__))
VT_API void	vt_assert_failed(const char *cond, const char *file, int line)
		    __attribute__((noreturn));

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* `vartai exhibit …` */
#ifndef EXH_COMMAND_H
#define EXH_COMMAND_H

#include "exhibitions.h"

#define EXH_COMMAND_USAGE	\
	"check [SLUG...] | preview|publish|withdraw SLUG | list [--lang lt|en] [--json]"

#define EXH_GROUPS_MAX	256

/* exh_command_user.c: the server's user, whom root is for a moment. */
struct exh_user {
	uid_t	uid;			/* 0: nobody else is needed */
	gid_t	gid, groups[EXH_GROUPS_MAX];
	int	count;			/* of root's groups */
};

struct exh_command {
	struct vt_boot		*boot;
	const struct exh_conf	*conf;
	struct vt_arena		*a;
	struct vt_catalog	*catalog;	/* NULL: there is none */
	const char		*lang;
	bool			 is_json;
	const char		**slugs;
	size_t			 slug_count;
	struct exh_user		 user;
};

/* name: server.user; empty: whoever owns data_dir. */
void	exh_user_find(struct exh_user *u, const char *name, const char *data_dir);
void	exh_user_begin(struct exh_user *u);
void	exh_user_end(struct exh_user *u);

/* An exhibition and its folder; VT_E_NOTFOUND, VT_E_BADARG. */
vt_err	exh_command_load(struct exh_command *c, struct vt_str slug,
	    struct exh_exhibition **x_r) VT_MUST_CHECK;
/* exh_command_check.c: prints findings; *errors_r of them stop publishing. */
vt_err	exh_command_check_one(struct exh_command *c, const struct exh_exhibition *x,
	    size_t *errors_r) VT_MUST_CHECK;
int	exh_command_check(struct exh_command *c);
/* exh_command_publish.c */
int	exh_command_publish(struct exh_command *c);
int	exh_command_withdraw(struct exh_command *c);
int	exh_command_preview(struct exh_command *c);
int	exh_command_list(struct exh_command *c);
int	exh_command_fail(vt_err err);
/* Says of folders that they are overlooked, or that there is none; 2, or 0: there is nothing
 * to be said.  count: of those that are not. */
int	exh_command_missed(struct exh_command *c, size_t count);

int	exh_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif

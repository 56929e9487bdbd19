#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# vartai-backup.sh DATA_DIR TARGET: a copy of data.dir from which a server can start.  A server
# may run meanwhile, an ingest should not.  Run as the server's user, who is to write in TARGET;
# run again, it copies what is new.  Wants the package sqlite3.
set -eu
if [ $# -ne 2 ]; then
	echo "usage: $0 DATA_DIR TARGET" >&2
	exit 2
fi
data=$1 to=$2
if [ ! -e "$data/catalog.db" ]; then
	echo "$0: there is no catalogue in $data" >&2
	exit 2
fi
umask 077
mkdir -p "$to"
# What workers noted and nobody has summed up yet, before the sums.
rm -f "$to"/*.spool "$to"/*.pending
for file in "$data"/*; do
	case $file in
	*.db | *.db-wal | *.db-shm | *.lock) ;;
	*) [ -d "$file" ] || cp -pu "$file" "$to/" ;;
	esac
done
# Databases that are in use: a plain copy of one may be none.
for db in "$data"/*.db; do
	name=$(basename "$db")
	rm -f "$to/$name.new"
	sqlite3 -bail "$db" ".timeout 60000" ".backup \"$to/$name.new\""
	rm -f "$to/$name-wal" "$to/$name-shm"
	mv -f "$to/$name.new" "$to/$name"
done
# Named by their content: those that are there are whole.  After the catalogue, which names them.
for folder in images files; do
	[ ! -d "$data/$folder" ] || cp -RLpu "$data/$folder" "$to/"
done

#!/bin/sh
# Tells a proxy by HTTP whether this Galera node may be written to: 200 when it may, 503 when not.
# A check that merely logs in passes nodes that have lost the others and refuse every statement (error 1047).
#
# On each database machine, systemd runs it for every connection to port 9200: see galera-check.socket.
# Parameters go to the `mariadb` client as they are. By hand: echo | galera-check.sh

# The request is read to its empty line: closed before, the connection would be reset with the answer still on its way.
while read -r line && [ -n "${line%?}" ]; do :; done

status=$(mariadb "$@" --connect-timeout=2 --batch --skip-column-names --execute="
  SHOW STATUS WHERE Variable_name IN ('wsrep_cluster_status', 'wsrep_local_state', 'wsrep_ready')" 2>&1)

has() { printf '%s\n' "$status" | grep -q "^$1	$2\$"; }

# 4 is Synced. A donor (2) stands still while it copies itself with rsync.
if has wsrep_cluster_status Primary && has wsrep_local_state 4 && has wsrep_ready ON; then
  answer='200 OK' body='may be written to'
else
  answer='503 Service Unavailable' body=$(printf '%s' "$status" | tr '\n' ' ')
fi

printf 'HTTP/1.1 %s\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s\n' \
  "$answer" "$((${#body} + 1))" "$body"

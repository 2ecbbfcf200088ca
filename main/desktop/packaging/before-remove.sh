#!/bin/sh
# Runs as root before a deb or rpm package is removed: takes back what the app has changed for each user.
# dpkg passes `remove` or `upgrade`; rpm the number of versions that stay: 0 at a removal.
case "$1" in
  remove | 0) ;;
  *) exit 0 ;;
esac
app=/opt/Signalbox/signalbox

# A running app restores Claude Code's settings at the beginning of its drain.
for exe in /proc/[0-9]*/exe; do
  if [ "$(readlink "$exe" 2>/dev/null)" = "$app" ]; then
    process=${exe%/exe}
    # Only the main process: Chromium's others have a type.
    tr '\0' ' ' <"$process/cmdline" 2>/dev/null | grep -q -- ' --type=' || kill -TERM "${process#/proc/}" 2>/dev/null
  fi
done

getent passwd | while IFS=: read -r user _ id _ _ home _; do
  [ "$id" -eq 0 ] || [ "$id" -ge 1000 ] || continue
  # As the user: a folder of theirs may hold a link to anywhere.
  as_user() { runuser -u "$user" -- env HOME="$home" "$@" </dev/null >/dev/null 2>&1; }
  as_user test -f "$home/.config/Signalbox/connection.json" &&
    as_user timeout 15 "$app" --no-sandbox --disconnect
  as_user rm -f "$home/.config/autostart/dev.signalbox.app.desktop"
done
exit 0

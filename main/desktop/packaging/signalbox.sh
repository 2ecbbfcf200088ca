#!/bin/sh
# Installed as /usr/bin/signalbox by the deb and rpm packages: the command line, and without a command the app.
app=/opt/Signalbox/signalbox
case "$1" in
  --help | --version) ;;
  # A link, the app's own options, or nothing: the app opens.
  '' | -* | signalbox:*) exec "$app" "$@" ;;
esac
# A command opens no page. Without the sandbox it also runs for root and where there are no user namespaces.
exec "$app" --no-sandbox --command-line "$@"

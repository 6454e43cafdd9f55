#!/bin/sh
# Runs the node it is given, hands SIGTERM on to it, and leaves as it left.
#
# A node that crashed leaves a second later than it died: until then its address refuses connections, and that is how its
# peers know that it is dead and not merely out of reach. Without this the container's address is gone within milliseconds
# and all that the peers see is silence, so they would have to wait for a time-out before they may go on.
# As many descriptors as may be had: each player takes one.
ulimit -n "$(ulimit -H -n)" 2>/dev/null

child=
asked=
stop() {
  asked=yes
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop TERM INT

"$@" &
child=$!
# The signal may have come before there was anybody to hand it to.
[ -z "$asked" ] || kill -TERM "$child" 2>/dev/null

# A signal ends `wait` early: only when the child is really gone is its code the one that counts.
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done

[ "$code" -eq 0 ] || sleep 1
exit "$code"

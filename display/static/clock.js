/** The hall's time on a screen whose own clock and time zone may be wrong. */

/**
 * Keep time from the server's: start from `now` (ISO 8601 with offset) and go by the browser's steady counter.
 * @param {string} now
 */
export function hallClock(now) {
  const zone = zoneOf(now);
  let offset = 0;
  const set = (iso) => {
    offset = Date.parse(iso) - performance.now();
  };
  const millis = () => performance.now() + offset;

  set(now);
  return {
    /** Take the server's word again; every sign of life carries it. */
    set,
    /** Seconds since a moment of the hall. @param {string} iso */
    since: (iso) => (millis() - Date.parse(iso)) / 1000,
    /** HH:MM as it is in the hall. */
    text: () => new Date(millis() + zone).toISOString().slice(11, 16),
  };
}

/** Milliseconds that the hall is ahead of UTC, read from the end of its time. */
function zoneOf(iso) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(iso);
  if (!found) return 0;
  return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60000;
}

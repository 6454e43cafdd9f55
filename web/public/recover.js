// Loads the page again where a part of it did not arrive. In the middle of a deploy the page may come from a node of
// one release and its parts be asked of a node of the other, which does not have them; a moment later one node gives
// both.
//
// It stands under a name without a hash, so that a node of any release has it, and it must know nothing of the page. It
// cannot loop: reloads are counted until one load brought everything, and without a place to keep the count there is
// none.
;(() => {
  const KEY = 'minotaur.reloads'
  /**
   * With these waits about 25 seconds in all, then a person may try. Where half of the nodes are new, each load of a
   * page with four parts over several connections fails more often than not: better many tries than long waits.
   */
  const RELOADS_MAX = 12
  const WAIT_FIRST_MS = 300
  const WAIT_GROWTH = 1.5
  const WAIT_MAX_MS = 5000
  let missing = false

  /** Null stands for none. @throws where storage is forbidden. */
  const keep = count => (count === null ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, String(count)))

  function reloadSoon() {
    const count = Number(sessionStorage.getItem(KEY)) || 0
    // Whoever asks for the page again by hand begins anew.
    if (count >= RELOADS_MAX) return keep(null)
    keep(count + 1)
    // Spread, so that thousands of pages don't come at once.
    const wait = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * WAIT_GROWTH ** count) * (0.5 + Math.random() / 2)
    setTimeout(() => location.reload(), wait)
  }

  const quietly = act => {
    try {
      act()
    } catch {
      // then the page says how to load it again
    }
  }

  /** The errors of elements do not bubble, but are seen on their way down. */
  addEventListener(
    'error',
    ({ target }) => {
      if (missing || !target || !/^(?:SCRIPT|LINK)$/.test(target.tagName)) return
      missing = true
      quietly(reloadSoon)
    },
    true,
  )
  addEventListener('load', () => missing || quietly(() => keep(null)))
})()

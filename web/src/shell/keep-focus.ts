/** So many places are remembered: a dialog, what it was opened from, and what had the focus before that. */
const MOST = 6
/** Where somebody may be put down instead, from the inside out. */
const PLACES = 'dialog, [role=dialog], [role=tabpanel], li, tr, fieldset, form, section, main'
const FOCUSABLE = 'a, button, input, select, textarea, summary, iframe, label, [tabindex]'

type Visit = { element: HTMLElement; places: HTMLElement[] }

/**
 * Whoever works without a mouse never falls out of the page: when what has the focus is taken away (a row that is done with, a toast
 * that was pressed) or switched off, the focus goes to what had it before, or to what both stand in.
 */
export function keepFocus(): void {
  let visits: Visit[] = []
  let isLooking = false
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    visits = [visitTo(target), ...visits.filter(({ element }) => element !== target)].slice(0, MOST)
  })
  // Who clicks on nothing wants the focus nowhere.
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Element && !target.closest(FOCUSABLE)) visits = []
  })
  const look = () => {
    isLooking = false
    const last = visits[0]?.element
    if (!last || !isNowhere() || isInUse(last)) return
    const next = visits.map(whatIsLeft).find((left) => left !== null) ?? document.querySelector('main')
    if (next) putInto(next)
  }
  const observer = new MutationObserver(() => {
    if (isLooking || !isNowhere()) return
    isLooking = true
    // Whoever took it away mostly has a place for the focus, and is asked first.
    requestAnimationFrame(() => requestAnimationFrame(look))
  })
  const attributeFilter = ['disabled', 'hidden', 'inert']
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter })
}

const isNowhere = () => document.activeElement === null || document.activeElement === document.body

const isInUse = (element: HTMLElement) =>
  element.isConnected &&
  !element.matches(':disabled') &&
  element.closest('[inert]') === null &&
  element.checkVisibility({ visibilityProperty: true })

function visitTo(element: HTMLElement): Visit {
  const places: HTMLElement[] = []
  let place = element.parentElement?.closest<HTMLElement>(PLACES)
  while (place) {
    places.push(place)
    place = place.parentElement?.closest<HTMLElement>(PLACES)
  }
  return { element, places }
}

const whatIsLeft = ({ element, places }: Visit): HTMLElement | null =>
  [element, ...places].find(isInUse) ?? null

function putInto(element: HTMLElement): void {
  const isForKeys = element.tabIndex >= 0 || element.hasAttribute('tabindex')
  if (!isForKeys) {
    element.tabIndex = -1
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true })
  }
  element.focus({ preventScroll: true })
}

/** Long enough apart that each is read out, and not only the last. */
const APART_MS = 700

const waiting: string[] = []
let isSpeaking = false

/** Said once to screen readers, politely, in the order in which things happened: moves, arrivals, results. */
export function announce(sentence: string): void {
  if (waiting.at(-1) === sentence) return
  waiting.push(sentence)
  if (!isSpeaking) speak()
}

function speak(): void {
  const sentence = waiting.shift()
  isSpeaking = sentence !== undefined
  if (sentence === undefined) return
  const region = liveRegion()
  // The same words twice would be no change.
  region.textContent = ''
  setTimeout(() => {
    region.textContent = sentence
  }, 50)
  setTimeout(speak, APART_MS)
}

/** Outside of what React draws, so that no page change takes it away before it was read. */
function liveRegion(): HTMLElement {
  const found = document.getElementById('announcements')
  if (found) return found
  const region = document.createElement('div')
  region.id = 'announcements'
  region.className = 'visually-hidden'
  region.setAttribute('role', 'status')
  region.setAttribute('aria-live', 'polite')
  document.body.append(region)
  return region
}

import { createStore } from '../live/store.ts'
import styles from './card.module.css'
import { findCard } from './find-card.ts'

const SOON_MS = 1_000
const NAMED_MS = 2_000

const departures = new Map<number, { from: DOMRect; atMs: number }>()
const named = createStore<ReadonlyMap<number, string>>(new Map())

/** Who has just moved this card, for as long as that is shown. */
export const useMoverName = (id: number) => named.use((all) => all.get(id) ?? null)

/** Before a card is taken from where it is; `from`: where it is seen instead, in somebody's hand. */
export function depart(id: number, from = findCard(id)?.getBoundingClientRect()): void {
  if (from) departures.set(id, { from, atMs: performance.now() })
}

/** It is where it belongs now: what is seen glides there, above all columns, which would cut it off. */
export function arrive(id: number, card: HTMLElement): void {
  const departure = departures.get(id)
  departures.delete(id)
  if (!departure || performance.now() - departure.atMs > SOON_MS) return
  const { from } = departure
  const to = card.getBoundingClientRect()
  const [dx, dy] = [from.x - to.x, from.y - to.y]
  if (Math.abs(dx) + Math.abs(dy) < 2) return
  // Of TypeScript a clone is any node.
  const ghost = card.cloneNode(true) as HTMLElement
  ghost.removeAttribute('data-card')
  ghost.inert = true
  ghost.classList.add(styles.flying ?? '')
  Object.assign(ghost.style, { left: `${to.x}px`, top: `${to.y}px`, width: `${to.width}px` })
  document.body.append(ghost)
  card.style.visibility = 'hidden'
  const land = () => {
    ghost.remove()
    card.style.visibility = ''
  }
  const flight = ghost.animate(
    [{ transform: `translate(${dx}px, ${dy}px)` }, { transform: 'none' }],
    motion(),
  )
  flight.finished.then(land, land)
}

/** As the tokens have it: none where motion is not wanted. */
function motion(): KeyframeAnimationOptions {
  const token = getComputedStyle(document.documentElement).getPropertyValue('--move').trim()
  const [duration = '0ms', ...easing] = token.split(' ')
  return { duration: Number.parseFloat(duration), easing: easing.join(' ') || 'linear' }
}

/** A soft outline with a name, so that it is seen who did it. */
export function nameMover(id: number, name: string): void {
  named.set(new Map(named.get()).set(id, name))
  setTimeout(() => {
    const next = new Map(named.get())
    next.delete(id)
    named.set(next)
  }, NAMED_MS)
}

import { findCard, idOfCard } from './find-card.ts'

type CardList = { ids: readonly number[]; show: (index: number) => void }

/** All lists of cards that are on the board, in the order in which they are seen. */
const lists = new Map<HTMLElement, CardList>()

export function enlist(element: HTMLElement, list: CardList): () => void {
  lists.set(element, list)
  return () => void lists.delete(element)
}

export type Step = { down?: 1 | -1; across?: 1 | -1 }

/** From the card that has the focus; without one, to the first. */
export function walk(step: Step): void {
  const next = cardAfter(idOfCard(document.activeElement), step)
  if (next) focusIn(next.list, next.index)
}

/** From the one that is open: it is brought into sight, and the focus stays where it is. */
export function walkFrom(id: number, step: Step): number | null {
  const next = cardAfter(id, step)
  next?.list.show(next.index)
  return next?.list.ids[next.index] ?? null
}

function cardAfter(id: number | null, step: Step): { list: CardList; index: number } | null {
  const inOrder = [...lists]
    .sort(([one], [other]) =>
      one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    )
    .map(([, list]) => list)
    .filter(({ ids }) => ids.length > 0)
  const at = id === null ? -1 : inOrder.findIndex(({ ids }) => ids.includes(id))
  const list = inOrder[at + (step.across ?? 0)] ?? (at < 0 ? inOrder[0] : undefined)
  if (!list) return null
  const before = id === null || at < 0 ? -1 : (inOrder[at]?.ids.indexOf(id) ?? -1)
  const wanted = before < 0 ? 0 : before + (step.down ?? 0)
  return { list, index: Math.min(Math.max(wanted, 0), list.ids.length - 1) }
}

/** Wherever it is now, drawn or not. */
export function focusCard(id: number): void {
  const list = [...lists.values()].find(({ ids }) => ids.includes(id))
  if (list) focusIn(list, list.ids.indexOf(id))
}

function focusIn(list: CardList, index: number): void {
  const id = list.ids[index]
  if (id === undefined) return
  const card = findCard(id)
  if (card) {
    card.focus()
    return
  }
  list.show(index)
  // Drawn only once it is in sight.
  requestAnimationFrame(() => requestAnimationFrame(() => findCard(id)?.focus()))
}

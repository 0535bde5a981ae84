import { useEffect, useRef } from 'react'
import { createStore } from '../live/store.ts'

/** One key each, without Ctrl or the like; what each does is said in the texts of the shell. */
export const SHORTCUTS = ['j', 'k', 'r', 'n', 'a', 'm', 'p', 'x', '?'] as const
export type Shortcut = (typeof SHORTCUTS)[number]
type Handlers = Partial<Record<Shortcut, () => void>>

const OFF = 'ponte-shortcuts-off'
const isOff = createStore(localStorage.getItem(OFF) !== null)
const layers: { current: Handlers }[] = []

/** While this is mounted; of several that want a key the one that came last has it. */
export function useShortcuts(handlers: Handlers): void {
  const layer = useRef(handlers)
  useEffect(() => {
    layer.current = handlers
  })
  useEffect(() => {
    if (layers.length === 0) document.addEventListener('keydown', onKey)
    layers.push(layer)
    meet(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      if (layers.length === 0) document.removeEventListener('keydown', onKey)
    }
  }, [])
}

const SOON_MS = 5_000
let expected: { key: Shortcut; untilMs: number } | null = null

/** What is opened now is to do this as soon as it can. */
export function expectShortcut(key: Shortcut): void {
  expected = { key, untilMs: performance.now() + SOON_MS }
}

function meet(layer: { current: Handlers }): void {
  if (!expected || !layer.current[expected.key]) return
  const { key, untilMs } = expected
  expected = null
  if (performance.now() > untilMs) return
  // What opens takes the focus first.
  requestAnimationFrame(() => requestAnimationFrame(() => layer.current[key]?.()))
}

/** Those that do something where one is now. */
export const activeShortcuts = () =>
  SHORTCUTS.filter((key) => layers.some(({ current }) => current[key] !== undefined))

/** Whoever dictates, or rests a hand on the keyboard, can do without. */
export const useAreShortcutsOn = () => isOff.use((off) => !off)
export function switchShortcuts(areOn: boolean): void {
  if (areOn) localStorage.removeItem(OFF)
  else localStorage.setItem(OFF, '1')
  isOff.set(!areOn)
}

function onKey(event: KeyboardEvent): void {
  const { ctrlKey, metaKey, altKey, isComposing, repeat, defaultPrevented, target } = event
  if (ctrlKey || metaKey || altKey || isComposing || defaultPrevented || isOff.get()) return
  if (isTyping(target) || document.querySelector(IN_THE_WAY)) return
  const key = shortcutOf(event)
  if (key === null || (repeat && key !== 'j' && key !== 'k')) return
  const layer = layers.findLast(({ current }) => current[key])
  if (!layer) return
  event.preventDefault()
  layer.current[key]?.()
}

/** Letters mean something else there. */
const IN_THE_WAY = '[role=menu], [role=listbox], [data-modal]'
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** By the letter, else by its place: the keyboard may be a Russian one. */
function shortcutOf({ key, code }: KeyboardEvent): Shortcut | null {
  const letter = /^[a-z?]$/i.test(key) ? key.toLowerCase() : /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  return SHORTCUTS.find((one) => one === letter) ?? null
}

import { useSyncExternalStore } from 'react'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'ponte-theme'
const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function chosenTheme(): Theme {
  const stored = localStorage.getItem(KEY)
  return THEMES.find((theme) => theme === stored) ?? 'system'
}

function apply(): void {
  const system = systemIsDark.matches ? 'dark' : 'light'
  const chosen = chosenTheme()
  document.documentElement.dataset.theme = chosen === 'system' ? system : chosen
  for (const listener of listeners) listener()
}

/** Follows the system, and the other tabs. */
export function followTheme(): void {
  systemIsDark.addEventListener('change', apply)
  addEventListener('storage', ({ key }) => key === KEY && apply())
  apply()
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme)
  apply()
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, chosenTheme)
}

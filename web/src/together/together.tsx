import { type ComponentType, lazy } from 'react'
import { loadTexts } from '../texts.ts'

/** With their words; on most tickets nobody asks for any of it. */
const withWords = <P,>(load: () => Promise<ComponentType<P>>) =>
  lazy(async () => {
    const [component] = await Promise.all([load(), loadTexts('together')()])
    return { default: component }
  })

export const Copies = withWords(async () => (await import('./copies.tsx')).Copies)
export const DeskPanel = withWords(async () => (await import('./desk-panel.tsx')).DeskPanel)
export const MergedNotice = withWords(async () => (await import('./copies.tsx')).MergedNotice)

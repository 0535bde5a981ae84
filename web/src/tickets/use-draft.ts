import { useState } from 'react'

export type Draft = {
  text: string
  set: (text: string) => void
  /** What was written meanwhile stays. */
  putBefore: (text: string) => void
}

/** What somebody writes, kept on this device until it is sent; whoever signs in here next finds drafts of their own. */
export function useDraft(userId: number, name: string): Draft {
  const key = `ponte-draft-${userId}-${name}`
  const [kept, setKept] = useState({ key, text: localStorage.getItem(key) ?? '' })
  const text = kept.key === key ? kept.text : (localStorage.getItem(key) ?? '')
  function set(next: string): void {
    setKept({ key, text: next })
    if (next === '') localStorage.removeItem(key)
    else localStorage.setItem(key, next)
  }
  return { text, set, putBefore: (before) => set(text.trim() === '' ? before : `${before}\n\n${text}`) }
}

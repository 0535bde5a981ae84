import { useState } from 'react'

export type Draft = { text: string; set: (text: string) => void }

/** What somebody writes, kept on this device until it is sent. */
export function useDraft(name: string): Draft {
  const key = `ponte-draft-${name}`
  const [kept, setKept] = useState({ key, text: localStorage.getItem(key) ?? '' })
  const text = kept.key === key ? kept.text : (localStorage.getItem(key) ?? '')
  return {
    text,
    set(next) {
      setKept({ key, text: next })
      if (next === '') localStorage.removeItem(key)
      else localStorage.setItem(key, next)
    },
  }
}

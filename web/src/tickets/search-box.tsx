import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './filter-bar.module.css'

const PAUSE_MS = 250

type Props = {
  value: string
  onSearch: (text: string) => void
  /** Instead of the sentence of the team's filters. */
  label?: string
  longest?: number
  isLarge?: boolean
}

/** Searches as somebody types, once they pause; what they type is never overwritten meanwhile. */
export function SearchBox({ value, onSearch, label, longest = 200, isLarge = false }: Props) {
  const { t } = useTranslation()
  const name = label ?? t('tickets.filter.search')
  const [text, setText] = useState(value)
  const said = useRef(value)
  const search = useRef(onSearch)
  search.current = onSearch

  // From elsewhere: a view was opened, the browser went back.
  useEffect(() => {
    if (value === said.current) return
    said.current = value
    setText(value)
  }, [value])

  useEffect(() => {
    const wanted = text.trim()
    if (wanted === said.current) return
    const timer = setTimeout(() => {
      said.current = wanted
      search.current(wanted)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <input
      type="search"
      id="ticket-search"
      className={isLarge ? `${styles.search} ${styles.large}` : styles.search}
      value={text}
      maxLength={longest}
      aria-label={name}
      placeholder={name}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

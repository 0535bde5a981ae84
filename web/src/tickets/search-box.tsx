import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './filter-bar.module.css'

const PAUSE_MS = 250

type Props = { value: string; onSearch: (text: string) => void }

/** Searches as somebody types, once they pause; what they type is never overwritten meanwhile. */
export function SearchBox({ value, onSearch }: Props) {
  const { t } = useTranslation()
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
      className={styles.search}
      value={text}
      maxLength={200}
      aria-label={t('tickets.filter.search')}
      placeholder={t('tickets.filter.search')}
      onChange={(event) => setText(event.target.value)}
    />
  )
}

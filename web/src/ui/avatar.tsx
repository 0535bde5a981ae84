import { useState } from 'react'
import styles from './avatar.module.css'

type Props = {
  /** Null: nobody. */
  name: string | null
  url?: string | null
  size?: 20 | 24 | 32 | 64
}

/** A face, or the initials. Decoration: the name stands beside it, or in the name of the control. */
export function Avatar({ name, url = null, size = 24 }: Props) {
  const [broken, setBroken] = useState<string | null>(null)
  const className = `${styles.avatar} ${styles[`size${size}`]}`
  if (url && url !== broken)
    return (
      <img className={className} src={url} alt="" width={size} height={size} onError={() => setBroken(url)} />
    )
  if (!name) return <span className={`${className} ${styles.nobody}`} aria-hidden="true" />
  return (
    <span className={className} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

import { useTranslation } from 'react-i18next'
import { usePeople } from '../live/people.ts'
import { currentLocale } from '../texts.ts'
import styles from './who-is-there.module.css'

/** "Ana está vendo", "Ana está escrevendo…": its place is there also while nobody is. */
export function WhoIsThere({ ticketId, userId }: { ticketId: number; userId: number }) {
  const { t } = useTranslation()
  const others = usePeople(ticketId).filter(({ id }) => id !== userId)
  const writing = others.filter(({ state }) => state === 'writing')
  const shown = writing.length > 0 ? writing : others
  const names = new Intl.ListFormat(currentLocale()).format(
    shown.map(({ name }) => name.split(' ')[0] ?? name),
  )
  const isMany = shown.length > 1
  const key =
    writing.length > 0
      ? isMany
        ? ('tickets.talk.writingMany' as const)
        : ('tickets.talk.writing' as const)
      : isMany
        ? ('tickets.talk.lookingMany' as const)
        : ('tickets.talk.looking' as const)
  return (
    <p className={styles.there} aria-live="polite">
      {shown.length > 0 && t(key, { names })}
    </p>
  )
}

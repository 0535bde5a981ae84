import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOfTheTeam, useUser } from '../session.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import styles from './shortcut-sheet.module.css'
import { ShortcutSwitch } from './shortcut-switch.tsx'
import { activeShortcuts, SHORTCUTS, type Shortcut } from './shortcuts.ts'

const NAMES = {
  j: 'next',
  k: 'previous',
  r: 'reply',
  n: 'note',
  a: 'assign',
  m: 'move',
  p: 'priority',
  x: 'select',
  '?': 'help',
} as const

/** Which key does what here; for the team also what others do elsewhere. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const user = useUser()
  // Of the page below: what is open over it has none.
  const [here] = useState(activeShortcuts)
  const elsewhere = user && isOfTheTeam(user) ? SHORTCUTS.filter((key) => !here.includes(key)) : []
  return (
    <Dialog isOpen onClose={onClose} title={t('shell.keys.title')} lead={t('shell.keys.lead')}>
      <dl className={styles.keys}>
        <div>
          <dt>
            <Keys keys="mod+k" />
          </dt>
          <dd>{t('shell.keys.palette')}</dd>
        </div>
        {here.map((key) => (
          <Row key={key} of={key} />
        ))}
      </dl>
      {elsewhere.length > 0 && (
        <section className={styles.elsewhere}>
          <h3>{t('shell.keys.elsewhere')}</h3>
          <dl className={styles.keys}>
            {elsewhere.map((key) => (
              <Row key={key} of={key} />
            ))}
          </dl>
        </section>
      )}
      <ShortcutSwitch />
    </Dialog>
  )
}

function Row({ of: key }: { of: Shortcut }) {
  const { t } = useTranslation()
  return (
    <div>
      <dt>
        <Keys keys={key} />
      </dt>
      <dd>{t(`shell.keys.${NAMES[key]}`)}</dd>
    </div>
  )
}

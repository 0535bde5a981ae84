import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Keys } from '../ui/keys.tsx'
import styles from './shortcut-sheet.module.css'
import { ShortcutSwitch } from './shortcut-switch.tsx'
import { SHORTCUTS } from './shortcuts.ts'

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

/** Which key does what. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog isOpen onClose={onClose} title={t('shell.keys.title')} lead={t('shell.keys.lead')}>
      <dl className={styles.keys}>
        <div>
          <dt>
            <Keys keys="mod+k" />
          </dt>
          <dd>{t('shell.keys.palette')}</dd>
        </div>
        {SHORTCUTS.map((key) => (
          <div key={key}>
            <dt>
              <Keys keys={key} />
            </dt>
            <dd>{t(`shell.keys.${NAMES[key]}`)}</dd>
          </div>
        ))}
      </dl>
      <ShortcutSwitch />
    </Dialog>
  )
}

import { Dialog as Base } from '@base-ui/react/dialog'
import { type ReactNode, type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './dialog.module.css'
import { Floor } from './floor.ts'
import { IconButton } from './icon-button.tsx'

export type DialogProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  lead?: string
  children: ReactNode
  /** Buttons, the one that does it last. */
  actions?: ReactNode
  /** Else the first thing in it that can be filled in or pressed, and is not the way out. */
  firstFocus?: RefObject<HTMLElement | null>
  isWide?: boolean
}

/** Over the page until it is done with; on a phone a sheet that comes from below. The focus stays in it and returns. */
export function DialogPanel({
  isOpen,
  onClose,
  title,
  lead,
  children,
  actions,
  firstFocus,
  isWide = false,
}: DialogProps) {
  const { t } = useTranslation()
  const inside = useRef<HTMLDivElement>(null)
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          data-modal
          className={isWide ? styles.wide : styles.dialog}
          initialFocus={firstFocus ?? ((by) => (by === 'touch' ? true : firstOf(inside.current)))}
        >
          <Floor value="popup">
            <div className={styles.head}>
              <Base.Title className={styles.title} dir="auto">
                {title}
              </Base.Title>
              <Base.Close render={<IconButton icon="close" label={t('ui.close')} isSmall />} />
            </div>
            {lead && (
              <Base.Description className={styles.lead} dir="auto">
                {lead}
              </Base.Description>
            )}
            <div ref={inside} className={styles.inside}>
              <div className={styles.body}>{children}</div>
              {actions && <div className={styles.actions}>{actions}</div>}
            </div>
          </Floor>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** True: whatever is first. */
const firstOf = (inside: HTMLElement | null) =>
  inside?.querySelector<HTMLElement>('input:not([hidden]), textarea, select, button, a[href]') ?? true

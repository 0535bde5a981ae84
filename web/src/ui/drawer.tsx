import { Dialog } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import styles from './drawer.module.css'
import { Floor } from './floor.ts'

type Props = {
  onClose: () => void
  /** Read out as its name. */
  label: string
  children: ReactNode
  /** Where the focus goes when it opens. */
  firstFocus?: RefObject<HTMLElement | null>
  /** Where it goes when it closes: what it was opened from may have moved. */
  finalFocus?: () => HTMLElement | null
}

/** A panel at the right that leaves the page beside it in use; it is there for as long as it is mounted. */
export const Drawer = ({ onClose, label, children, firstFocus, finalFocus }: Props) => (
  <Dialog.Root open modal={false} disablePointerDismissal onOpenChange={(open) => open || onClose()}>
    <Dialog.Portal>
      <Dialog.Popup
        className={styles.drawer}
        aria-label={label}
        {...(firstFocus && { initialFocus: firstFocus })}
        {...(finalFocus && { finalFocus })}
      >
        <Floor value="popup">{children}</Floor>
      </Dialog.Popup>
    </Dialog.Portal>
  </Dialog.Root>
)

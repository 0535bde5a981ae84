import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { useFloor } from './floor.ts'
import styles from './menu.module.css'

type Props = {
  anchor: HTMLElement
  /** Read out as its name. */
  label: string
  children: ReactNode
  onClose: () => void
  /** Where the focus goes: what it was opened from may have moved. */
  returnTo: () => HTMLElement | null
}

/** A menu that many things share, beside the one that it is about; open for as long as it is mounted. */
export const MenuAt = ({ anchor, label, children, onClose, returnTo }: Props) => (
  <Base.Root open modal={false} onOpenChange={(isOpen) => isOpen || onClose()}>
    <Base.Portal container={useFloor()}>
      <Base.Positioner
        className={styles.place}
        anchor={anchor}
        align="start"
        sideOffset={4}
        positionMethod="fixed"
      >
        <Base.Popup className={styles.menu} aria-label={label} finalFocus={returnTo}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

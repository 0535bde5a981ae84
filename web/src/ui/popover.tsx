import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { Floor, useFloor } from './floor.ts'
import styles from './popover.module.css'

type Props = {
  trigger: ReactElement<Record<string, unknown>>
  /** Read out as its name. */
  label: string
  children: ReactNode
  align?: 'start' | 'end'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** Else its trigger. */
  finalFocus?: RefObject<HTMLElement | null>
}

/** A small form or a few lines beside what they belong to. */
export const Popover = ({
  trigger,
  label,
  children,
  align = 'start',
  isOpen,
  onOpenChange,
  finalFocus,
}: Props) => (
  <Base.Root {...(isOpen !== undefined && { open: isOpen })} onOpenChange={onOpenChange}>
    <Base.Trigger render={trigger} />
    <Base.Portal container={useFloor()}>
      <Base.Positioner className={styles.place} align={align} sideOffset={4} positionMethod="fixed">
        <Base.Popup className={styles.popover} aria-label={label} {...(finalFocus && { finalFocus })}>
          <Floor value="popup">{children}</Floor>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

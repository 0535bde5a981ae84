import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { useFloor } from './floor.ts'
import styles from './tooltip.module.css'

type Props = { text: string; children: ReactElement<Record<string, unknown>>; side?: 'top' | 'bottom' }

/** For eyes: whatever it says has to be in the name of what it hangs on, or beside it, as well. */
export const Tooltip = ({ text, children, side = 'bottom' }: Props) => (
  <Base.Root>
    <Base.Trigger render={children} delay={500} />
    <Base.Portal container={useFloor()}>
      <Base.Positioner className={styles.place} side={side} sideOffset={6} positionMethod="fixed">
        <Base.Popup className={styles.tooltip} aria-hidden="true">
          {text}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

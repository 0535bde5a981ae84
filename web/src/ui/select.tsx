import { Select as Base } from '@base-ui/react/select'
import type { ReactNode } from 'react'
import { useFloor } from './floor.ts'
import { Icon } from './icon.tsx'
import styles from './select.module.css'

type Props<T extends string> = {
  label: string
  value: T | null
  options: readonly (readonly [value: T, name: string, mark?: ReactNode])[]
  onChoose: (value: T) => void
  /** Shown as long as nothing is chosen. */
  placeholder?: string
  /** The label is only read out, where the place says what it is. */
  isBare?: boolean
  isDisabled?: boolean
}

/** One of several, in the density of the team's screens; for forms of employees there is Choice. */
export function Select<T extends string>(props: Props<T>) {
  const { label, value, options, onChoose, placeholder, isBare = false, isDisabled = false } = props
  const floor = useFloor()
  return (
    <Base.Root
      value={value}
      items={options.map(([option, name]) => ({ value: option, label: name }))}
      onValueChange={(chosen: T | null) => chosen !== null && onChoose(chosen)}
      disabled={isDisabled}
      modal={false}
    >
      <div className={styles.select}>
        <Base.Label className={isBare ? 'visually-hidden' : styles.label}>{label}</Base.Label>
        <Base.Trigger className={styles.trigger}>
          <span className={styles.value}>
            {options.find(([option]) => option === value)?.[2]}
            <Base.Value placeholder={placeholder} />
          </span>
          <Icon name="chevron-down" />
        </Base.Trigger>
      </div>
      <Base.Portal container={floor}>
        <Base.Positioner
          className={styles.place}
          sideOffset={4}
          positionMethod="fixed"
          alignItemWithTrigger={false}
        >
          <Base.Popup className={styles.popup}>
            <Base.List>
              {options.map(([option, name, mark]) => (
                <Base.Item key={option} value={option} className={styles.item}>
                  <span className={styles.mark}>
                    <Base.ItemIndicator>
                      <Icon name="check" />
                    </Base.ItemIndicator>
                  </span>
                  {mark}
                  <Base.ItemText>{name}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

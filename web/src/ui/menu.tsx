import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { useFloor } from './floor.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './menu.module.css'

type Props = {
  /** A button; it learns by itself to say that it opens a menu. */
  trigger: ReactElement<Record<string, unknown>>
  children: ReactNode
  align?: 'start' | 'end'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
}

/** What can be done or chosen here: arrows move, letters jump, Esc closes and gives the focus back. */
export function Menu({ trigger, children, align = 'start', isOpen, onOpenChange }: Props) {
  const floor = useFloor()
  return (
    <Base.Root {...(isOpen !== undefined && { open: isOpen })} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal container={floor}>
        <Base.Positioner className={styles.place} align={align} sideOffset={4} positionMethod="fixed">
          <Base.Popup className={styles.menu}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type ItemProps = {
  children: ReactNode
  icon?: IconName
  /** The key that does the same. */
  hint?: string
  isDisabled?: boolean
  isDangerous?: boolean
  onSelect: () => void
}

export const MenuItem = ({ children, icon, hint, isDisabled, isDangerous, onSelect }: ItemProps) => (
  <Base.Item
    className={isDangerous ? styles.danger : styles.item}
    disabled={isDisabled ?? false}
    onClick={onSelect}
  >
    {icon && <Icon name={icon} />}
    <span className={styles.text}>{children}</span>
    {hint && <kbd className={styles.hint}>{hint}</kbd>}
  </Base.Item>
)

/** `link`: a Link of the router, without children. */
export const MenuLink = ({
  link,
  children,
  icon,
}: {
  link: ReactElement
  children: ReactNode
  icon?: IconName
}) => (
  <Base.LinkItem className={styles.item} render={link} closeOnClick>
    {icon && <Icon name={icon} />}
    <span className={styles.text}>{children}</span>
  </Base.LinkItem>
)

type ChoiceProps<T extends string> = {
  label: string
  value: T | null
  options: readonly (readonly [value: T, name: ReactNode])[]
  onChoose: (value: T) => void
}

/** One of several. */
export const MenuChoice = <T extends string>({ label, value, options, onChoose }: ChoiceProps<T>) => (
  <Base.RadioGroup value={value} onValueChange={(chosen: T) => onChoose(chosen)} aria-label={label}>
    {options.map(([option, name]) => (
      <Base.RadioItem key={option} value={option} className={styles.item} closeOnClick>
        <span className={styles.mark}>
          <Base.RadioItemIndicator>
            <Icon name="check" />
          </Base.RadioItemIndicator>
        </span>
        <span className={styles.text}>{name}</span>
      </Base.RadioItem>
    ))}
  </Base.RadioGroup>
)

/** Several at once: it stays open. */
export const MenuCheck = ({
  isChecked,
  onChange,
  children,
}: {
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  children: ReactNode
}) => (
  <Base.CheckboxItem className={styles.item} checked={isChecked} onCheckedChange={(next) => onChange(next)}>
    <span className={styles.mark}>
      <Base.CheckboxItemIndicator>
        <Icon name="check" />
      </Base.CheckboxItemIndicator>
    </span>
    <span className={styles.text}>{children}</span>
  </Base.CheckboxItem>
)

export const MenuGroup = ({ label, children }: { label: string; children: ReactNode }) => (
  <Base.Group className={styles.group}>
    <Base.GroupLabel className={styles.label}>{label}</Base.GroupLabel>
    {children}
  </Base.Group>
)

export const MenuSeparator = () => <Base.Separator className={styles.separator} />

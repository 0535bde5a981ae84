import { Menu } from '@base-ui/react/menu'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useFloor } from './floor.ts'
import { Icon } from './icon.tsx'
import styles from './pick.module.css'

export type PickOption<V> = { value: V; name: string; mark?: ReactNode; hint?: string; isDisabled?: boolean }

type Props<V extends string | number> = {
  /** What is chosen here: for readers, and shown before whatever is chosen. */
  label: string
  options: readonly PickOption<V>[]
  picked: readonly V[]
  onPick: (picked: V[]) => void
  isMultiple?: boolean
  /** One of them or none, which stands first. */
  hasAny?: boolean
  /** Filter: small, in a bar. Field: a value that is changed in its place. */
  look?: 'filter' | 'field'
  /** Before what is picked, for eyes too. */
  isLabelShown?: boolean
  /** In place of the names of what is picked. */
  children?: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  isDisabled?: boolean
  /** Where the focus goes when it closes, if not back to its button. */
  returnTo?: RefObject<HTMLElement | null>
}

/** One or several of a list that opens below its button; typing finds, arrows walk, Esc gives the focus back. */
export function Pick<V extends string | number>(props: Props<V>) {
  const { label, options, picked, onPick, isMultiple = false, look = 'filter', isDisabled = false } = props
  const { t } = useTranslation()
  const floor = useFloor()
  const names = options.filter(({ value }) => picked.includes(value)).map(({ name }) => name)
  const toggle = (value: V) =>
    onPick(picked.includes(value) ? picked.filter((one) => one !== value) : [...picked, value])
  return (
    <Menu.Root
      modal={false}
      {...(props.isOpen !== undefined && { open: props.isOpen })}
      onOpenChange={(isOpen) => props.onOpenChange?.(isOpen)}
    >
      <Menu.Trigger
        className={look === 'filter' ? styles.filter : styles.field}
        disabled={isDisabled}
        data-picked={picked.length > 0 || undefined}
      >
        {(props.children || names.length > 0) && (
          <span className={props.isLabelShown ? styles.label : 'visually-hidden'}>{label}: </span>
        )}
        {props.children ?? shownOf(label, names)}
        <Icon name="chevron-down" />
      </Menu.Trigger>
      <Menu.Portal container={floor}>
        <Menu.Positioner className={styles.place} sideOffset={4} align="start" positionMethod="fixed">
          <Menu.Popup
            className={styles.popup}
            aria-label={label}
            {...(props.returnTo && { finalFocus: props.returnTo })}
          >
            {isMultiple ? (
              options.map((option) => (
                <Menu.CheckboxItem
                  key={option.value}
                  className={styles.item}
                  checked={picked.includes(option.value)}
                  onCheckedChange={() => toggle(option.value)}
                  label={option.name}
                  disabled={option.isDisabled ?? false}
                >
                  <Inside option={option} isPicked={picked.includes(option.value)} />
                </Menu.CheckboxItem>
              ))
            ) : (
              <Menu.RadioGroup
                value={picked[0] ?? null}
                onValueChange={(value: V | null) => onPick(value === null ? [] : [value])}
              >
                {props.hasAny && (
                  <Menu.RadioItem className={styles.item} value={null} closeOnClick label={t('ui.any')}>
                    <Inside option={{ name: t('ui.any') }} isPicked={picked.length === 0} />
                  </Menu.RadioItem>
                )}
                {options.map((option) => (
                  <Menu.RadioItem
                    key={option.value}
                    className={styles.item}
                    value={option.value}
                    closeOnClick
                    label={option.name}
                    disabled={option.isDisabled ?? false}
                  >
                    <Inside option={option} isPicked={picked.includes(option.value)} />
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function shownOf(label: string, [first, ...others]: string[]): ReactNode {
  if (first === undefined) return label
  return (
    <span className={styles.shown}>
      {first}
      {others.length > 0 && ` +${others.length}`}
    </span>
  )
}

type InsideProps = { option: Omit<PickOption<unknown>, 'value'>; isPicked: boolean }
function Inside({ option, isPicked }: InsideProps) {
  return (
    <>
      {option.mark}
      <span className={styles.name}>
        <bdi>{option.name}</bdi>
        {option.hint && <span className={styles.hint}>{option.hint}</span>}
      </span>
      <span className={styles.check}>{isPicked && <Icon name="check" />}</span>
    </>
  )
}

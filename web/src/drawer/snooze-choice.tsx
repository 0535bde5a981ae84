import { type FormEvent, type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import { describeMoment } from './describe-moment.ts'
import styles from './snooze.module.css'
import { soons } from './snooze-moments.ts'

type Props = {
  trigger: ReactElement<Record<string, unknown>>
  align?: 'start' | 'end'
  onChoose: (until: Date) => void
  /** Where something is put off already: it comes back at once. */
  onWake?: () => void
}

/** Until when: one of the usual moments, or any. */
export function SnoozeChoice({ trigger, align = 'start', onChoose, onWake }: Props) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [own, setOwn] = useState('')
  const choose = (until: Date) => {
    setIsOpen(false)
    onChoose(until)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (own !== '') choose(new Date(own))
  }
  return (
    <Popover
      label={t('drawer.snooze.label')}
      align={align}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={trigger}
    >
      <div className={styles.choices}>
        {soons(new Date()).map(([soon, at]) => (
          <Button key={soon} isSmall onClick={() => choose(at)}>
            {t(`drawer.snooze.${soon}`)} · {describeMoment(at.toISOString())}
          </Button>
        ))}
        {onWake && (
          <Button
            isSmall
            onClick={() => {
              setIsOpen(false)
              onWake()
            }}
          >
            {t('drawer.snooze.wake')}
          </Button>
        )}
        <form className={styles.own} onSubmit={submit}>
          <label>
            {t('drawer.snooze.until')}
            <input type="datetime-local" value={own} onChange={(event) => setOwn(event.target.value)} />
          </label>
          <Button look="primary" isSmall type="submit">
            {t('drawer.snooze.do')}
          </Button>
        </form>
      </div>
    </Popover>
  )
}

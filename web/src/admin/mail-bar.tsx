import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Pick } from '../ui/pick.tsx'
import { type MailSearch, REASONS, VERDICTS } from './mail-api.ts'
import styles from './table.module.css'

const PAUSE_MS = 250

type Props = { search: MailSearch; total: number | undefined; onChange: (search: MailSearch) => void }

/** Which mails: by whoever sent them, what became of them, and why. */
export function MailBar({ search, total, onChange }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState(search.sender ?? '')
  // Cleared from elsewhere, what is typed in it is gone too.
  const [known, setKnown] = useState(search.sender)
  if (known !== search.sender) {
    setKnown(search.sender)
    setText(search.sender ?? '')
  }
  const { sender: _, ...others } = search
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === (search.sender ?? '')) return
    const timer = setTimeout(() => onChange({ ...others, ...(wanted && { sender: wanted }) }), PAUSE_MS)
    return () => clearTimeout(timer)
  })
  return (
    <div className={styles.bar}>
      <input
        type="search"
        className={styles.search}
        value={text}
        maxLength={255}
        aria-label={t('admin.mails.search')}
        placeholder={t('admin.mails.search')}
        onChange={(event) => setText(event.target.value)}
      />
      <Pick
        label={t('admin.mails.verdict')}
        options={VERDICTS.map((verdict) => ({ value: verdict, name: t(`admin.mails.verdicts.${verdict}`) }))}
        picked={search.verdict ? [search.verdict] : []}
        onPick={([verdict]) => {
          const { verdict: _verdict, ...rest } = search
          onChange({ ...rest, ...(verdict && { verdict }) })
        }}
      />
      <Pick
        label={t('admin.crm.why')}
        options={REASONS.map((reason) => ({ value: reason, name: t(`admin.mails.reasons.${reason}`) }))}
        picked={search.reason ? [search.reason] : []}
        onPick={([reason]) => {
          const { reason: _reason, ...rest } = search
          onChange({ ...rest, ...(reason && { reason }) })
        }}
      />
      <span className={styles.muted} role="status">
        {total !== undefined && t('admin.mails.count', { count: total })}
      </span>
    </div>
  )
}
